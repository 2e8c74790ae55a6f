"""Messages as filled-in strings: they are half the cost of the ticket's page and of every live push.

Every value passes `escape`. Nothing translated or formatted stands in them, for all readers get the same."""

import re
from html import escape

from django import template
from django.utils.safestring import mark_safe

from tickets.emoji_names import EMOJI, QUICK
from tickets.linking import linked
from tickets.models.mending import mending_time
from tickets.models.message import title_of
from tickets.models.redacting import BAR
from tickets.templatetags.desk import HAPPENINGS, drawing
from tickets.templatetags.tiles import tile

register = template.Library()

ATTRIBUTES = (
    'id="message-{id}" data-seq="{seq}" data-place="{place}" data-version="{version}" data-visibility="{visibility}"'
    ' data-author-kind="{kind}" data-author-id="{author_id}" data-at="{at}"'
)
HAPPENING = """<p class="happening" {attributes}>{icon}<happening-line kind="{happening}" name="{name}" \
by="{author_id}" to="{to}" text="{reason}"></happening-line>{link}<local-time datetime="{at}"></local-time>{talk}</p>
"""
LINK = '<a class="link" href="/desk/tickets/{number}/">#{number}</a>'
TALK = '<merged-talk number="{number}"></merged-talk>'
NOTE = """<article class="message message--note{whispers}" tabindex="-1" aria-labelledby="by-{id}" {attributes}>
<p class="message__meta" id="by-{id}">{icon}<b>{author}{heard_by}</b> <say-word word="{kind_of_note}"></say-word> · \
<local-time datetime="{at}"></local-time>{traces}</p>
{body}{marks}</article>
"""
SAID = """<article class="message{side}" tabindex="-1" aria-labelledby="by-{id}" {attributes}>
{avatar}
<div class="message__body">{body}{marks}
<p class="message__meta" id="by-{id}"><b>{author}</b>{automatic} <local-time datetime="{at}"></local-time>{traces} \
<message-ticks></message-ticks></p></div></article>
"""
QUOTE = """<a class="quote{alone}" href="#message-{id}" data-quote="{id}"><b class="quote__author">{author}</b>\
<span class="quote__text">{text}</span></a>"""
EDITED = ' <button class="message__history" type="button" data-history><say-word word="edited"></say-word></button>'
MASKED = ' <span class="message__masked" data-masked="{kinds}">{icon}<say-word word="masked"></say-word> {words}</span>'
# One word of the page names it for whoever cannot see it.
STRUCK = f'<span class="struck" role="img" aria-labelledby="word-struck">{BAR}</span>'
STRUCK_BY = ' <button class="message__history" type="button" data-history><say-word word="struck"></say-word></button>'
AUTOMATIC = ' <say-word word="automatic"></say-word> ·'
GONE = '<{tag} class="{css} message__gone"><say-word word="redacted"></say-word></{tag}>'
MARK = '<button class="mark" type="button" data-emoji="{emoji}" data-who="{who}">{emoji}<span>{count}</span></button>'
CARD = """<div class="payment" data-card="{type}"><div class="payment__head"><span class="payment__icon">{icon}</span>\
<span class="payment__title"><b>{title}</b><span>{number}</span>\
<span class="payment__mark{unsigned}">{proof}<say-word word="{word}"></say-word></span></span></div>{facts}</div>"""
SIGNED = {
    True: ("", "shield-check", "signed_card"),
    False: (" payment__mark--unsigned", "triangle-alert", "unsigned_card"),
}
TYPES = {"payment": "credit-card", "card": "credit-card", "transfer": "arrow-left-right", "order": "inbox"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)", re.ASCII)
WHISPERED = ' → <author-name user="{}">{}</author-name>'
QUOTED = 160
SIDES = {"agent": " message--ours", "bot": " message--ours message--bot", "system": " message--ours message--bot"}


@register.simple_tag
def quick_emoji():
    return QUICK


@register.filter
def mending_rights(agent) -> str:
    """What the page has to know of them to offer no act that would be refused."""
    supervises = " supervises" if agent.has_perm("tickets.supervise") else ""
    redacts = " redacts" if agent.has_perm("tickets.redact") else ""
    return mark_safe(f'mend="{mending_time(agent).total_seconds():.0f}"{supervises}{redacts}')  # noqa: S308 - a number


@register.filter
def bubble(message):
    """One message, the same for every reader."""
    return mark_safe(_happening(message) if message.happening else _said(message))  # noqa: S308 - escaped below


def _happening(message) -> str:
    details = message.details
    # What the customer reads as a colleague's coming, colleagues read as what it was among them.
    handed = details.get("handed", {})
    happening = handed.get("kind", message.happening)
    number = details.get("ticket")
    return HAPPENING.format(
        **_common(message),
        icon=drawing(HAPPENINGS.get(happening, "info")),
        happening=escape(happening),
        name=escape(str(handed.get("name") or details.get("name", ""))),
        to=escape(str(handed.get("to") or details.get("assignee") or details.get("department") or "")),
        reason=escape(str(details.get("reason") or details.get("stars") or message.text)),
        link=LINK.format(number=number) if isinstance(number, int) else "",
        # What was said there can be read here.
        talk=TALK.format(number=number) if message.happening == "took_in" else "",
    )


def _said(message) -> str:
    common = _common(message)
    author = _author(message)
    traces = _traces(message)
    if message.visibility == "internal":
        body = _body(message, "p", "message__text")
        noted = {"author": author, "body": body, "traces": traces, "marks": _marks(message)}
        return NOTE.format(**common, **noted, **_whisper(message.details))
    return SAID.format(
        **common,
        side=SIDES.get(message.author_kind, ""),
        avatar=_avatar(message),
        author=author,
        automatic=AUTOMATIC if message.is_automatic else "",
        body=_body(message, "div", "message__bubble message__text"),
        traces=traces,
        marks=_marks(message),
    )


def _whisper(details: dict) -> dict:
    """A note that is meant for one colleague says for whom."""
    to = details.get("whisper")
    if to is None:
        return {"icon": drawing("lock"), "whispers": "", "heard_by": "", "kind_of_note": "note"}
    heard_by = WHISPERED.format(to, escape(str(details.get("whispered_to", ""))))
    return {"icon": drawing("ear"), "whispers": " message--whisper", "heard_by": heard_by, "kind_of_note": "whisper"}


def _common(message) -> dict:
    values = {
        "id": message.client_id,
        "seq": message.seq,
        "place": message.public_seq or "",
        "version": message.version,
        "visibility": message.visibility,
        "kind": message.author_kind,
        "author_id": message.author_id or "",
        "at": message.created_at.isoformat(),
    }
    values["attributes"] = ATTRIBUTES.format(**values)
    if "struck" in message.details:
        values["attributes"] += f' data-struck="{int(message.details["struck"])}"'
    if message.redacted_at:
        values["attributes"] += " data-redacted"
    elif message.edited_at:
        values["attributes"] += f' data-edited="{message.edited_at.isoformat()}"'
    if whisper := message.details.get("whisper"):
        values["attributes"] += f' data-whisper="{whisper}"' + (" data-heard" if message.details.get("heard") else "")
    return values


def _body(message, tag: str, css: str) -> str:
    if message.redacted_at:
        return GONE.format(tag=tag, css=css)
    files = "".join(map(tile, message.attachments.all())) if message.has_files else ""
    if message.card_id:
        files = card(message.card) + files
    quote = _quote(message) if message.reply_to_id else ""
    if not (quote or message.text):
        return files
    text = _struck(linked(message.text, message.details.get("called")))
    return f'{files}<{tag} class="{css}">{quote}{text}</{tag}>'


def _quote(message) -> str:
    quoted = message.reply_to
    # The same ticket, which is at hand.
    quoted.ticket = message.ticket
    alone = "" if message.text else " quote--alone"
    return QUOTE.format(alone=alone, id=quoted.client_id, author=_author(quoted), text=_in_short(quoted))


def _in_short(quoted) -> str:
    if quoted.redacted_at:
        return '<say-word word="redacted"></say-word>'
    if quoted.text:
        return _struck(escape(quoted.text[:QUOTED]))
    names = ", ".join(file.name for file in quoted.attachments.all())
    return escape(names or title_of(quoted))


@register.filter
def card(shown) -> str:
    """What the customer asks about. Only a link that the site has signed is one to be followed."""
    title = escape(shown.title)
    if shown.url and shown.verified:
        title = f'<a href="{escape(shown.url)}" target="_blank" rel="noopener noreferrer">{title}</a>'
    unsigned, proof, word = SIGNED[shown.verified]
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{fact(value)}</dd>" for label, value in shown.fields)
    html = CARD.format(
        icon=drawing(TYPES.get(shown.type, "info")),
        title=title,
        type=escape(shown.type),
        number=escape(shown.external_id),
        unsigned=unsigned,
        proof=drawing(proof),
        word=word,
        facts=f'<dl class="facts payment__facts">{facts}</dl>' if facts else "",
    )
    return mark_safe(html)  # noqa: S308 - every value is escaped above


@register.filter
def fact(value: str) -> str:
    """A value of a card; a moment with its zone is shown on the reader's clock."""
    if MOMENT.fullmatch(value):
        return mark_safe(f'<local-time form="exact" datetime="{value}"></local-time>')  # noqa: S308 - digits and signs
    return escape(value)


def _struck(html: str) -> str:
    return html.replace(BAR, STRUCK) if BAR in html else html


def _traces(message) -> str:
    """What was done to it, beside its time; a removed message says so itself."""
    if message.redacted_at or not (message.edited_at or message.details):
        return ""
    edited = EDITED if message.edited_at else ""
    struck = STRUCK_BY if "struck" in message.details else ""
    return edited + struck + _masked(message.masked)


def _masked(kinds: list[str]) -> str:
    """What was hidden in it before anybody saw it."""
    words = ", ".join(f'<say-word word="masked_{escape(kind)}"></say-word>' for kind in kinds)
    return MASKED.format(kinds=escape(" ".join(kinds)), icon=drawing("shield-check"), words=words) if kinds else ""


def _marks(message) -> str:
    """In one order for everybody, whatever order they came in."""
    if not message.reactions:
        return ""
    marks = (
        MARK.format(emoji=emoji, who=escape(" ".join(who)), count=len(who))
        for emoji in EMOJI
        if (who := message.reactions.get(emoji))
    )
    return f'<emoji-marks class="marks" role="group">{"".join(marks)}</emoji-marks>'


def _author(message) -> str:
    if message.author_kind == "customer":
        customer = message.ticket.customer
        name = customer.preferred_name or customer.name
        return escape(name) if name else f'<say-word word="visitor"></say-word> {customer.pk}'
    if message.author_kind == "agent":
        name = escape(message.author.display_name) if message.author else '<say-word word="former"></say-word>'
        return f'<author-name user="{message.author_id or ""}">{name}</author-name>'
    return f'<say-word word="{escape(message.author_kind)}"></say-word>'


def _avatar(message) -> str:
    person = {"customer": message.ticket.customer, "agent": message.author}.get(message.author_kind)
    if message.author_kind not in ("customer", "agent"):
        return f'<span class="avatar avatar--bot" aria-hidden="true">{drawing("bot")}</span>'
    if person is None:
        return f'<span class="avatar" aria-hidden="true">{drawing("user")}</span>'
    photo = getattr(person, "photo_url", "")
    face = f'<img class="avatar__photo" src="{escape(photo)}" alt="">' if photo else escape(person.initials)
    return f'<span class="avatar hue-{person.hue}" aria-hidden="true">{face}</span>'

"""Messages as filled-in strings: they are half the cost of the ticket's page and of every live push.

Every value passes `escape`. Nothing translated or formatted stands in them, for all readers get the same."""

from html import escape

from django import template
from django.utils.safestring import mark_safe

from tickets.emoji_names import EMOJI, QUICK
from tickets.linking import linked
from tickets.models.mending import mending_time
from tickets.templatetags.desk import HAPPENINGS, drawing
from tickets.templatetags.tiles import tile

register = template.Library()

ATTRIBUTES = (
    'id="message-{id}" data-seq="{seq}" data-place="{place}" data-version="{version}" data-visibility="{visibility}"'
    ' data-author-kind="{kind}" data-author-id="{author_id}" data-at="{at}"'
)
HAPPENING = """<p class="happening" {attributes}>{icon}<happening-line kind="{happening}" name="{name}" \
by="{author_id}" to="{to}" text="{reason}"></happening-line><local-time datetime="{at}"></local-time></p>
"""
NOTE = """<article class="message message--note{whispers}" tabindex="-1" aria-labelledby="by-{id}" {attributes}>
<p class="message__meta" id="by-{id}">{icon}<b>{author}{heard_by}</b> <say-word word="{kind_of_note}"></say-word> · \
<local-time datetime="{at}"></local-time>{edited}</p>
{body}{marks}</article>
"""
SAID = """<article class="message{side}" tabindex="-1" aria-labelledby="by-{id}" {attributes}>
{avatar}
<div class="message__body">{body}{marks}
<p class="message__meta" id="by-{id}"><b>{author}</b> <local-time datetime="{at}"></local-time>{edited} \
<message-ticks></message-ticks></p></div></article>
"""
QUOTE = """<a class="quote{alone}" href="#message-{id}" data-quote="{id}"><b class="quote__author">{author}</b>\
<span class="quote__text">{text}</span></a>"""
EDITED = ' <button class="message__history" type="button" data-history><say-word word="edited"></say-word></button>'
GONE = '<{tag} class="{css} message__gone"><say-word word="redacted"></say-word></{tag}>'
MARK = '<button class="mark" type="button" data-emoji="{emoji}" data-who="{who}">{emoji}<span>{count}</span></button>'
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
    return mark_safe(f'mend="{mending_time(agent).total_seconds():.0f}"{supervises}')  # noqa: S308 - a number


@register.filter
def bubble(message):
    """One message, the same for every reader."""
    return mark_safe(_happening(message) if message.happening else _said(message))  # noqa: S308 - escaped below


def _happening(message) -> str:
    details = message.details
    # What the customer reads as a colleague's coming, colleagues read as what it was among them.
    handed = details.get("handed", {})
    happening = handed.get("kind", message.happening)
    return HAPPENING.format(
        **_common(message),
        icon=drawing(HAPPENINGS.get(happening, "info")),
        happening=escape(happening),
        name=escape(str(handed.get("name") or details.get("name", ""))),
        to=escape(str(handed.get("to") or details.get("assignee") or details.get("department") or "")),
        reason=escape(str(details.get("reason", ""))),
    )


def _said(message) -> str:
    common = _common(message)
    author = _author(message)
    edited = EDITED if message.edited_at and not message.redacted_at else ""
    if message.visibility == "internal":
        body = _body(message, "p", "message__text")
        noted = {"author": author, "body": body, "edited": edited, "marks": _marks(message)}
        return NOTE.format(**common, **noted, **_whisper(message.details))
    return SAID.format(
        **common,
        side=SIDES.get(message.author_kind, ""),
        avatar=_avatar(message),
        author=author,
        body=_body(message, "div", "message__bubble message__text"),
        edited=edited,
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
    quote = _quote(message) if message.reply_to_id else ""
    if not (quote or message.text):
        return files
    text = linked(message.text, message.details.get("called"))
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
        return escape(quoted.text[:QUOTED])
    return escape(", ".join(file.name for file in quoted.attachments.all()))


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

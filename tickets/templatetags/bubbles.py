"""Messages as filled-in strings: they are half the cost of the ticket's page and of every live push.

Every value passes `escape`. Nothing translated or formatted stands in them, for all readers get the same."""

from html import escape

from django import template
from django.utils.html import urlize
from django.utils.safestring import mark_safe

from tickets.templatetags.desk import HAPPENINGS, drawing

register = template.Library()

ATTRIBUTES = (
    'id="message-{id}" data-seq="{seq}" data-place="{place}" data-version="{version}" data-visibility="{visibility}"'
    ' data-author-kind="{kind}" data-author-id="{author_id}" data-at="{at}"'
)
HAPPENING = """<p class="happening" {attributes}>{icon}<happening-line kind="{happening}" name="{name}" \
by="{author_id}" to="{to}" text="{reason}"></happening-line><local-time datetime="{at}"></local-time></p>
"""
NOTE = """<article class="message message--note" aria-labelledby="by-{id}" {attributes}>
<p class="message__meta" id="by-{id}">{icon}<b>{author}</b> <say-word word="note"></say-word> · \
<local-time datetime="{at}"></local-time></p>
{body}</article>
"""
SAID = """<article class="message{side}" aria-labelledby="by-{id}" {attributes}>
{avatar}
<div class="message__body">{body}
<p class="message__meta" id="by-{id}"><b>{author}</b> <local-time datetime="{at}"></local-time>{edited} \
<message-ticks></message-ticks></p></div></article>
"""
FILE = """<a class="attachment" href="/desk/attachments/{key}/" target="_blank" rel="noopener">{picture}\
<span class="attachment__text"><span class="attachment__name">{name}</span>\
<span class="attachment__size"><file-size bytes="{size}"></file-size></span></span></a>"""
THUMBNAIL = (
    '<img class="attachment__thumb" src="/desk/attachments/{}/thumbnail/" width="40" height="40" alt="" loading="lazy">'
)
SIDES = {"agent": " message--ours", "bot": " message--ours message--bot", "system": " message--ours message--bot"}
REDACTED = '<say-word word="redacted"></say-word>'


@register.filter
def bubble(message):
    """One message, the same for every reader."""
    return mark_safe(_happening(message) if message.happening else _said(message))  # noqa: S308 - escaped below


def _happening(message) -> str:
    details = message.details
    return HAPPENING.format(
        **_common(message),
        icon=drawing(HAPPENINGS.get(message.happening, "info")),
        happening=escape(message.happening),
        name=escape(str(details.get("name", ""))),
        to=escape(str(details.get("assignee") or details.get("department") or "")),
        reason=escape(str(details.get("reason", ""))),
    )


def _said(message) -> str:
    common = _common(message)
    author = _author(message)
    if message.visibility == "internal":
        return NOTE.format(**common, icon=drawing("lock"), author=author, body=_body(message, "p", "message__text"))
    return SAID.format(
        **common,
        side=SIDES.get(message.author_kind, ""),
        avatar=_avatar(message),
        author=author,
        body=_body(message, "div", "message__bubble message__text"),
        edited=' <say-word word="edited"></say-word>' if message.edited_at else "",
    )


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
    return values


def _body(message, tag: str, css: str) -> str:
    if message.redacted_at:
        return f'<{tag} class="{css} soft">{REDACTED}</{tag}>'
    files = "".join(_file(file) for file in message.attachments.all()) if message.has_files else ""
    return files + (f'<{tag} class="{css}">{_text(message.text)}</{tag}>' if message.text else "")


def _text(text: str) -> str:
    return urlize(text, nofollow=True, autoescape=True) if "://" in text or "www." in text else escape(text)


def _file(file) -> str:
    picture = THUMBNAIL.format(escape(file.key)) if file.thumbnail else drawing("file-text")
    return FILE.format(key=escape(file.key), picture=picture, name=escape(file.name), size=file.size)


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

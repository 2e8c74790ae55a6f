from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()

CHANNELS = {
    "widget": "message-square",
    "email": "mail",
    "phone": "phone",
    "portal": "globe",
    "sms": "message-circle",
    "telegram": "send",
    "whatsapp": "message-circle",
    "viber": "phone",
    "messenger": "zap",
    "api": "layers",
}
IDENTITIES = CHANNELS | {"facebook": "zap"}
HAPPENINGS = {
    "joined": "user",
    "assigned": "user-plus",
    "transferred": "arrow-left-right",
    "resolved": "check",
    "closed": "x",
    "reopened": "rotate-ccw",
    "held": "clock",
}


@register.filter
def channel_icon(channel: str) -> str:
    return CHANNELS.get(channel, "inbox")


@register.filter
def identity_icon(kind: str) -> str:
    return IDENTITIES.get(kind, "user")


@register.filter
def happening_icon(kind: str) -> str:
    return HAPPENINGS.get(kind, "info")


@register.filter
def proof(how: str) -> str:
    """How an identity was verified, as few words beside it."""
    return {"signed": _("signed in"), "code": _("by code"), "agent": _("by an operator")}.get(how, _("not verified"))


@register.filter
def proven(how: str) -> str:
    return {
        "signed": _("Verified by our site"),
        "code": _("Verified by code"),
        "agent": _("Verified by an operator"),
    }.get(how, "")


@register.filter
def bare(url: str) -> str:
    return url.partition("://")[2].rstrip("/") or url


@register.filter
def state_mark(ticket):
    """Where the ticket stands, as one mark: whose turn it is, and since when the customer waits."""
    if ticket.status in ("pending", "on_hold"):
        return format_html('<span class="sla sla--paused">{}</span>', ticket.get_status_display())
    if ticket.status == "solved":
        return format_html('<span class="sla sla--kept">{}</span>', ticket.get_status_display())
    if ticket.status == "closed":
        return format_html('<span class="badge">{}</span>', ticket.get_status_display())
    new = format_html('<span class="badge badge--accent">{}</span>', ticket.get_status_display())
    if ticket.status == "new" or not ticket.waiting_since:
        return new if ticket.status == "new" else ""
    return format_html(
        '<span class="badge"><span class="visually-hidden">{} </span><svg class="icon" aria-hidden="true">'
        '<use href="#i-clock"/></svg><local-time form="elapsed" datetime="{}"></local-time></span>',
        _("Waits"),
        ticket.waiting_since.isoformat(),
    )

from django import template
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
    "taken_over": "user-check",
    "given_back": "rotate-ccw",
    "handed_over": "user-plus",
    "released": "inbox",
    "snoozed": "moon",
    "woken": "sun",
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
def as_input(field):
    return field.as_widget(attrs={"class": "input"})


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


def drawing(name: str) -> str:
    """An icon of the page's sprite."""
    return f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>'

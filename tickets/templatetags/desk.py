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
    "ended": "clock",
    "absent": "log-out",
    "left": "log-out",
    "passed": "clock",
    "person_asked": "user",
    "routed": "arrow-left-right",
    "escalated": "flag",
    "said_solved": "thumbs-up",
    "said_unsolved": "thumbs-down",
    "rated": "star",
    "rated_bot": "star",
    "commented": "message-square",
    "summarised": "file-text",
    "merged": "merge",
    "took_in": "merge",
    "unmerged": "split",
    "let_go": "split",
    "split_off": "split",
    "split_from": "split",
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
def stayed(visit) -> str:
    """How long the customer was on a page, in the largest unit that says it."""
    seconds = round((visit.left_at - visit.visited_at).total_seconds())
    if seconds < 60:
        return _("%(n)d s") % {"n": seconds}
    if seconds < 3600:
        return _("%(n)d min") % {"n": round(seconds / 60)}
    return _("%(h)d h %(n)d min") % {"h": seconds // 3600, "n": seconds % 3600 // 60}


@register.filter
def bare(url: str) -> str:
    return url.partition("://")[2].rstrip("/") or url


def drawing(name: str) -> str:
    """An icon of the page's sprite."""
    return f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>'

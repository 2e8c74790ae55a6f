from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.sends import State as SendState
from core.templatetags.assets import icon
from notifications.bench.faults import TROUBLES
from notifications.models import Notification
from notifications.plans import CHANNELS
from notifications.reasons import meaning

register = template.Library()

BADGES = {
    Notification.State.RUNNING: ("accent", "clock"),
    Notification.State.OUT: ("", "send"),
    Notification.State.DELIVERED: ("positive", "check"),
    Notification.State.FAILED: ("negative", "circle-alert"),
    Notification.State.REFUSED: ("negative", "circle-alert"),
    Notification.State.EXPIRED: ("warning", "clock"),
    Notification.State.SUPPRESSED: ("", "bell-off"),
    Notification.State.CANCELLED: ("", "x"),
}
MINUTE = 60
# The others were over before they began.
ENDED_ON_THE_WAY = (Notification.State.DELIVERED, Notification.State.FAILED, Notification.State.EXPIRED)


@register.filter
def state_badge(one):
    tone, name = BADGES[Notification.State(one.state)]
    css = f"badge badge--{tone}" if tone else "badge"
    return format_html('<span class="{}">{}{}</span>', css, icon(name), one.get_state_display())


@register.filter
def way_gone(one) -> str:
    """Push, SMS: the channels that were tried, each with how it went where that is not plain."""
    said: dict[str, str] = {}
    for step in one.steps.all():
        if step.state == SendState.FAILED and not step.called_at:
            continue
        name = str(CHANNELS.get(step.channel, step.channel))
        said[name] = _("%(channel)s, late") % {"channel": name} if step.late else said.get(name, name)
    return " → ".join(said.values()) or "–"


@register.filter
def seconds_taken(one) -> str:
    if not one.settled_at or one.state not in ENDED_ON_THE_WAY:
        return "–"
    seconds = (one.settled_at - one.created_at).total_seconds()
    if seconds < MINUTE:
        return f"{number_format(round(seconds, 2), 2)} {pgettext('seconds', 's')}"
    return f"{number_format(round(seconds / MINUTE), 0)} {_('min')}"


@register.filter
def why(one) -> str:
    """Of the whole, or of the attempt that failed, which says more than that all of them did."""
    if one.why and one.why != "nobody_reached":
        return str(meaning(one.why))
    failed = [step for step in one.steps.all() if step.state == SendState.FAILED and step.error]
    if not failed or one.state == Notification.State.DELIVERED:
        return str(meaning(one.why))
    return f"{failed[-1].get_channel_display()}: {meaning(failed[-1].error)}"


@register.filter
def headline(one) -> str:
    if one.category and one.customer:
        return _("%(category)s to %(name)s") % {"category": one.category, "name": one.customer.display_name}
    return _("A request that was refused")


@register.filter
def clock(at) -> str:
    """14:02:15.084, in the reader's zone."""
    there = timezone.localtime(at)
    return f"{there:%H:%M:%S}.{there.microsecond // 1000:03d}"


@register.filter
def day_and_clock(at) -> str:
    return f"{day_short(at)} {timezone.localtime(at).year} {clock(at)}"


@register.filter
def day_short(at) -> str:
    return str(date_format(timezone.localtime(at), pgettext("a short date, in Django's letters", "j M")))


@register.filter
def day_and_second(at) -> str:
    """Short, for a line of many; the year where it is not this one."""
    there = timezone.localtime(at)
    year = "" if there.year == timezone.localtime().year else f" {there.year}"
    return f"{day_short(at)}{year}, {there:%H:%M:%S}"


@register.filter
def percent(share: float | None) -> str:
    return "–" if share is None else f"{number_format(share, 1)} %"


@register.simple_tag
def behind(line, outcome: str):
    """A number as the link to the notifications behind it; a zero is no link."""
    number = getattr(line, outcome)
    if not number:
        return "0"
    address = f"{reverse('notifications:ledger')}?{line.query}&outcome={outcome}"
    return format_html('<a href="{}">{}</a>', address, number_format(number, 0, force_grouping=True))


@register.filter
def trouble_name(fault: str):
    """Of a test run; one that a later release no longer knows keeps its short name."""
    known = TROUBLES.get(fault)
    return known.name if known else fault

from datetime import timedelta

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()

HOUR, MINUTE = 3600, 60


@register.filter
def duration(span: timedelta | str) -> str:
    """Two units at most: 48 s, 6 min 42 s, 1 h 35 min, 3 d 2 h. A dash where a template found none."""
    return " ".join(f"{number} {unit}" for number, unit in _parts(span)) if isinstance(span, timedelta) else "–"


@register.filter
def large_duration(span: timedelta | str) -> str:
    """The same as a figure, its units smaller."""
    if not isinstance(span, timedelta):
        return "–"
    return format_html_join(" ", "{}<small> {}</small>", _parts(span))


@register.filter
def stars(mean: float) -> str:
    return f"{mean:.1f}"


@register.filter
def minutes(value: float) -> str:
    """A number of SVG, whatever the reader's language writes between its digits."""
    return f"{value:.1f}"


@register.simple_tag
def behind(number: int, figure: str, place: str):
    """A number as the link to the tickets behind it; a zero is no link."""
    if not number:
        return "0"
    return format_html('<a href="/desk/?view=board-{}-{}">{}</a>', figure, place, number)


def _parts(span: timedelta) -> list[tuple[int, str]]:
    seconds = max(int(span.total_seconds()), 0)
    if seconds < MINUTE:
        return [(seconds, pgettext("seconds", "s"))]
    if seconds < HOUR:
        return _two(seconds // MINUTE, _("min"), seconds % MINUTE, pgettext("seconds", "s"))
    if seconds < 24 * HOUR:
        return _two(seconds // HOUR, pgettext("hours", "h"), seconds % HOUR // MINUTE, _("min"))
    return _two(seconds // (24 * HOUR), pgettext("days", "d"), seconds % (24 * HOUR) // HOUR, pgettext("hours", "h"))


def _two(number: int, unit: str, rest: int, smaller: str) -> list[tuple[int, str]]:
    return [(number, unit), (rest, smaller)] if rest else [(number, unit)]

"""The navigation and the menu of orders, as filled-in strings like rows: every page of the desk has them.

Every value passes `escape`."""

from functools import cache
from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from core.templatetags.assets import icon

register = template.Library()

GROUP = '<p class="nav__title">{}</p>\n'
LINK = (
    '<a class="nav__link" href="/desk/?{address}" data-key="{key}" title="{title}"{current}>{icon}'
    '<span class="nav__label">{title}</span>{count}</a>\n'
)
COUNT = '<span class="count{}">{}{}</span>'
LATE = '<span class="dot from-wide"></span><span class="visually-hidden">{} </span>'
AT_RISK = '<span class="dot dot--warning from-wide"></span>'
ORDER = '<a class="menu__item" href="/desk/?{}"{}>{}{}</a>'
CURRENT = ' aria-current="{}"'


@register.simple_tag
def nav_groups(groups, current):
    late = LATE.format(gettext("some are late,"))
    parts = []
    for group in groups:
        parts.append(GROUP.format(escape(group.title)))
        parts += [_link(queue, current, late) for queue in group.queues]
    return mark_safe("".join(parts))  # noqa: S308 - escaped above and below


@register.simple_tag
def order_menu(listing):
    return mark_safe("".join(_order(**order) for order in listing.orders))  # noqa: S308 - escaped below


def _link(queue, current: str, late: str) -> str:
    return LINK.format(
        address=escape(queue.address),
        key=queue.key,
        title=escape(queue.title),
        current=CURRENT.format("page") if queue.key == current else "",
        icon=_drawn(queue.icon),
        count=_count(queue, late) if queue.count else "",
    )


def _count(queue, late: str) -> str:
    mark = late if queue.late else AT_RISK if queue.key == "risk" else ""
    return COUNT.format(" count--fresh" if queue.key == "mentions" else "", mark, queue.count)


def _order(*, title, address: str, is_current: bool) -> str:
    mark = _drawn("check") if is_current else '<span class="icon"></span>'
    return ORDER.format(escape(address), CURRENT.format("true") if is_current else "", mark, escape(str(title)))


@cache
def _drawn(name: str) -> str:
    return str(icon(name))

"""Rows of the desk's lists as filled-in strings: a template's nodes, fifty times over, would be half the page's cost.

Every value passes `escape`."""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from tickets.models import Ticket
from tickets.templatetags.desk import CHANNELS, drawing

register = template.Library()

ROW = """<li><a class="ticket-row{unread_class}" id="row-{pk}" href="{url}" hx-get="{url}" \
hx-target="#ticket" hx-push-url="true">
<span class="avatar ticket-row__avatar hue-{hue}" aria-hidden="true">{initials}\
<span class="avatar__corner">{channel_icon}</span></span>
<span class="ticket-row__name">{name}<span class="visually-hidden">, {channel}</span></span>
<local-time class="ticket-row__time" form="short" datetime="{at}"></local-time>
<span class="ticket-row__text">{ours}{text}</span>
<span class="ticket-row__foot">{mark}<span class="truncate">#{pk}{owner}</span>{unread}</span></a></li>
"""
UNREAD = '<span class="count count--fresh">{}<span class="visually-hidden"> {}</span></span>'
WAITS = (
    '<span class="badge"><span class="visually-hidden">{} </span>{}'
    '<local-time form="elapsed" datetime="{}"></local-time></span>'
)


@register.simple_tag
def ticket_rows(tickets, view_key):
    words = _Words()
    return mark_safe("".join(_row(ticket, view_key, words) for ticket in tickets))  # noqa: S308 - escaped below


@register.filter
def state_mark(ticket):
    """Where the ticket stands, as one mark: whose turn it is, and since when the customer waits."""
    return mark_safe(_mark(ticket, _Words()))  # noqa: S308 - escaped below


class _Words:
    """The few words of a list in the reader's language, looked up once a page."""

    def __init__(self):
        self.status = {value: escape(str(label)) for value, label in Ticket.Status.choices}
        self.channel = {value: escape(str(label)) for value, label in Ticket.Channel.choices}
        self.ours, self.unread, self.waits = gettext("We:"), gettext("unread"), gettext("Waits")


def _row(ticket, view_key: str, words: _Words) -> str:
    customer, assignee = ticket.customer, ticket.assignee
    return ROW.format(
        pk=ticket.pk,
        url=f"/desk/tickets/{ticket.pk}/?view={view_key}",
        unread_class=" ticket-row--unread" if ticket.unread_count else "",
        hue=customer.hue,
        initials=escape(customer.initials),
        channel_icon=drawing(CHANNELS.get(ticket.channel, "inbox")),
        name=escape(customer.display_name),
        channel=words.channel[ticket.channel],
        at=ticket.last_message_at.isoformat(),
        ours=f"{words.ours} " if ticket.last_author_kind == "agent" else "",
        text=escape(ticket.last_text or ticket.subject),
        mark=_mark(ticket, words),
        owner=f" · {escape(assignee.display_name)}" if assignee else "",
        unread=UNREAD.format(ticket.unread_count, words.unread) if ticket.unread_count else "",
    )


def _mark(ticket, words: _Words) -> str:
    label = words.status[ticket.status]
    if ticket.status in ("pending", "on_hold"):
        return f'<span class="sla sla--paused">{label}</span>'
    if ticket.status == "solved":
        return f'<span class="sla sla--kept">{label}</span>'
    if ticket.status == "closed":
        return f'<span class="badge">{label}</span>'
    if ticket.status == "new":
        return f'<span class="badge badge--accent">{label}</span>'
    since = ticket.waiting_since
    return WAITS.format(words.waits, drawing("clock"), since.isoformat()) if since else ""

"""Rows of the search as filled-in strings, for the same reason as the lists' (rows.py). Every value passes `escape`."""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext

from tickets.models import Ticket
from tickets.search.snippets import marked
from tickets.templatetags.desk import CHANNELS, drawing

register = template.Library()

SHOWN = 3
TICKET = """<li class="hit"><a class="ticket-row hit__ticket" data-number="{number}" href="{url}" hx-get="{url}" \
hx-target="#ticket" hx-push-url="true"><span class="avatar ticket-row__avatar hue-{hue}" aria-hidden="true">{initials}\
<span class="avatar__corner">{icon}</span></span>
<span class="ticket-row__name">{name}<span class="visually-hidden">, {channel}</span></span>
<local-time class="ticket-row__time" form="short" datetime="{at}"></local-time>
<span class="ticket-row__text">{title}</span>
<span class="ticket-row__foot"><span class="truncate">#{number} · {state}{owner}</span></span></a>{lines}</li>
"""
LINE = """<a class="hit__line{note}" href="{url}#message-{client_id}" hx-get="{url}" hx-target="#ticket" \
hx-push-url="{url}#message-{client_id}" data-message="message-{client_id}">{icon}<span>{author}{text}</span>\
<local-time form="short" datetime="{at}"></local-time></a>"""
MORE = '<p class="hit__rest">{}</p>'
CUSTOMER = """<li class="hit"><a class="ticket-row hit__customer" href="{url}">\
<span class="avatar ticket-row__avatar hue-{hue}" aria-hidden="true">{initials}</span>\
<span class="ticket-row__name">{name}</span><span class="ticket-row__time">{count}</span>\
<span class="ticket-row__text">{organisation}</span></a></li>
"""


@register.simple_tag
def ticket_hits(rows):
    words = _Words()
    return mark_safe("".join(_ticket(row, words, at=row.last_message_at) for row in rows))  # noqa: S308 - escaped


@register.simple_tag
def talk_hits(talks):
    """Each ticket once, with the first few of its lines that were found."""
    words = _Words()
    return mark_safe("".join(_talk(talk, words) for talk in talks))  # noqa: S308 - escaped


@register.simple_tag
def customer_hits(rows, wanted=()):
    return mark_safe("".join(_customer(row, wanted) for row in rows))  # noqa: S308 - escaped


class _Words:
    def __init__(self):
        self.status = {value: escape(str(label)) for value, label in Ticket.Status.choices}
        self.channel = {value: escape(str(label)) for value, label in Ticket.Channel.choices}
        self.note = f'<span class="visually-hidden">{gettext("Note")}: </span>'


def _ticket(row, words: _Words, *, at, lines: str = "") -> str:
    customer = row.customer
    assignee = getattr(row, "assignee", "")
    return TICKET.format(
        number=row.ticket_id,
        url=f"/desk/tickets/{row.ticket_id}/",
        hue=customer.hue,
        initials=escape(customer.initials),
        icon=drawing(CHANNELS.get(row.channel, "inbox")),
        name=escape(customer.display_name),
        channel=words.channel[row.channel],
        at=at.isoformat(),
        title=row.title,
        state=words.status[row.status],
        owner=f" · {escape(assignee)}" if assignee else "",
        lines=lines,
    )


def _talk(talk, words: _Words) -> str:
    shown, rest = talk.lines[:SHOWN], len(talk.lines) - SHOWN
    lines = "".join(_line(row, words) for row in shown)
    if rest > 0:
        said = ngettext("%(count)s more message in this ticket", "%(count)s more messages in this ticket", rest)
        lines += MORE.format(said % {"count": rest})
    return _ticket(talk.ticket, words, at=talk.ticket.created_at, lines=lines)


def _line(row, words: _Words) -> str:
    internal = row.visibility == "internal"
    author = row.author
    return LINE.format(
        note=" hit__line--note" if internal else "",
        url=f"/desk/tickets/{row.ticket_id}/",
        client_id=row.client_id,
        icon=drawing("lock") + words.note if internal else "",
        author=f"<b>{escape(author)}:</b> " if author else "",
        text=row.line,
        at=row.created_at.isoformat(),
    )


def _customer(row, wanted) -> str:
    customer = row.customer
    count = ngettext("%(count)s ticket", "%(count)s tickets", row.tickets) % {"count": row.tickets}
    return CUSTOMER.format(
        url=f"/desk/search/?customer={row.pk}",
        hue=customer.hue,
        initials=escape(customer.initials),
        name=marked(_called(customer), tuple(wanted)),
        count=escape(count),
        organisation=marked(row.organisation or "", tuple(wanted)),
    )


def _called(customer) -> str:
    """The whole name, and how he is addressed when that is something else."""
    if customer.name and customer.preferred_name and customer.preferred_name not in customer.name:
        return f"{customer.name} ({customer.preferred_name})"
    return customer.name or customer.display_name


@register.filter
def called(ticket, wanted):
    """The subject with what was asked for marked in it."""
    return marked(ticket.subject, tuple(wanted))

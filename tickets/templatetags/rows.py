"""Rows of the desk's lists as filled-in strings: a template's nodes, fifty times over, would be half the page's cost.

Every value passes `escape`. No time is formatted here, so a row that says nothing new is the same text as before."""

from html import escape
from zlib import crc32

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, pgettext

from tickets.models import Ticket
from tickets.templatetags.desk import CHANNELS, drawing

register = template.Library()

ROW = """<a class="ticket-row{unread_class}" id="row-{pk}" href="{url}" hx-get="{url}" \
hx-target="#ticket" hx-push-url="true">
<span class="avatar ticket-row__avatar hue-{hue}" aria-hidden="true">{initials}\
<span class="avatar__corner">{channel_icon}</span></span>
<span class="ticket-row__name">{name}<span class="visually-hidden">, {channel}</span></span>
<local-time class="ticket-row__time" form="short" datetime="{at}"></local-time>
<span class="ticket-row__text">{ours}{text}</span>
<span class="ticket-row__foot">{mark}{priority}{calls}{mood}<span class="truncate">#{pk}{owner}</span>\
<span class="avatar-stack" data-viewers="{pk}"></span>{unread}</span></a>\
<label class="ticket-row__pick"><input type="checkbox" name="ticket" value="{pk}" aria-label="{pick}"></label>"""
UNREAD = '<span class="count count--fresh">{}<span class="visually-hidden"> {}</span></span>'
# The checksum tells a page that has the row whether it says anything new.
ITEM = '<li class="ticket-item" data-v="{}">{}</li>\n'
PROMISE = '<sla-clock class="sla" since="{}" due="{}"></sla-clock>'
WAITS = (
    '<span class="badge"><span class="visually-hidden">{} </span>{}'
    '<local-time form="elapsed" datetime="{}"></local-time></span>'
)
SNOOZED = '<span class="badge">{}<span class="visually-hidden">{} </span>{}</span>'
UNTIL = '<local-time form="short" datetime="{}"></local-time>'
PRESSING = '<span class="badge badge--{}">{}</span>'
CALLS = '<span class="badge badge--accent">{}<span class="visually-hidden">{}</span></span>'
MOOD = '<span class="mood mood--{}" title="{}">{}<span class="visually-hidden">{}</span></span>'
FACES = {"good": "smile", "bad": "frown"}
# The year of "until the customer writes", which is no time to show.
TIMELESS = 9999


@register.simple_tag
def ticket_rows(tickets, query):
    words, query = _Words(), escape(query)
    return mark_safe("".join(_row(ticket, query, words) for ticket in tickets))  # noqa: S308 - escaped below


@register.filter
def state_mark(ticket):
    """Where the ticket stands, as one mark: whose turn it is, and by when or since when."""
    return mark_safe(_mark(ticket, _Words()))  # noqa: S308 - escaped below


@register.filter
def mood_mark(thing):
    """How the customer sounds, of a ticket or of what else has a mood."""
    return mark_safe(_Words().moods[thing.mood]) if thing.mood else ""  # noqa: S308 - escaped below


class _Words:
    """The few words of a list in the reader's language, looked up once a page."""

    def __init__(self):
        self.status = {value: escape(str(label)) for value, label in Ticket.Status.choices}
        self.channel = {value: escape(str(label)) for value, label in Ticket.Channel.choices}
        self.ours, self.unread, self.waits = gettext("We:"), gettext("unread"), gettext("Waits")
        self.merged = gettext("Merged into")
        self.pick, self.calls = gettext("Select"), gettext("Calls you")
        self.until, self.asleep = gettext("Snoozed until"), gettext("until the customer writes")
        self.moods = {mood: _face(mood, escape(str(label))) for mood, label in Ticket.Mood.choices}
        self.pressing = {
            3: PRESSING.format("warning", escape(pgettext("priority", "High"))),
            4: PRESSING.format("negative", escape(pgettext("priority", "Urgent"))),
        }


def _row(ticket, query: str, words: _Words) -> str:
    customer, assignee = ticket.customer, ticket.assignee
    name = escape(customer.display_name)
    row = ROW.format(
        pk=ticket.pk,
        url=f"/desk/tickets/{ticket.pk}/?{query}",
        unread_class=" ticket-row--unread" if ticket.unread_count else "",
        hue=customer.hue,
        initials=escape(customer.initials),
        channel_icon=drawing(CHANNELS.get(ticket.channel, "inbox")),
        name=name,
        channel=words.channel[ticket.channel],
        at=ticket.last_message_at.isoformat(),
        ours=f"{words.ours} " if ticket.last_author_kind == "agent" else "",
        text=escape(ticket.last_text or ticket.subject),
        mark=_mark(ticket, words),
        priority=words.pressing.get(ticket.priority, ""),
        calls=CALLS.format(drawing("at-sign"), words.calls) if getattr(ticket, "calls_me", False) else "",
        mood=words.moods.get(ticket.mood, ""),
        owner=f" · {escape(assignee.display_name)}" if assignee else "",
        unread=UNREAD.format(ticket.unread_count, words.unread) if ticket.unread_count else "",
        pick=f"{words.pick} #{ticket.pk}, {name}",
    )
    return ITEM.format(crc32(row.encode()), row)


def _face(mood: str, label: str) -> str:
    return MOOD.format(mood, label, drawing(FACES[mood]), label)


def _mark(ticket, words: _Words) -> str:
    if until := ticket.snoozed_until:
        when = words.asleep if until.year == TIMELESS else UNTIL.format(until.isoformat())
        return SNOOZED.format(drawing("moon"), words.until, when)
    label = words.status[ticket.status]
    if ticket.status in ("pending", "on_hold"):
        return f'<span class="sla sla--paused">{label}</span>'
    if ticket.status == "solved":
        return f'<span class="sla sla--kept">{label}</span>'
    if ticket.merged_into_id:
        return f'<span class="badge">{drawing("merge")}{words.merged} #{ticket.merged_into_id}</span>'
    if ticket.status == "closed":
        return f'<span class="badge">{label}</span>'
    since = ticket.waiting_since
    if since and ticket.answer_due_at:
        return PROMISE.format(since.isoformat(), ticket.answer_due_at.isoformat())
    if ticket.status == "new":
        return f'<span class="badge badge--accent">{label}</span>'
    return WAITS.format(words.waits, drawing("clock"), since.isoformat()) if since else ""

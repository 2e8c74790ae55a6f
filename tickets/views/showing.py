"""What the desk's templates need to know, gathered by a fixed number of queries."""

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tickets.chips import chips
from tickets.listing import Listing
from tickets.models import PageVisit
from tickets.queues import Queues
from tickets.reading import newest_messages
from tickets.refusals import Refused
from tickets.views.scoping import list_address, list_asked
from tickets.words import words_script

PAGE = 50
PAGES, PAGES_SHOWN = 60, 6


def desk(request, queues: Queues) -> dict:
    listing = Listing(queues, list_asked(request))
    return {
        "nav": queues.groups(),
        "view": listing,
        "chips": chips(listing),
        "list_query": listing.query,
        "words": words_script(),
    }


def ticket_address(ticket) -> str:
    """One look-up for the page; all that is done to the ticket lies below it."""
    return reverse("tickets:ticket", args=[ticket.pk])


def header(request, ticket) -> dict:
    return {
        "ticket": ticket,
        "at": ticket_address(ticket),
        "owner": _owner(ticket, request.user),
        "supervises": request.user.has_perm("tickets.supervise"),
        "watches": ticket.is_only_watched_by(request.user),
        "following": ticket.is_followed and ticket.followers.filter(user=request.user).exists(),
        "list_query": list_address(request),
    }


def readable(messages) -> list:
    """With their authors; files and quoted messages are asked for only where there are some."""
    return _completed(list(messages.select_related("author")))


def _completed(found: list) -> list:
    quoting = [message for message in found if message.reply_to_id]
    prefetch_related_objects(quoting, "reply_to__author", "reply_to__attachments", "reply_to__card")
    prefetch_related_objects([message for message in found if message.has_files], "attachments")
    prefetch_related_objects([message for message in found if message.card_id], "card")
    return found


def conversation(ticket, *, before_seq: int | None = None) -> dict:
    """The newest messages (before a place), oldest first; `older` is the place to ask from for more."""
    rows = _completed(newest_messages(ticket, PAGE + 1, before_seq=before_seq))
    messages = rows[:PAGE][::-1]
    return {
        "ticket": ticket,
        "at": ticket_address(ticket),
        "messages": messages,
        "older": messages[0].seq if len(rows) > PAGE else None,
    }


def pages(ticket) -> dict:
    """Where the customer was before and during the chat, the newest first (R5, R6)."""
    steps, began = [], None
    for visit in PageVisit.objects.trail(ticket, PAGES):
        begins = visit.is_before and visit.session_id != began
        began = visit.session_id if begins else began
        steps.append({"visit": visit, "begins": begins})
    return {"pages": steps[:PAGES_SHOWN], "more_pages": steps[PAGES_SHOWN:]}


def after(request, ticket, verb, *, form=None, done=None):
    """Do it and answer with the changed header; refused, with the header as it is now and the reason.

    `done` (undoing.Done) is said in a toast when something was done.
    """
    if form is not None and not form.is_valid():
        return refusal(request, ticket, form.sentence(), status=422)
    try:
        changed = verb()
    except Refused as refused:
        ticket.refresh_from_db()
        return refusal(request, ticket, refused.sentence, status=409)
    context = header(request, ticket) | {"done": done if changed else None}
    response = render(request, "tickets/ticket.html#changed", context)
    response["HX-Trigger"] = "ticket-changed"
    return response


def opened(request, ticket, *, done=None, status: int = 200):
    """The answer of an act after which one is in another ticket: its panes, in place of those that were open."""
    ticket.refresh_from_db()
    context = header(request, ticket) | conversation(ticket) | {"done": done}
    response = render(request, "tickets/ticket.html#panes", context, status=status)
    response["HX-Push-Url"] = reverse("tickets:ticket", args=[ticket.pk])
    return response


def refusal(request, ticket, sentence, *, status: int):
    """The header as it is now, and why nothing was done."""
    context = header(request, ticket) | {"sentence": sentence}
    return render(request, "tickets/ticket.html#refusal", context, status=status)


def _owner(ticket, reader) -> str:
    if ticket.assignee_id is None:
        return _("Nobody has it")
    if ticket.assignee_id == reader.pk:
        return _("You have it")
    return _("%(name)s has it") % {"name": ticket.assignee.display_name}

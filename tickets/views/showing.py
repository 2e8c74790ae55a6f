"""What the desk's templates need to know, gathered by a fixed number of queries."""

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tickets.models import PageVisit, Ticket
from tickets.queues import Queues
from tickets.refusals import Refused
from tickets.views.scoping import queue_key
from tickets.words import words_script

PAGE = 50
EARLIER = 5


def desk(request, queues: Queues) -> dict:
    return {"nav": queues.groups(), "view": queues.named(queue_key(request)), "words": words_script()}


def ticket_address(ticket) -> str:
    """One look-up for the page; all that is done to the ticket lies below it."""
    return reverse("tickets:ticket", args=[ticket.pk])


def header(request, ticket) -> dict:
    return {
        "ticket": ticket,
        "at": ticket_address(ticket),
        "owner": _owner(ticket, request.user),
        "view": {"key": queue_key(request)},
    }


def readable(messages) -> list:
    """With their authors; files are asked for only where a message has some."""
    found = list(messages.select_related("author"))
    prefetch_related_objects([message for message in found if message.has_files], "attachments")
    return found


def conversation(ticket, *, before_seq: int | None = None) -> dict:
    """The newest messages (before a place), oldest first; `older` is the place to ask from for more."""
    rows = readable(ticket.messages.newest(PAGE + 1, before_seq=before_seq))
    messages = rows[:PAGE][::-1]
    return {
        "ticket": ticket,
        "at": ticket_address(ticket),
        "messages": messages,
        "older": messages[0].seq if len(rows) > PAGE else None,
    }


def customer(request, ticket) -> dict:
    """All of the customer's panel; the page brings its head, and this once the panel is on the screen."""
    identities = list(ticket.customer.identities.all())
    proven = next((identity for identity in identities if identity.is_verified), None)
    others = Ticket.objects.visible_to(request.user).of(ticket.customer).exclude(pk=ticket.pk)
    earlier = list(others.select_related("assignee").latest_first()[: EARLIER + 1])
    return {
        "full": True,
        "ticket": ticket,
        "at": ticket_address(ticket),
        "identities": identities,
        "proof": proven.verified_how if proven else "",
        "earlier": earlier[:EARLIER],
        "earlier_more": len(earlier) > EARLIER,
        **pages(ticket),
    }


def pages(ticket) -> dict:
    """The pages the customer was last on, the newest first (R5)."""
    return {"pages": list(PageVisit.objects.filter(session__ticket=ticket).order_by("-pk")[:5])}


def after(request, ticket, verb, *, form=None):
    """Do it and answer with the changed header; refused, with the header as it is now and the reason."""
    if form is not None and not form.is_valid():
        return _refusal(request, ticket, form.sentence(), status=422)
    try:
        verb()
    except Refused as refused:
        ticket.refresh_from_db()
        return _refusal(request, ticket, refused.sentence, status=409)
    response = render(request, "tickets/ticket.html#header", header(request, ticket))
    response["HX-Trigger"] = "ticket-changed"
    return response


def _refusal(request, ticket, sentence, *, status: int):
    context = header(request, ticket) | {"sentence": sentence}
    return render(request, "tickets/ticket.html#refusal", context, status=status)


def _owner(ticket, reader) -> str:
    if ticket.assignee_id is None:
        return _("Nobody has it")
    if ticket.assignee_id == reader.pk:
        return _("You have it")
    return _("%(name)s has it") % {"name": ticket.assignee.display_name}

"""Two tickets become one, and a part of one becomes another; and the way back. docs/decisions/0014 says why so."""

import uuid

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from tickets.models import Merge, Message, Session, Ticket
from tickets.models.merge import UNDO_WITHIN, kept, restored
from tickets.models.opening import subject_from
from tickets.refusals import Refused


@transaction.atomic
def merge(source: Ticket, *, into: Ticket, by) -> bool:
    """The talk of `source` goes on in `into`. Of many who do so at once one wins, the others are told where it went."""
    _hold(source, into)
    if source.merged_into_id == into.pk:
        return False
    _refuse_what_cannot_be_one(source, into, by=by)
    former = {"source": source._as_it_was(), "into": into._as_it_was()}
    session = Session.objects.current_of(source)
    source._end_in(into, by=by)
    into._take_in(source, former["source"], by=by)
    former["left"] = into._as_it_was()
    Merge.objects.create(
        source=source,
        into=into,
        by=by,
        former={name: kept(values) for name, values in former.items()}
        | {
            "session": kept({"pk": session.pk, "state": session.state, "joined_at": session.joined_at})
            if session
            else {}
        },
    )
    return True


@transaction.atomic
def part(source: Ticket, *, by) -> bool:
    """Undo a merging: both are as they were. What was written since in the other one stays there."""
    if (merging := _current(source)) is None:
        return False
    into = merging.into
    _hold(source, into)
    if Merge.objects.filter(pk=merging.pk, undone_at=None).update(undone_at=Now()) == 0:
        return False
    if timezone.now() - merging.merged_at > UNDO_WITHIN:
        raise Refused(
            "too_late", _("This was merged more than %(days)d days ago. It stays so.") % {"days": UNDO_WITHIN.days}
        )
    former = {name: restored(values) for name, values in merging.former.items()}
    source._stand_again(former["source"], former["session"], by=by)
    into._let_go(source, former["into"], former["left"], by=by)
    return True


@transaction.atomic
def split(
    ticket: Ticket, *, messages: list[uuid.UUID], subject: str = "", request_id: uuid.UUID, by
) -> tuple[Ticket, bool]:
    """A ticket of its own that begins with these messages. They stay where they are as well: a message never moves.

    The same `request_id` again is the same ticket.
    """
    _hold(ticket)
    known = Ticket.objects.filter(split_from=ticket, messages__client_id=request_id).first()
    if known:
        return known, False
    said = _chosen(ticket, messages)
    new = Ticket.objects.create(
        customer=ticket.customer,
        channel=ticket.channel,
        department=ticket.department,
        assignee=ticket.assignee,
        priority=ticket.priority,
        status="open" if ticket.assignee_id else "new",
        subject=subject or _subject(said),
        split_from=ticket,
    )
    ids = [request_id, *(uuid.uuid5(request_id, str(each.client_id)) for each in said[1:])]
    new._begin_with(list(zip(said, ids, strict=True)), by=by)
    ticket._tell_split(new, by=by)
    return new, True


def unsplit(ticket: Ticket, *, by) -> bool:
    """The new ticket goes on where it came from; what was written in it since is read there."""
    ticket.refresh_from_db()
    home = Ticket.objects.visible_to(by).filter(pk=ticket.split_from_id).first()
    if home is None:
        raise Refused("homeless", _("It was not split off, or you can no longer see from what."))
    return merge(ticket, into=home, by=by)


def _subject(said: list[Message]) -> str:
    first = next(each for each in said if each.author_kind == "customer")
    return subject_from(first.text, first.attachments.all())


def _hold(*tickets: Ticket) -> None:
    """Their rows, always in the same order, until the transaction ends; so no two mergings wait for each other."""
    for ticket in sorted(tickets, key=lambda each: each.pk):
        with ticket._locked():
            pass


def _current(source: Ticket) -> Merge | None:
    return Merge.objects.filter(source=source, undone_at=None).select_related("into").first()


def _refuse_what_cannot_be_one(source: Ticket, into: Ticket, *, by) -> None:
    if source.pk == into.pk:
        raise Refused("itself", _("A ticket cannot be merged into itself."))
    if source.merged_into_id:
        raise Refused("merged", _("It was merged into #%(number)s already.") % {"number": source.merged_into_id})
    if source.status == "closed":
        raise Refused("closed", _("#%(number)s is closed. Reopen it before you merge it.") % {"number": source.pk})
    if not into.is_living:
        raise Refused("over", _("#%(number)s is over. Reopen it first, or choose another.") % {"number": into.pk})
    if source.customer_id != into.customer_id and not by.has_perm("tickets.supervise"):
        raise Refused(
            "two_customers", _("These are two customers’ tickets. Ask your supervisor, if they are the same person.")
        )


def _chosen(ticket: Ticket, messages: list[uuid.UUID]) -> list[Message]:
    if ticket.merged_into_id:
        raise Refused("merged", _("This ticket was merged into another one. Split that one."))
    said = ticket.messages.filter(client_id__in=messages, happening="", redacted_at=None)
    found = list(said.select_related("author").prefetch_related("attachments").order_by("seq"))
    if len(found) < len(set(messages)):
        raise Refused("gone", _("One of these messages is no longer there. Choose again."))
    if not any(each.author_kind == "customer" for each in found):
        raise Refused("nothing_said", _("Choose at least one message of the customer: a ticket is what he asks for."))
    return found

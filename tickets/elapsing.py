"""What is done when a time has come, for many chats at once: many fall due together. `sweeps.py` knows when.

The chats are current sessions whose locks are held, and those of their tickets, so that what is read of them is the
reason as it is now. Nothing that is said here counts as an answer: who waited, waits on.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from core.actors import BOT, SYSTEM
from core.events.recording import record_all
from tickets import automatic
from tickets.models import ChatRules, Message, Session, Ticket
from tickets.models.chat_rules import QUIET
from tickets.models.minding import CHATS

MOST_NUDGES = 2
# What every public line raises by one.
COUNTERS = ("version", "public_version", "last_seq", "last_public_seq")


def at_hand(chats: QuerySet[Session]) -> QuerySet[Session]:
    """With all that is asked of them below; a department that several share is read once."""
    return chats.select_related("ticket").prefetch_related(
        "operator", "ticket__customer", "ticket__department__chat_rules"
    )


def held(ticket: Ticket, clock: str) -> list[Session]:
    """The ticket's chat, if this clock of it runs, for who comes for one; the lock is waited for."""
    running = Session.objects.current().filter(ticket=ticket).exclude(**{clock: None})
    return list(at_hand(running).select_for_update(no_key=True, of=("ticket", "self")))


def welcome(chats: list[Session]) -> None:
    """Say that somebody comes, or greet in the name of the operator who came."""
    _set_clocks(chats, lambda chat: {"welcome_due_at": None})
    joined = [chat for chat in chats if chat.state == Session.State.JOINED]
    _write(_said("greeting", _to_greet(joined)) + _welcomes([chat for chat in chats if chat not in joined]))


def nudge(chats: list[Session]) -> None:
    """Tell customers who wait long that they are not forgotten, twice at most."""
    waiting = [chat for chat in chats if chat.ticket._is_waiting() and _rules(chat).nudges]
    nudges = _nudges(waiting)
    told = [chat for chat in waiting if nudges[chat.ticket_id] < MOST_NUDGES]
    again = {chat.pk: _rules(chat).nudge_after for chat in told if nudges[chat.ticket_id] + 1 < MOST_NUDGES}
    _set_clocks(chats, lambda chat: {"nudge_due_at": again.get(chat.pk)})
    _write(_said("nudge", told))


def warn(chats: list[Session]) -> None:
    """Ask customers who have fallen silent whether they are still there."""
    silent = _silent(chats)
    left = {chat.pk: _rules(chat).end_after for chat in silent}
    _set_clocks(chats, lambda chat: {"warn_due_at": None, "end_due_at": left.get(chat.pk)})
    _write(_said("warning", silent))


def end(chats: list[Session]) -> None:
    """End the chats of customers who were warned and stayed silent. Races with their messages: the locks decide."""
    silent = _silent(chats)
    _set_clocks([chat for chat in chats if chat not in silent], lambda chat: {"end_due_at": None})
    farewells = _said("farewell", [chat for chat in silent if _rules(chat).says_farewell])
    Session.objects.close_all(silent, by=SYSTEM)
    ended = [chat.ticket._compose(**chat.ticket._happening("ended", by=SYSTEM)) for chat in silent]
    closed = [chat.ticket._end_of(chat, line) for chat, line in zip(silent, ended, strict=True)]
    _write(farewells + ended, closed)


def _write(lines: list[Message], closed: Iterable = ()) -> None:
    """Store the lines, count them in their tickets and tell of them; each ticket's own stand in their order."""
    if not lines:
        return
    Message.objects.bulk_create(lines)
    counts = defaultdict(list)
    for ticket, count in Counter(line.ticket_id for line in lines).items():
        counts[count].append(ticket)
    for count, tickets in counts.items():
        Ticket.objects.filter(pk__in=tickets).update(updated_at=Now(), **{name: F(name) + count for name in COUNTERS})
    told = [(line.ticket._telling_of(line), BOT if line.author_kind == "bot" else SYSTEM) for line in lines]
    record_all([*told, *((event, SYSTEM) for event in closed)])


def _said(kind: str, chats: list[Session]) -> list[Message]:
    """One of the department's texts in each chat. The greeting is the operator's own, all others the assistant's."""
    return [line for chat in chats if (line := _line(kind, chat))]


def _line(kind: str, chat: Session) -> Message | None:
    ticket, operator = chat.ticket, chat.operator
    text = automatic.words(kind, ticket=ticket, rules=_rules(chat), operator=operator, now=timezone.now())
    if not text:
        return None
    author = operator if kind == "greeting" else None
    return ticket._compose(
        client_id=uuid.uuid4(),
        by=SYSTEM if author else BOT,
        author_kind=Message.AuthorKind.AGENT if author else Message.AuthorKind.BOT,
        author=author,
        text=text,
        details={"automatic": kind},
    )


def _set_clocks(chats: list[Session], clocks: Callable[[Session], dict[str, timedelta | None]]) -> None:
    """Each clock stops, or goes off after a time from now."""
    alike = defaultdict(list)
    for chat in chats:
        alike[tuple(clocks(chat).items())].append(chat.pk)
    for spans, pks in alike.items():
        due = {clock: None if span is None else Now() + span for clock, span in spans}
        Session.objects.filter(pk__in=pks).update(**due)


def _rules(chat: Session) -> ChatRules:
    ticket = chat.ticket
    return ChatRules.at_hand(ticket.department) if ticket.channel in CHATS and ticket.department else QUIET


def _silent(chats: list[Session]) -> list[Session]:
    return [chat for chat in chats if _rules(chat).ends and _is_silent(chat)]


def _is_silent(chat: Session) -> bool:
    """The customer's turn, and nothing of him unread or unanswered."""
    ticket = chat.ticket
    joined = chat.state == Session.State.JOINED
    return joined and ticket.status == "pending" and ticket.waiting_since is None and not ticket.unread_count


def _to_greet(joined: list[Session]) -> list[Session]:
    """Those in which no operator has spoken since they began."""
    greeted = {chat.pk: chat for chat in joined if _rules(chat).greets}
    said = Message.objects.public().filter(ticket=OuterRef("ticket"), created_at__gte=OuterRef("opened_at"))
    answered = Exists(said.filter(author_kind="agent", happening=""))
    quiet = Session.objects.filter(~answered, pk__in=greeted).order_by("pk")
    return [greeted[pk] for pk in quiet.values_list("pk", flat=True)]


def _welcomes(queued: list[Session]) -> list[Message]:
    waiting = [chat for chat in queued if _rules(chat).welcomes and chat.ticket.waiting_since is not None]
    opened = [chat for chat in waiting if _rules(chat).department.is_open(timezone.now())]
    return _said("on_the_way", opened) + _said("closed", [chat for chat in waiting if chat not in opened])


def _nudges(chats: list[Session]) -> Counter[int]:
    """How often each ticket's customer was comforted since he waits."""
    said = Message.objects.filter(ticket__in=[chat.ticket_id for chat in chats], details__automatic="nudge")
    since = said.filter(created_at__gte=F("ticket__waiting_since"))
    return Counter(dict(since.values_list("ticket").annotate(Count("pk")).order_by()))

"""A macro is run: all of its steps in one transaction or none, each by the ticket's own verb."""

from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from automation.events import MacroRun
from automation.models import Macro
from automation.steps import KINDS, Running, Step
from core.events.recording import record
from tickets.bulk import UNDO_WITHIN, Outcome, tickets_of
from tickets.models import Ticket
from tickets.refusals import Refused

SALT = "automation.macro"
# [step, what was before], of what has a way back.
Done = list[tuple[Step, Any]]


def run(macro: Macro, ticket: Ticket, *, running: Running) -> Done:
    """Raises Refused with the step that was refused; then nothing has happened."""
    with transaction.atomic():
        done = _do(macro.steps, ticket, running)
        macro.count_use()
        kinds = [step["do"] for step in macro.steps]
        record(MacroRun(macro_id=macro.pk, ticket_id=ticket.pk, steps=kinds), by=running.by)
    return done


def run_on(macro: Macro, numbers: list[int], *, running: Running) -> Outcome:
    """Each by itself, so that one refusal stops no other."""
    outcome, tickets = Outcome(), tickets_of(numbers, by=running.by)
    for number in numbers:
        if (ticket := tickets.get(number)) is None:
            outcome.refused.append((number, _("You can no longer see this ticket.")))
            continue
        try:
            outcome.former[number] = run(macro, ticket, running=running)
        except Refused as refused:
            outcome.refused.append((number, str(refused.sentence)))
        else:
            outcome.done.append(number)
    return outcome


def rehearse(steps: list[Step], ticket: Ticket, *, running: Running) -> Refused | None:
    """What a run would be refused for; whatever it did is taken back before anybody sees it."""
    with transaction.atomic():
        try:
            _do(steps, ticket, running)
        except Refused as refused:
            return refused
        finally:
            transaction.set_rollback(True)
    return None


def undo_token(former: dict[int, Done], *, by) -> str:
    """What is needed to take it back, sealed for this agent; empty where nothing can be."""
    kept = {str(number): done for number, done in former.items() if done}
    return signing.dumps(kept, salt=f"{SALT}.{by.pk}", compress=True) if kept else ""


def take_back(token: str, *, by) -> Outcome:
    """Raises Refused for a token that is not this agent's, or too old."""
    try:
        kept = signing.loads(token, salt=f"{SALT}.{by.pk}", max_age=UNDO_WITHIN)
    except signing.BadSignature:
        raise Refused("too_late", _("It is too late to undo this.")) from None
    outcome, tickets = Outcome(), tickets_of([int(number) for number in kept], by=by)
    for number, done in kept.items():
        if (ticket := tickets.get(int(number))) is None:
            outcome.refused.append((int(number), _("You can no longer see this ticket.")))
            continue
        outcome.add(ticket, lambda: _undo(ticket, done, by=by))  # noqa: B023
    return outcome


def _do(steps: list[Step], ticket: Ticket, running: Running) -> Done:
    done: Done = []
    for place, step in enumerate(steps, 1):
        try:
            _refuse_unless_seen(ticket, running.by)
            kind = _kind(step)
            former = kind.remember(ticket, step)
            changed = kind.do(ticket, step, running, place)
        except Refused as refused:
            raise Refused(refused.code, _refusal(place, step, refused, by=running.by)) from None
        if changed and kind.is_undone:
            done.append((step, former))
    return done


def _undo(ticket: Ticket, done: Done, *, by) -> bool:
    with transaction.atomic():
        return any([_kind(step).back(ticket, step, former, by=by) for step, former in reversed(done)])


def _kind(step: Step):
    if step["do"] not in KINDS:
        raise Refused("unknown", _("The desk does not know this step."))
    return KINDS[step["do"]]


def _refuse_unless_seen(ticket: Ticket, agent) -> None:
    """Sent on by an earlier step, it is others' now."""
    if not Ticket.objects.visible_to(agent).filter(pk=ticket.pk).exists():
        raise Refused("out_of_sight", _("The ticket is out of your sight after the step before."))


def _refusal(place: int, step: Step, refused: Refused, *, by) -> str:
    kind = KINDS.get(step["do"])
    said = {"place": place, "step": kind.label if kind else step["do"], "reason": refused.sentence}
    return _("Nothing was done. Step %(place)d, “%(step)s”: %(reason)s") % said

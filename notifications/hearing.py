"""What notifications do about what messengers hear."""

import uuid

from django.core.exceptions import ValidationError

from core.statements import Objects, Whole
from customers.models import Customer, Identity
from messengers.hearing import Fate, Status, Wish, Wished, hears
from notifications.models import Step
from notifications.wishes.opting_out import accept_adverts, refuse_adverts

# Each SMS is told of three or four times.
STEP = Objects("SELECT {step} FROM notifications_step step WHERE reference = %(reference)s", step=Whole(Step))


@hears(Status)
def settle_the_step(status: Status) -> bool:
    """In any order and any number: what is known to have arrived stays so."""
    if not (step := _step(status)):
        return False
    if status.fate == Fate.DELIVERED:
        step.confirm(provider_id=status.provider_id)
    elif status.fate == Fate.FAILED:
        step.deny(status.reason)
    else:
        step.acknowledge(provider_id=status.provider_id)
    return True


@hears(Wished)
def obey(wished: Wished) -> bool:
    """Whoever holds that number, proved or not: a wish for silence needs no proof. HELP the carrier answers itself."""
    customers = _holders(wished.sender)
    for customer in customers:
        if wished.wish == Wish.STOP:
            refuse_adverts(customer, wished.channel, said_by="sms", by=customer)
        elif wished.wish == Wish.START:
            accept_adverts(customer, wished.channel, said_by="sms", by=customer)
    return bool(customers)


def _step(status: Status) -> Step | None:
    try:
        found = STEP.first(reference=uuid.UUID(status.reference))
    except ValueError:
        return _step_of(status.provider_id)
    return found[0] if found else None


def _step_of(provider_id: str) -> Step | None:
    return Step.objects.filter(provider="twilio", provider_id=provider_id).first() if provider_id else None


def _holders(number: str) -> list[Customer]:
    try:
        claimed = Identity.objects.claimed(Identity.Kind.PHONE, number)
    except ValidationError:
        return []
    return list(Customer.objects.filter(pk__in=claimed.values("customer_id")))

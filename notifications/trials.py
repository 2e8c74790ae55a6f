"""A mailing to oneself before it goes to others: the same words on the same ways, whatever the hour."""

import uuid

from django.db import transaction
from django.db.models.functions import Now

from customers.models import Customer, Identity
from notifications.channels.push import target_of
from notifications.models import Mailing, Notification, Step
from notifications.models.notification import NOT_BEGUN, TRIAL
from notifications.notifying import notify


@transaction.atomic
def try_out(
    mailing: Mailing, *, by, key: uuid.UUID, language: str, phone: str, email: str, device: bool
) -> list[Notification]:
    """One notification for each channel, all at once. The same key again sends nothing."""
    person = _record_of(by)
    wanted = {"sms": (Identity.Kind.PHONE, phone), "email": (Identity.Kind.EMAIL, email)}
    made = []
    for channel in mailing.channels:
        kind, value = wanted.get(channel, ("", ""))
        if value:
            _only(person, kind, value, by=by)
        if value or (channel == "push" and device):
            made.append(_one(mailing, person, channel, by=by, key=key, language=language))
    return made


def _one(mailing: Mailing, person: Customer, channel: str, *, by, key, language: str) -> Notification:
    new = notify(
        category=mailing.category,
        customer=person,
        variables=mailing.values.get(language) or mailing.values_for(person),
        source=f"{TRIAL}{mailing.pk}",
        key=f"{key}:{channel}",
        language=language,
        begin=False,
    )
    if new.position == NOT_BEGUN and not new.steps.exists():
        # Asked for by whoever gets it: no hour is quiet for that, and no wish or cap of his speaks against it.
        plan = {"steps_planned": [{"channel": channel, "seconds": 60}], "state": Notification.State.RUNNING}
        Notification.objects.filter(pk=new.pk).update(due_at=Now(), why="", settled_at=None, **plan)
        if channel == "push":
            _to_own_devices(new, by)
    new.refresh_from_db()
    return new


def _to_own_devices(new: Notification, by) -> None:
    """His devices are a colleague's, not a customer's, so the cascade would not find them."""
    targets = [target_of(device) for device in by.devices.live()]
    new.position = 0
    out = any(not target.refusal for target in targets)
    state = Notification.State.OUT if out else Notification.State.FAILED
    Notification.objects.filter(pk=new.pk).update(
        position=0, state=state, due_at=None, why="" if out else "no_channel", settled_at=None if out else Now()
    )
    Step.objects.bulk_create(Step._for(new, "push", target) for target in targets)


def _record_of(user) -> Customer:
    """As whom a colleague hears from us. Never found by an address: anybody may have claimed that."""
    own = {"kind": Identity.Kind.WIDGET, "value": f"colleague:{user.pk}"}
    if known := Identity.objects.filter(**own, verified_at=None).select_related("customer").order_by("pk").first():
        return known.customer
    person = Customer.objects.create(name=user.name)
    person.identify(own["kind"], own["value"], by=user)
    return person


def _only(person: Customer, kind: str, value: str, *, by) -> None:
    """What was typed this time, and not what was typed last time."""
    for old in person.identities.filter(kind=kind, verified_at=None).exclude(value=value):
        old.remove(by=by)
    person.identify(kind, value, by=by)

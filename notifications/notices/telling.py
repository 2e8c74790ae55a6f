"""Notices come about here: a row per person, its pushes a little later, and a place in the next mail."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from core.live.publishing import push_many
from notifications.models import Device, Notice, NoticeSend, NoticeWishes
from notifications.push.carriers import provider_for
from tickets.models import Ticket

# Whoever sits at the desk has read it by then.
PAUSE = timedelta(seconds=20)
POKE = {"type": "poke", "topic": "notices"}


@transaction.atomic
def tell(people, *, kind: str, ticket: Ticket, key: str, at: datetime) -> None:
    """Each of them once, however often this runs. Not those who want to hear of nothing, or not of this."""
    asked = people.active().exclude(notify_about=User.Notify.NOTHING).order_by("pk")
    wishes = {pk: row for pk, row in NoticeWishes.locked(list(asked)).items() if row.wants(kind)}
    told = Notice.objects.filter(kind=kind, key=key, user__in=wishes)
    known = set(told.values_list("user_id", flat=True))
    Notice.objects.bulk_create(
        (
            Notice(user_id=pk, kind=kind, ticket=ticket, key=key, is_in_bell=kind in row.bell, created_at=at)
            for pk, row in wishes.items()
            if pk not in known
        ),
        ignore_conflicts=True,
    )
    fresh = list(told.exclude(user__in=known))
    _push_later([notice for notice in fresh if kind in wishes[notice.user_id].push])
    for notice in fresh:
        if wishes[notice.user_id].wants_mail_of(kind):
            wishes[notice.user_id].ask_for_a_digest(now=timezone.now())
    show_anew({notice.user_id for notice in fresh})


def settle(notices) -> None:
    show_anew(notices.settle())


def show_anew(user_ids) -> None:
    """Their bells, in every tab."""
    if user_ids:
        transaction.on_commit(lambda: push_many((f"agent.{pk}", POKE) for pk in user_ids))


def _push_later(notices: list[Notice]) -> None:
    devices: dict[int, list[Device]] = {}
    for device in Device.objects.live().filter(user__in=[notice.user_id for notice in notices]):
        devices.setdefault(device.user_id, []).append(device)
    NoticeSend.objects.bulk_create(
        NoticeSend(notice=notice, device=device, provider=provider, due_at=Now() + PAUSE)
        for notice in notices
        for device in devices.get(notice.user_id, ())
        if (provider := provider_for(device))
    )

"""A person's devices: noted when somebody wishes to be told there, forgotten when not."""

from django.db import transaction
from django.db.models.functions import Now

from notifications.models import Device
from notifications.models.device import digest_of

UNSUBSCRIBED, TOO_MANY, RENEWED = "unsubscribed", "too_many", "renewed"
# Dead by the will of somebody, not because a provider lost it.
GIVEN_UP = {UNSUBSCRIBED, TOO_MANY, RENEWED}
# Who has more lost some of them long ago.
MOST = 10


def keep(*, kind: str, platform: str, address: str, language: str = "", customer=None, user=None) -> Device:
    device = Device.register(
        kind=kind, platform=platform, address=address, language=language, customer=customer, user=user
    )
    owned = Device.objects.live().filter(customer=customer, user=user).order_by("-seen_at", "-pk")
    surplus = list(owned.values_list("pk", flat=True)[MOST:])
    Device.objects.filter(pk__in=surplus).update(dead_at=Now(), dead_because=TOO_MANY)
    return device


def renew(*, kind: str, was: str, address: str) -> bool:
    """The same device has another address; false where the old one is nobody's, or he wished to hear no more there."""
    with transaction.atomic():
        device = Device.objects.select_for_update().filter(digest=digest_of(kind, was)).first()
        if device is None or device.dead_because in GIVEN_UP:
            return False
        device.bury(RENEWED)
        Device.register(
            kind=kind,
            platform=device.platform,
            address=address,
            language=device.language,
            customer=device.customer,
            user=device.user,
        )
        return True


def forget(*, kind: str, address: str, customer=None, user=None) -> None:
    """Nothing, where it is somebody else's."""
    owned = Device.objects.filter(digest=digest_of(kind, address), customer=customer, user=user)
    for device in owned:
        device.bury(UNSUBSCRIBED)

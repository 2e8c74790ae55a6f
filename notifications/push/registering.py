"""A person's devices: noted when somebody wishes to be told there, forgotten when not."""

from django.db.models.functions import Now

from notifications.models import Device
from notifications.models.device import digest_of

# Who has more lost some of them long ago.
MOST = 10


def keep(*, kind: str, platform: str, address: str, language: str = "", customer=None, user=None) -> Device:
    device = Device.register(
        kind=kind, platform=platform, address=address, language=language, customer=customer, user=user
    )
    owned = Device.objects.live().filter(customer=customer, user=user).order_by("-seen_at", "-pk")
    surplus = list(owned.values_list("pk", flat=True)[MOST:])
    Device.objects.filter(pk__in=surplus).update(dead_at=Now(), dead_because="too_many")
    return device


def forget(*, kind: str, address: str, customer=None, user=None) -> None:
    """Nothing, where it is somebody else's."""
    owned = Device.objects.filter(digest=digest_of(kind, address), customer=customer, user=user)
    for device in owned:
        device.bury("unsubscribed")

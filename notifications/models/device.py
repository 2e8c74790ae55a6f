import hashlib

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.secrets import EncryptedTextField


class DeviceQuerySet(models.QuerySet):
    def live(self):
        return self.filter(dead_at=None)


class Device(models.Model):
    """One phone or browser that pushes reach: a customer's or a colleague's."""

    class Kind(models.TextChoices):
        FCM = "fcm", "Firebase"
        WEBPUSH = "webpush", "Web Push"

    class Platform(models.TextChoices):
        ANDROID = "android", "Android"
        IOS = "ios", "iOS"
        WEB = "web", _("Browser")

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, blank=True, related_name="devices", verbose_name=_("customer")
    )
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, null=True, blank=True, related_name="devices", verbose_name=_("colleague")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    platform = models.CharField(_("platform"), max_length=10, choices=Platform)
    # The registration token of Firebase, or a browser's subscription as JSON: {"endpoint", "keys": {"p256dh", "auth"}}.
    address = EncryptedTextField(_("address"))
    # What tells two addresses apart without reading them.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    seen_at = models.DateTimeField(_("seen at"), db_default=Now())
    dead_at = models.DateTimeField(_("dead since"), null=True, blank=True)
    dead_because = models.CharField(_("dead because"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["-seen_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="device_has_one_owner",
                condition=Q(customer__isnull=False, user=None) | Q(customer=None, user__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.get_platform_display()} ({self.get_kind_display()})"

    @classmethod
    def register(
        cls, *, kind: str, platform: str, address: str, customer=None, user=None, language: str = ""
    ) -> "Device":
        """Note the device of this person, again or anew: an address belongs to whoever signed in there last."""
        values = {"customer": customer, "user": user, "platform": platform, "address": address, "language": language}
        alive = {"seen_at": Now(), "dead_at": None, "dead_because": ""}
        device, _created = cls.objects.update_or_create(
            digest=digest_of(kind, address), defaults=values | alive, create_defaults=values | {"kind": kind}
        )
        return device

    def bury(self, because: str) -> None:
        """The provider says that nobody is there any more; only its owner's next visit wakes it again."""
        Device.objects.filter(pk=self.pk, dead_at=None).update(dead_at=Now(), dead_because=because[:60])


def digest_of(kind: str, address: str) -> str:
    return hashlib.sha256(f"{kind} {address}".encode()).hexdigest()

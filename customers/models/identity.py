from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.events.recording import record
from customers.events import IdentityRemoved, IdentityVerified
from customers.normalising import normalised


class IdentityTaken(ValidationError):
    """Another customer has proved that this identity is theirs."""

    def __init__(self):
        super().__init__(_("Another customer has proved that this address is theirs."), code="identity_taken")


class IdentityQuerySet(models.QuerySet):
    def verified(self):
        return self.exclude(verified_at=None)

    def claimed(self, kind: str, value: str):
        """Whoever says so, proved or not: to show to an operator, never to let anybody in."""
        return self.filter(kind=kind, value=normalised(kind, value))


class Identity(models.Model):
    """One name under which a customer is known somewhere, and how we know that it is his."""

    class Kind(models.TextChoices):
        WIDGET = "widget", _("Widget")
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        TELEGRAM = "telegram", "Telegram"
        WHATSAPP = "whatsapp", "WhatsApp"
        VIBER = "viber", "Viber"
        FACEBOOK = "facebook", "Facebook Messenger"

    class How(models.TextChoices):
        NOT = "", _("Not verified")
        SIGNED = "signed", _("Signed by our own site")
        CODE = "code", _("By a one-time code")
        AGENT = "agent", _("Checked by an operator")

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="identities", verbose_name=_("customer")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    value = models.CharField(_("value"), max_length=320)
    verified_how = models.CharField(_("verified"), max_length=10, choices=How, blank=True, default=How.NOT)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        ordering = ["kind", "value"]
        constraints = [
            # Anybody may claim an address; only one customer can have proved it.
            models.UniqueConstraint(
                fields=["kind", "value"], name="identity_verified_once", condition=Q(verified_at__isnull=False)
            ),
            models.UniqueConstraint(fields=["customer", "kind", "value"], name="identity_once_per_customer"),
            models.CheckConstraint(
                name="identity_verified_how_agrees_with_when",
                condition=Q(verified_how="", verified_at=None) | (~Q(verified_how="") & Q(verified_at__isnull=False)),
            ),
            models.CheckConstraint(name="identity_has_a_value", condition=~Q(value="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    def clean(self) -> None:
        if self.kind and self.value:
            self.value = normalised(self.kind, self.value)

    @transaction.atomic
    def verify(self, *, how: str, by) -> None:
        """Raises IdentityTaken when another customer was quicker; the constraint decides, not a look beforehand."""
        unverified = Identity.objects.filter(pk=self.pk, verified_at=None)
        try:
            with transaction.atomic():
                verified = unverified.update(verified_how=Identity.How(how), verified_at=Now())
        except IntegrityError as error:
            raise IdentityTaken from error
        self.refresh_from_db(fields=["verified_how", "verified_at"])
        if verified:
            record(IdentityVerified(**self._named(), how=how), by=by)

    @transaction.atomic
    def remove(self, *, by) -> None:
        named = self._named()
        if Identity.objects.filter(pk=self.pk).delete()[0]:
            record(IdentityRemoved(**named), by=by)

    def _named(self) -> dict:
        return {"customer_id": self.customer_id, "identity_id": self.pk, "kind": self.kind}

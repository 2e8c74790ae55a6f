from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class IdentityQuerySet(models.QuerySet):
    def verified(self):
        return self.exclude(verified_at=None)


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

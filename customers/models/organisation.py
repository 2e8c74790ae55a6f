from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.events.recording import record
from core.shielding.fields import ShieldedTextField
from customers.events import OrganisationAdded


class Organisation(models.Model):
    """The company a customer writes for."""

    name = models.CharField(_("name"), max_length=200)
    domain = models.CharField(
        _("mail domain"), max_length=253, blank=True, help_text=_("The part after the @, for example heron.example.")
    )
    notes = ShieldedTextField(_("notes"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("domain"), name="organisation_once_per_domain", condition=~models.Q(domain="")
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.domain = self.domain.strip().lower().removeprefix("@")

    @classmethod
    @transaction.atomic
    def named(cls, name: str, *, by) -> "Organisation":
        """The one of this name, whatever its capitals, or a new one."""
        known = cls.objects.filter(name__iexact=name).first()
        if known:
            return known
        new = cls.objects.create(name=name)
        record(OrganisationAdded(organisation_id=new.pk), by=by)
        return new

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """The company a customer writes for."""

    name = models.CharField(_("name"), max_length=200)
    domain = models.CharField(
        _("mail domain"), max_length=253, blank=True, help_text=_("The part after the @, for example heron.example.")
    )
    notes = models.TextField(_("notes"), blank=True)
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

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

HUES = 6


class CustomerQuerySet(models.QuerySet):
    pass


class Customer(models.Model):
    """A person who writes to us, whatever door he comes through."""

    class NameSource(models.TextChoices):
        NONE = "", _("Not asked yet")
        CUSTOMER = "customer", _("Told by the customer")
        CHANNEL = "channel", _("Taken from the channel")
        AGENT = "agent", _("Entered by an operator")

    actor_kind = "customer"

    name = models.CharField(_("name"), max_length=200, blank=True)
    preferred_name = models.CharField(_("preferred name"), max_length=100, blank=True)
    preferred_name_source = models.CharField(
        _("source of the preferred name"), max_length=10, choices=NameSource, blank=True, default=NameSource.NONE
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    organisation = models.ForeignKey(
        "customers.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="customers",
        verbose_name=_("organisation"),
    )
    notes = models.TextField(_("notes"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.preferred_name or self.name or gettext("Visitor %(number)s") % {"number": self.pk}

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in (self.preferred_name or self.name or "?").split()[:2]).upper()

    @property
    def hue(self) -> int:
        return self.pk % HUES + 1

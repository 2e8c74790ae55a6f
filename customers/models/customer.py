from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.events.recording import record
from core.shielding import shielded
from core.shielding.fields import ShieldedCharField, ShieldedTextField
from customers.events import CustomerEdited, CustomerRenamed, IdentityAdded, PreferredNameSet
from customers.models.identity import Identity
from customers.normalising import normalised

HUES = 6


class PreferredChannel(models.TextChoices):
    """By which way the customer wishes to hear from us."""

    NONE = "", _("No wish")
    PUSH = "push", _("Push")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    TELEGRAM = "telegram", "Telegram"
    WHATSAPP = "whatsapp", "WhatsApp"
    VIBER = "viber", "Viber"


class NotesChanged(Exception):
    """A colleague was quicker; what both wrote is still there for a person to put together."""


class CustomerQuerySet(models.QuerySet):
    def holding(self, kind: str, value: str):
        """Who has proved this identity. Somebody's bare word never finds a customer: it would hand over his history."""
        proved = Identity.objects.claimed(kind, value).verified()
        return self.filter(pk__in=proved.values("customer_id"))


class Customer(models.Model):
    """A person who writes to us, whatever door he comes through."""

    class NameSource(models.TextChoices):
        NONE = "", _("Not asked yet")
        CUSTOMER = "customer", _("Told by the customer")
        CHANNEL = "channel", _("Taken from the channel")
        AGENT = "agent", _("Entered by an operator")

    actor_kind = "customer"

    name = ShieldedCharField(pgettext_lazy("person", "name"), max_length=200, blank=True)
    preferred_name = ShieldedCharField(_("preferred name"), max_length=100, blank=True)
    preferred_name_source = models.CharField(
        _("source of the preferred name"), max_length=10, choices=NameSource, blank=True, default=NameSource.NONE
    )
    # Answered or passed over, it is asked once in a life.
    name_asked_at = models.DateTimeField(_("asked for the name at"), null=True, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    # Used before all others, for answers and notifications alike.
    preferred_channel = models.CharField(
        _("preferred channel"), max_length=10, choices=PreferredChannel, blank=True, default=PreferredChannel.NONE
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    organisation = models.ForeignKey(
        "customers.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="customers",
        verbose_name=_("organisation"),
    )
    notes = ShieldedTextField(_("notes"), blank=True)
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
    def is_named(self) -> bool:
        return bool(self.preferred_name or self.name)

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in (self.preferred_name or self.name).split()[:2]).upper() or "?"

    @property
    def hue(self) -> int:
        return self.pk % HUES + 1

    @transaction.atomic
    def identify(self, kind: str, value: str, *, by, how: str = "") -> Identity:
        """Note an identity, and with `how` that it is proved. Saying it again does nothing."""
        kind = Identity.Kind(kind)
        identity, added = self.identities.get_or_create(kind=kind, value=normalised(kind, value))
        if added:
            record(IdentityAdded(customer_id=self.pk, identity_id=identity.pk, kind=kind), by=by)
        if how:
            identity.verify(how=how, by=by)
        return identity

    @transaction.atomic
    def rename(self, name: str, *, by) -> None:
        if self._change(name=name.strip()[:200]):
            record(CustomerRenamed(customer_id=self.pk), by=by)

    @transaction.atomic
    def set_preferred_name(self, name: str, *, source: str, by) -> None:
        """What a channel says is only a guess: it never replaces what the customer or an operator said."""
        source = Customer.NameSource(source)
        if source == Customer.NameSource.CHANNEL and self._was_told():
            return
        if self._change(preferred_name=name.strip()[:100], preferred_name_source=source):
            record(PreferredNameSet(customer_id=self.pk, source=source), by=by)

    @transaction.atomic
    def answer_name(self, name: str, *, by) -> bool:
        """How the customer wants to be called, asked once; "" when he would rather not say. A second answer is late."""
        asked = Customer.objects.filter(pk=self.pk, name_asked_at=None).update(name_asked_at=Now())
        self.refresh_from_db(fields=["name_asked_at"])
        if asked and name.strip():
            self.set_preferred_name(name, source=Customer.NameSource.CUSTOMER, by=by)
        return bool(asked)

    @transaction.atomic
    def edit(self, *, by, **fields) -> None:
        """Language, time zone, organisation and notes; names have verbs of their own."""
        if unknown := fields.keys() - {"language", "preferred_channel", "time_zone", "organisation", "notes"}:
            raise TypeError(f"edit() does not change {', '.join(sorted(unknown))}")
        if self._change(**fields):
            record(CustomerEdited(customer_id=self.pk, fields=sorted(fields)), by=by)

    @transaction.atomic
    def write_notes(self, text: str, *, before: str, by) -> None:
        """Put `text` in the place of the notes the writer had before him. Raises NotesChanged when those are gone."""
        text = shielded(text).text
        unchanged = Customer.objects.filter(pk=self.pk, notes=before)
        written = text != before and unchanged.update(notes=text)
        self.refresh_from_db(fields=["notes"])
        if written:
            record(CustomerEdited(customer_id=self.pk, fields=["notes"]), by=by)
        elif self.notes != text:
            raise NotesChanged

    def _was_told(self) -> bool:
        told = [Customer.NameSource.CUSTOMER, Customer.NameSource.AGENT]
        return Customer.objects.filter(pk=self.pk, preferred_name_source__in=told).exists()

    def _change(self, **fields) -> bool:
        """One conditional UPDATE: of two who write the same, one changes something."""
        changed = Customer.objects.filter(pk=self.pk).exclude(**fields).update(**fields)
        self.refresh_from_db(fields=fields)
        return bool(changed)

import uuid
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chat.events import LeadCreated, LeadErased, LeadMadeCustomer
from chat.models.site import LANGUAGES
from core.actors import SYSTEM
from core.events.recording import record, record_all
from core.shielding.fields import ShieldedCharField, ShieldedTextField
from customers.models import Customer, Identity

REACHED_BY = (Identity.Kind.EMAIL, Identity.Kind.PHONE)


class NotThisCustomer(ValidationError):
    """The customer chosen for a lead is none that it may be of."""


class LeadQuerySet(models.QuerySet):
    def agreed(self):
        """Those who wish to be told of offers."""
        return self.exclude(agreed_at=None)

    def sure(self):
        """Those of which it is known who left them: whoever knows an address can type it."""
        return self.filter(Q(vouched=True) | Q(checked_at__isnull=False))

    def relied_on(self):
        """The agreements that mailings rest upon: proofs, which stay as long as their customer."""
        return self.agreed().sure().exclude(customer=None)

    def outlived(self):
        """What has been kept as long as leads are kept."""
        if not settings.LEADS_KEPT:
            return self.none()
        old = self.filter(created_at__lt=Now() - settings.LEADS_KEPT)
        return old.exclude(pk__in=Lead.objects.relied_on().values("pk"))


class Lead(models.Model):
    """Somebody who would like an offer: what he typed into the widget's form, and where he stood when he did."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey("chat.Site", models.CASCADE, related_name="leads", verbose_name=_("site"))
    # Made by the browser, so that sending twice makes one.
    client_id = models.UUIDField(editable=False)
    visitor = models.ForeignKey(
        "chat.Visitor", models.SET_NULL, null=True, blank=True, related_name="leads", verbose_name=_("visitor")
    )
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, blank=True, related_name="leads", verbose_name=_("customer")
    )
    # The site had signed who this customer is.
    vouched = models.BooleanField(_("vouched for by the site"), default=False)
    # A colleague has made sure that it was he.
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    name = ShieldedCharField(pgettext_lazy("person", "name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    wish = ShieldedTextField(_("wish"), blank=True)
    # What the page calls itself: "mortgage".
    source = ShieldedCharField(_("source"), max_length=100, blank=True)
    page_url = ShieldedCharField(_("page"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=LANGUAGES)
    # To be told of offers, and in which words; null: not agreed.
    agreed_at = models.DateTimeField(_("agreed to adverts at"), null=True, blank=True)
    agreed_text = models.TextField(_("text of the agreement"), blank=True)
    agreed_version = models.CharField(_("version of the text"), max_length=16, blank=True)
    created_at = models.DateTimeField(_("created at"), db_default=Now())

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "client_id"], name="lead_once"),
            models.CheckConstraint(name="lead_can_be_reached", condition=~Q(email="", phone="")),
            models.CheckConstraint(
                name="lead_agreed_to_a_text",
                condition=Q(agreed_at=None, agreed_text="") | (Q(agreed_at__isnull=False) & ~Q(agreed_text="")),
            ),
        ]
        indexes = [
            models.Index(fields=["site", "-id"], name="lead_of_site"),
            models.Index(fields=["source", "-id"], name="lead_of_source"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Lead %(number)s") % {"number": self.pk})

    @property
    def is_sure(self) -> bool:
        return self.vouched or self.checked_at is not None

    @property
    def goes_at(self) -> datetime | None:
        """When it goes by itself, if nothing changes."""
        is_relied_on = self.agreed_at and self.customer_id and self.is_sure
        return None if is_relied_on or not settings.LEADS_KEPT else self.created_at + settings.LEADS_KEPT

    @property
    def addresses(self) -> list[tuple[str, str]]:
        pairs = ((kind, getattr(self, kind)) for kind in REACHED_BY)
        return [(kind, value) for kind, value in pairs if value]

    @property
    def campaign(self) -> dict[str, str]:
        """The `utm_…` of the page's address, as far as the site keeps them."""
        pairs = parse_qsl(urlsplit(self.page_url).query)
        return {name: value for name, value in pairs if name.startswith("utm_")}

    @classmethod
    @transaction.atomic
    def take(cls, *, site, client_id: uuid.UUID, agreed: tuple[str, str] | None, **told) -> tuple["Lead", bool]:
        """The lead, and whether it is new. `agreed` is the version and the text that were agreed to."""
        if agreed:
            told |= {"agreed_at": Now(), "agreed_version": agreed[0], "agreed_text": agreed[1]}
        lead, new = cls.objects.get_or_create(site=site, client_id=client_id, defaults=told)
        if new:
            record(LeadCreated(lead_id=lead.pk, site_id=site.pk), by=lead.customer or SYSTEM)
        return lead, new

    def candidates(self) -> list[Customer]:
        """Who says that one of its addresses is his; first who has proved it."""
        said = self._said().select_related("customer").order_by(models.F("verified_at").asc(nulls_last=True), "pk")
        return list({each.customer_id: each.customer for each in said}.values())

    def is_proved(self) -> bool:
        """Whether one of its addresses is known to be somebody's: then the lead can be of nobody new."""
        return self._said().verified().exists()

    @transaction.atomic
    def make_customer(self, customer: Customer | None, *, by, checked: bool = False) -> tuple[Customer, bool]:
        """Of this customer, or of a new one; `checked`: a colleague has made sure that it was he who left it.

        Of two who do it at the same time the second finds the first's customer. What was only typed is never added to
        somebody's card: it would let a stranger be written to in his name.
        """
        locked = Lead.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if locked.customer and locked.customer != customer:
            self.customer = locked.customer
            return locked.customer, False
        if not locked.customer:
            self._refuse_if_not_of(customer)
        new = customer is None
        customer = customer or Customer.objects.create(name=self.name, language=self.language)
        if new or checked:
            self._note_addresses(customer, by=by, checked=checked)
        Lead.objects.filter(pk=self.pk).update(customer=customer, checked_at=Now() if checked else locked.checked_at)
        self.refresh_from_db(fields=["customer", "checked_at"])
        if not locked.customer:
            record(LeadMadeCustomer(lead_id=self.pk, customer_id=customer.pk, is_new=new), by=by)
        return customer, new

    @transaction.atomic
    def erase(self, *, by) -> None:
        pk = self.pk
        if Lead.objects.filter(pk=pk).delete()[0]:
            record(LeadErased(lead_id=pk), by=by)

    @classmethod
    @transaction.atomic
    def forget_outlived(cls, most: int) -> None:
        # Which a colleague is making a customer's at this moment (`make_customer`) is looked at the next time.
        rows = cls.objects.outlived().order_by("pk").select_for_update(of=("self",), skip_locked=True)
        gone = list(rows.values_list("pk", flat=True)[:most])
        cls.objects.filter(pk__in=gone).delete()
        record_all([(LeadErased(lead_id=pk), SYSTEM) for pk in gone])

    def _refuse_if_not_of(self, customer: Customer | None) -> None:
        impossible = self.is_proved() if customer is None else customer not in self.candidates()
        if impossible:
            raise NotThisCustomer(_("Choose the customer whose address it is."))

    def _note_addresses(self, customer: Customer, *, by, checked: bool) -> None:
        """Raises IdentityTaken for an address that another customer has proved."""
        for kind, value in self.addresses:
            customer.identify(kind, value, how=Identity.How.AGENT if checked else "", by=by)

    def _said(self):
        found = Q(pk__in=[])
        for kind, value in self.addresses:
            found |= Q(kind=kind, value=value)
        return Identity.objects.filter(found)

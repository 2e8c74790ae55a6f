"""Who writes to us, as a ticket's side panel changes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from core.forms import LongText
from customers.introducing import Introduction
from customers.models import Customer, Identity, Organisation
from customers.models.customer import PreferredChannel
from customers.normalising import LONGEST
from tickets.forms import Form
from tickets.models import Ticket
from tickets.models.message import MAX_TEXT
from tickets.people import customers_visible_to

LONGEST_NOTES = 5_000
LONGEST_LINE = 400


class CustomerForm(Form):
    name = forms.CharField(required=False, max_length=200, label=_("Name"))
    preferred_name = forms.CharField(
        required=False,
        max_length=100,
        label=_("Address as"),
        help_text=_("How the customer wishes to be called. Nobody asks again."),
    )
    told = forms.BooleanField(required=False, label=_("The customer said so"))

    def save(self, customer: Customer, *, by) -> None:
        clean = self.cleaned_data
        source = Customer.NameSource.CUSTOMER if clean["told"] else Customer.NameSource.AGENT
        customer.rename(clean["name"], by=by)
        if clean["preferred_name"] != customer.preferred_name or clean["told"]:
            name = clean["preferred_name"]
            customer.set_preferred_name(name, source=source if name else Customer.NameSource.NONE, by=by)


class PreferredChannelForm(Form):
    channel = forms.ChoiceField(required=False, choices=PreferredChannel.choices)


class NotesForm(Form):
    notes = forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST_NOTES,
        error_messages={
            "max_length": _("Notes hold at most %(limit_value)d characters; these have %(show_value)d. Not saved.")
        },
    )
    # What the writer began from: notes that a colleague changed meanwhile are never overwritten unseen.
    before = forms.CharField(required=False, strip=False)

    def clean_notes(self) -> str:
        return self.cleaned_data["notes"].replace("\r\n", "\n").strip()

    def clean_before(self) -> str:
        return self.cleaned_data["before"].replace("\r\n", "\n")


class IdentityForm(Form):
    KINDS = [(kind, label) for kind, label in Identity.Kind.choices if kind != Identity.Kind.WIDGET]
    kind = forms.ChoiceField(choices=KINDS, label=_("Kind"))
    value = forms.CharField(max_length=LONGEST, label=_("Address or number"))

    def clean(self):
        clean = super().clean()
        if {"kind", "value"} <= clean.keys():
            probe = Identity(kind=clean["kind"], value=clean["value"])
            try:
                probe.clean()
            except forms.ValidationError as error:
                self.add_error("value", error)
        return clean


class OrganisationForm(Form):
    """One of those we know, or a new one by its name; neither: none."""

    organisation = forms.ModelChoiceField(Organisation.objects.all(), required=False)
    name = forms.CharField(required=False, max_length=200, label=_("Organisation"))

    def chosen(self, *, by) -> Organisation | None:
        known, name = self.cleaned_data["organisation"], self.cleaned_data["name"].strip()
        return known or (Organisation.named(name, by=by) if name else None)


class RegisterForm(Form):
    """A request that came by telephone, by post or at the counter, in three fields (R57)."""

    # The telephone first: most of these are calls.
    CHANNELS = [
        (channel.value, channel.label)
        for channel in sorted(Ticket.Channel, key=lambda channel: channel != Ticket.Channel.PHONE)
        if channel not in (Ticket.Channel.WIDGET, Ticket.Channel.PORTAL, Ticket.Channel.API)
    ]
    client_id = forms.UUIDField()
    # Of somebody we know; else he is made from what was typed.
    customer = forms.ModelChoiceField(
        Customer.objects.none(), required=False, error_messages={"invalid_choice": _("This customer is gone.")}
    )
    who = forms.CharField(
        max_length=LONGEST_LINE,
        label=_("Customer"),
        help_text=_("A name, an e-mail, a phone number with + and the country code. Who is new is made from it."),
        error_messages={"required": _("Say who it is: a name, an e-mail or a phone number.")},
    )
    text = forms.CharField(
        max_length=MAX_TEXT,
        label=_("What it is about"),
        widget=LongText,
        error_messages={"required": _("Write what the customer wants, in his words.")},
    )
    channel = forms.ChoiceField(choices=CHANNELS, initial=Ticket.Channel.PHONE, label=_("Came by"))
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=_("Department"))

    def __init__(self, *args, by, departments: list[Department], **kwargs):
        super().__init__(*args, **kwargs)
        self.departments = departments
        fields: dict[str, Any] = self.fields
        fields["customer"].queryset = customers_visible_to(by)
        fields["department"].queryset = Department.objects.filter(pk__in=[each.pk for each in departments])

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self):
        clean = super().clean()
        if not clean.get("customer") and clean.get("who"):
            try:
                clean["introduction"] = Introduction.read(clean["who"])
            except forms.ValidationError as error:
                self.add_error("who", error)
        if not clean.get("department") and self.departments:
            clean["department"] = self.departments[0]
        return clean

"""Segments, mailings and their trials as they are typed."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.settings_forms.base import SettingsForm
from core.forms import LongText
from customers.models import Identity, Organisation
from customers.normalising import normalised
from notifications import rendering, segments
from notifications.lead_forms import sources
from notifications.ledger.forms import ANY
from notifications.models import Category, Mailing, Segment
from notifications.own_addresses import own_address
from notifications.plans import CHANNELS
from tickets.models import Tag, Ticket

LONGEST_WORDS = 1000
# The variables of the advert that every house begins with; others are called as the category names them.
USUAL = {"title": _("Title"), "text": _("Text"), "url": _("Address (URL)")}


def _day(label) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class SegmentForm(SettingsForm, forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"),
        max_length=100,
        min_length=2,
        error_messages={"required": _("Name the segment: it is chosen by that.")},
    )
    language = forms.ChoiceField(label=_("Reads"), required=False, choices=[ANY, *settings.LANGUAGES])
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("Writes for"), required=False, empty_label=ANY[1]
    )
    tag = forms.ModelChoiceField(
        Tag.objects.all(), label=_("Has a ticket with the tag"), required=False, empty_label=ANY[1]
    )
    reaches = forms.ChoiceField(label=_("Can be reached"), required=False, choices=[ANY, *segments.REACHES.items()])
    channel = forms.ChoiceField(label=_("Wrote last by"), required=False, choices=[ANY, *Ticket.Channel.choices])
    wrote_after = _day(_("Has written since"))
    silent_since = _day(_("Has not written since"))
    created_after = _day(_("Customer since, from"))
    created_before = _day(_("Customer since, before"))
    lead = forms.ChoiceField(
        label=_("Has left a lead"),
        required=False,
        help_text=_("Only who agreed to adverts in the form, and whose address is known to be theirs."),
    )
    wishes_adverts = forms.BooleanField(label=_("Has not refused adverts"), required=False)

    def __init__(self, data=None, *, segment: Segment | None = None, **kwargs):
        initial = {"name": segment.name, **segment.conditions} if segment else {}
        super().__init__(data, initial=initial, **kwargs)
        self.segment = segment
        # One that was erased with its last lead stays what the segment says.
        known = sorted({*sources(), self.initial.get("lead", "")} - {"", segments.ANY_SOURCE})
        choices = [ANY, (segments.ANY_SOURCE, _("From any source")), *((each, each) for each in known)]
        self.fields["lead"].choices = choices  # type: ignore[attr-defined]

    def clean_name(self):
        name = self.cleaned_data["name"].strip()
        others = Segment.objects.exclude(pk=self.segment.pk if self.segment else None)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is a segment of this name already."))
        return name

    @classmethod
    def in_words(cls, conditions: dict[str, Any]) -> list[str]:
        """Reads: Russian. What would need a query of its own is only named."""
        return [_said(cls.base_fields[word], value) for word, value in conditions.items() if word in cls.base_fields]

    @property
    def conditions(self) -> dict[str, Any]:
        """What is filled in and fits, as a row keeps it; a preview asks before everything is."""
        clean = getattr(self, "cleaned_data", {})
        return {word: _plain(clean[word]) for word in segments.WORDS if clean.get(word)}


class MailingForm(SettingsForm, forms.Form):
    """The words depend on the category: a field for each of its variables in each language."""

    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"),
        max_length=100,
        help_text=_("For colleagues; customers do not see it."),
        error_messages={"required": _("Name the mailing: colleagues find it by that.")},
    )
    segment = forms.ModelChoiceField(
        Segment.objects.all(),
        label=_("Segment"),
        empty_label=_("Choose…"),
        error_messages={"required": _("Choose whom it goes to.")},
    )
    category = forms.ModelChoiceField(
        Category.objects.active().filter(purpose__in=[Category.Purpose.ADVERT, Category.Purpose.ACCOUNT]),
        label=_("Category"),
        empty_label=_("Choose…"),
        help_text=_("Its templates, quiet hours and caps hold here as everywhere."),
        error_messages={"required": _("Choose what kind of thing it is.")},
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        choices=list(CHANNELS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One after the other, until one proves that it arrived."),
        error_messages={"required": _("Choose at least one channel.")},
    )
    starts_at = forms.DateTimeField(
        label=_("Begins at"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=_("Your time. Left empty, it begins as soon as you start it."),
    )
    per_minute = forms.IntegerField(label=_("At most a minute"), min_value=1, max_value=60_000)

    def __init__(self, data=None, *, mailing: Mailing | None = None):
        super().__init__(data, initial=_initial(mailing))
        self.mailing = mailing
        self.variables = self._variables()
        self.words = {
            code: [self._word_field(code, name) for name in self.variables] for code, _l in settings.LANGUAGES
        }
        # Those of a category that was chosen before, the button that was pressed, and what was seen of the draft.
        self.besides = frozenset(name for name in self.data if name.startswith("words-")) | {"then", "seen"}

    def clean_starts_at(self):
        at = self.cleaned_data["starts_at"]
        if at and at < timezone.now():
            raise forms.ValidationError(_("That time is over. Choose another, or leave it empty."))
        return at

    def clean(self):
        clean = super().clean()
        category = clean.get("category")
        clean["values"] = {code: words for code, _l in settings.LANGUAGES if (words := self._words(code))}
        if category and not self.errors:
            self._check_words(category, clean["values"], clean["channels"])
        return clean

    @property
    def values(self) -> dict[str, Any]:
        columns = ("name", "segment", "category", "channels", "starts_at", "per_minute", "values")
        return {name: self.cleaned_data[name] for name in columns}

    @property
    def language_parts(self) -> list[tuple[Any, list]]:
        return [(label, [self[name] for name in self.words[code]]) for code, label in settings.LANGUAGES]

    def _variables(self) -> dict[str, bool]:
        """Names, and whether each is an address: it is where a template's link stands."""
        category = _chosen(self["category"].value())
        if category is None:
            return {}
        links = {name for each in category.templates.all() for name in rendering.names_in(each.link)}
        return {each["name"]: each["name"] in links for each in category.variables}

    def _word_field(self, code: str, name: str) -> str:
        key = f"words-{code}-{name}"
        address = self.variables[name]
        self.fields[key] = forms.CharField(
            label=USUAL.get(name, name),
            required=False,
            max_length=LONGEST_WORDS,
            help_text=_("A story or another page of ours: /stories/spring") if address else "",
            widget=forms.TextInput(attrs={"class": "input"})
            if address or name == "title"
            else LongText(attrs={"class": "input", "rows": 2}),
        )
        return key

    def _words(self, code: str) -> dict[str, str]:
        """All of a language or none of it."""
        words = {name: self.cleaned_data.get(f"words-{code}-{name}", "").strip() for name in self.variables}
        if not any(words.values()):
            return {}
        for name, text in words.items():
            key = f"words-{code}-{name}"
            if not text:
                self.add_error(key, _("Missing in this language."))
            elif self.variables[name]:
                words[name] = self._own_address(key, text)
        return words

    def _own_address(self, key: str, text: str) -> str:
        try:
            return own_address(text)
        except forms.ValidationError as error:
            self.add_error(key, error)
            return text

    def _check_words(self, category: Category, values: dict, chosen: list[str]) -> None:
        if self.variables and not values:
            raise forms.ValidationError(_("Write it in at least one language."))
        there = {(each.channel, each.language) for each in category.templates.all()}
        for code in values or [settings.LANGUAGE_CODE]:
            if missing := [str(CHANNELS[name]) for name in chosen if (name, code) not in there]:
                message = _("The category has no template for %(channels)s in %(language)s.")
                named = {"channels": ", ".join(missing), "language": dict(settings.LANGUAGES).get(code, code)}
                self.add_error("channels", forms.ValidationError(message, params=named))


class TrialForm(SettingsForm, forms.Form):
    """To oneself: one's own number and address, and a word that they are."""

    key = forms.UUIDField()
    phone = forms.CharField(
        label=_("Your number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.CharField(
        label=_("Your mail address"),
        required=False,
        max_length=320,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )
    device = forms.BooleanField(label=_("My devices that get notices of the desk"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    mine = forms.BooleanField(
        label=_("They are mine; it may cost the price of an SMS"),
        error_messages={"required": _("Say that they are yours: nobody else gets a trial.")},
    )

    def clean_phone(self):
        return self._normalised("phone", Identity.Kind.PHONE)

    def clean_email(self):
        return self._normalised("email", Identity.Kind.EMAIL)

    def clean(self):
        clean = super().clean()
        if not self.errors and not (clean["phone"] or clean["email"] or clean["device"]):
            raise forms.ValidationError(_("Give a number or an address, or choose your devices."))
        return clean

    def _normalised(self, name: str, kind: str) -> str:
        text = self.cleaned_data[name].strip()
        return normalised(kind, text) if text else ""


def _said(field: forms.Field, value) -> str:
    if isinstance(field, forms.DateField):
        return f"{field.label} {date_format(date.fromisoformat(value), 'SHORT_DATE_FORMAT')}"
    choices = {} if isinstance(field, forms.ModelChoiceField) else dict(getattr(field, "choices", ()))
    return f"{field.label}: {choices[value]}" if value in choices else str(field.label)


def _plain(value):
    if hasattr(value, "pk"):
        return value.pk
    return value.isoformat() if hasattr(value, "isoformat") else value


def _initial(mailing: Mailing | None) -> dict[str, Any]:
    if mailing is None:
        advert = Category.objects.active().filter(purpose=Category.Purpose.ADVERT).first()
        return {"per_minute": 3000, "channels": ["push"], "category": advert and advert.pk}
    columns = ("name", "segment", "category", "channels", "starts_at", "per_minute")
    words = {f"words-{code}-{name}": text for code, each in mailing.values.items() for name, text in each.items()}
    return {name: getattr(mailing, name) for name in columns} | words


def _chosen(value) -> Category | None:
    pk = getattr(value, "pk", value)
    if not str(pk or "").isdigit():
        return None
    return Category.objects.active().filter(pk=pk).prefetch_related("templates").first()

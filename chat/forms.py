from django import forms
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.settings_forms.base import AsOpened, SettingsForm
from chat.context_forms import ContextFields
from chat.events import SiteEdited, SiteMade
from chat.introducing import LABELS
from chat.models import Site
from chat.models.site import LANGUAGES
from chat.origins import is_exact_origin, validate_origin
from core.events.recording import record
from core.forms import LongText

# Of each text: its name for the admin, how long it may be, and whether it may have lines.
TEXTS = {
    "title": (_("Title"), 60, False),
    "greeting": (_("Greeting"), 300, True),
    "offline": (_("Said while closed"), 300, True),
    "launcher": (_("Words on the button"), 30, False),
    "adverts": (_("Agreement to adverts, in the form for leads"), 500, True),
}
ASKS = [("", _("Not asked")), ("optional", _("May be left out")), ("required", _("Must be filled in"))]


class OriginList(forms.Field):
    """One origin a line. A trailing slash and capitals, as one copies them from the address bar, are forgiven."""

    widget = LongText(attrs={"rows": 4, "cols": 60, "placeholder": "https://www.example.com"})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        lines = [line.strip() for line in str(value or "").splitlines()]
        return list(dict.fromkeys(self._forgiven(line) for line in lines if line))

    def validate(self, value) -> None:
        super().validate(value)
        for origin in value:
            validate_origin(origin)

    @staticmethod
    def _forgiven(line: str) -> str:
        short = line.lower().removesuffix("/")
        return short if is_exact_origin(short) else line


def text_fields():
    """A field of each text in each language: `title_en`, `greeting_ru`, ..."""
    for text, (label, longest, lines) in TEXTS.items():
        for code, language in LANGUAGES:
            widget = LongText(attrs={"rows": 2, "lang": code}) if lines else forms.TextInput(attrs={"lang": code})
            yield (
                f"{text}_{code}",
                forms.CharField(
                    label=format_lazy("{} ({})", label, language), max_length=longest, required=False, widget=widget
                ),
            )


def question_fields():
    """Whether each question is asked, and its own label in each language: `ask_email`, `label_email_en`, ..."""
    for name, usual in LABELS.items():
        yield f"ask_{name}", forms.ChoiceField(label=usual, choices=ASKS, required=False)
        for code, language in LANGUAGES:
            label = format_lazy("{} ({})", usual, language)
            yield f"label_{name}_{code}", forms.CharField(label=label, max_length=60, required=False)


Texts = type("Texts", (forms.Form,), {**dict(text_fields()), **dict(question_fields())})


def told(form, *, is_new: bool, by) -> None:
    """A site is a door to the house: the trail names who made it, and who changed what."""
    pk = form.instance.pk
    if is_new:
        record(SiteMade(site_id=pk), by=by)
    elif form.changed_data:
        record(SiteEdited(site_id=pk, fields=sorted(form.changed_data)), by=by)


class Keeping:
    """For a form of a site."""

    @transaction.atomic
    def keep(self, *, by) -> Site:
        is_new = self.instance.pk is None  # type: ignore[attr-defined]
        site = self.save()  # type: ignore[attr-defined]
        told(self, is_new=is_new, by=by)
        return site


class SiteForm(Texts, ContextFields, forms.ModelForm):  # type: ignore[misc,valid-type]
    """All of a site but its secret; the texts and questions, each in its language, lie in two JSON columns."""

    origins = OriginList(
        label=_("Origins"),
        help_text=_("Where the widget may be embedded: scheme, host and port, one a line, no stars and no paths."),
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What a customer may choose from. None: all of them."),
    )

    class Meta:
        model = Site
        fields = [
            "name",
            "origins",
            "department",
            "choices",
            "people_only",
            "shows_hours",
            "asks_consent",
            "reject_unverified",
            "bot_name",
            "page_parameters",
            "connector_url",
            "accent",
            "theme",
            "position",
            "language",
            "languages",
            "is_active",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for text in TEXTS:
            for code, _name in LANGUAGES:
                self.initial.setdefault(f"{text}_{code}", self.instance.texts.get(code, {}).get(text, ""))
        for name in LABELS:
            asked = self.instance.questions.get(name, {})
            self.initial.setdefault(f"ask_{name}", asked.get("ask", ""))
            for code, _name in LANGUAGES:
                self.initial.setdefault(f"label_{name}_{code}", asked.get(code, ""))

    def clean_languages(self) -> list[str]:
        return self.cleaned_data["languages"] or [code for code, _name in LANGUAGES]

    def clean(self):
        clean = super().clean()
        spoken = clean.get("languages")
        if spoken and clean.get("language") not in spoken:
            self.add_error("language", _("The language of the site is not among those that customers may choose."))
        return clean

    def _post_clean(self) -> None:
        # Here, not in save(): a preview shows the site as it would be and saves nothing.
        super()._post_clean()
        clean = self.cleaned_data
        codes = [code for code, _name in LANGUAGES]
        self.instance.texts = {code: {text: clean.get(f"{text}_{code}", "") for text in TEXTS} for code in codes}
        self.instance.questions = {
            name: {"ask": clean[f"ask_{name}"], **{code: clean.get(f"label_{name}_{code}", "") for code in codes}}
            for name in LABELS
            if clean.get(f"ask_{name}")
        }


class SiteSettingsForm(Keeping, AsOpened, SiteForm):
    """The same as a page of settings."""

    class Meta(SiteForm.Meta):
        widgets = {
            "choices": forms.CheckboxSelectMultiple,
            "theme": forms.RadioSelect,
            "position": forms.RadioSelect,
        }
        labels = {
            "department": _("Department that answers"),
            "choices": _("Departments to choose from"),
            "people_only": _("People only"),
            "shows_hours": _("Say when we answer"),
            "asks_consent": _("Ask before pages are passed on"),
            "reject_unverified": _("Only customers whom the site vouches for"),
            "is_active": _("Switched on"),
        }
        help_texts = {
            "choices": _("With two or more of them a customer can be asked whom to write to."),
            "people_only": _("No bot answers here, and the customer is told so."),
            "shows_hours": _("“We reply within about 15 minutes”, from the hours of the department."),
            "asks_consent": _("Without a yes nobody here learns which page the customer is on."),
            "reject_unverified": _("Whoever has not signed in at your site cannot write. Needs signed identities."),
            "is_active": _("Off: the button stays, and says that the chat is switched off."),
            "bot_name": _("Who greets and answers before a person does. Empty: the title."),
            "accent": _("Like #2456c8. Empty: our own blue."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = {"department": [self.instance.department_id], "choices": self.instance.choices.values("pk")}
        for name, kept in chosen.items():
            self.fields[name].queryset = self.fields[name].queryset.open_to(kept)
            self.fields[name].label_from_instance = _called
        self.fields["remove_bot_photo"].widget.attrs.pop("role")
        self.fields["accent"].widget.attrs |= {"class": "input input--short", "spellcheck": "false"}

    @property
    def texts_by_language(self) -> list[tuple[str, str, list]]:
        return [(code, name, [self[f"{text}_{code}"] for text in TEXTS]) for code, name in LANGUAGES]

    @property
    def question_rows(self) -> list[dict]:
        return [
            {"ask": self[f"ask_{name}"], "labels": [self[f"label_{name}_{code}"] for code, _n in LANGUAGES]}
            for name in LABELS
        ]


def _called(department) -> str:
    return department.name if department.is_active else gettext("%(name)s (not active)") % {"name": department.name}


class NewSiteForm(Keeping, SettingsForm, forms.ModelForm):
    """The least that a site needs; the rest has sensible values until somebody looks."""

    origins = SiteForm.base_fields["origins"]

    class Meta:
        model = Site
        fields = ["name", "origins", "department"]
        labels = {"name": pgettext_lazy("thing", "Name"), "department": _("Department that answers")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = self.fields["department"].queryset.active()

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.settings_forms.base import SettingsForm
from core.forms import LongText
from tickets.forms import Form
from tickets.models import Field, Question, SentimentWord, Tag, Ticket

MOST_OPTIONS = 100


class TagForm(SettingsForm, forms.ModelForm):
    class Meta:
        model = Tag
        fields = ["name", "hue"]
        labels = {"name": pgettext_lazy("thing", "Name"), "hue": _("Colour")}
        widgets = {"hue": forms.RadioSelect}

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if Tag.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a tag of this name already, maybe switched off."))
        return name


def place(meaning) -> forms.IntegerField:
    """Where a row stands in its list."""
    widget = forms.NumberInput(attrs={"class": "input input--short"})
    return forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, help_text=meaning, widget=widget
    )


class FieldForm(SettingsForm, forms.ModelForm):
    options = forms.CharField(
        label=_("Options"), required=False, widget=LongText(attrs={"rows": 5}), help_text=_("One on each line.")
    )
    position = place(_("Lower numbers stand above."))

    class Meta:
        model = Field
        fields = ["label", "label_ru", "kind", "department", "information", "position"]
        labels = {"label": _("Question"), "label_ru": _("The same in Russian")}
        help_texts = {
            "kind": _("It cannot be changed later: answers that are there would not fit."),
            "department": _("Only tickets of this department are asked."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["options"] = "\n".join(self.instance.options)
        self.fields["department"].empty_label = _("Every department")
        self.fields["label_ru"].widget.attrs["lang"] = "ru"
        if self.instance.pk:
            del self.fields["kind"]

    def clean_options(self) -> list[str]:
        return options_of(self.cleaned_data["options"], longest=60)

    def clean(self):
        clean = super().clean()
        kind = clean.get("kind", self.instance.kind)
        if kind != Field.Kind.CHOICE:
            clean["options"] = []
        elif "options" in clean and not clean["options"]:
            self.add_error("options", _("A choice needs something to choose from."))
        return clean

    def _post_clean(self):
        # The key and the constraint over options belong to the verbs; each field was checked above.
        return None

    def changes(self) -> dict:
        return self.cleaned_data


class QuestionForm(SettingsForm, forms.ModelForm):
    options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        widget=LongText(attrs={"rows": 4}),
        help_text=_("One on each line."),
    )
    options_ru = forms.CharField(
        label=_("The same in Russian"),
        required=False,
        widget=LongText(attrs={"rows": 4, "lang": "ru"}),
        help_text=_("In the same order."),
    )
    position = place(_("Lower numbers are asked first."))

    class Meta:
        model = Question
        fields = ["label", "label_ru", "kind", "is_required", "department", "position"]
        labels = {"label": _("Question"), "label_ru": _("The same in Russian")}
        help_texts = {
            "is_required": _("Customers can still pass over all questions at once."),
            "department": _("Only customers of this department are asked."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial |= {name: "\n".join(getattr(self.instance, name)) for name in ("options", "options_ru")}
        self.fields["department"].empty_label = _("Every department")
        self.fields["label_ru"].widget.attrs["lang"] = "ru"
        if self.instance.pk:
            del self.fields["kind"]

    def clean_options(self) -> list[str]:
        return options_of(self.cleaned_data["options"], longest=80)

    def clean_options_ru(self) -> list[str]:
        return options_of(self.cleaned_data["options_ru"], longest=80)

    def clean(self):
        clean = super().clean()
        options, russian = clean.get("options"), clean.get("options_ru")
        if clean.get("kind", self.instance.kind) != Question.Kind.CHOICE:
            clean["options"] = clean["options_ru"] = []
        elif options == []:
            self.add_error("options", _("A choice needs something to choose from."))
        elif options and russian and len(options) != len(russian):
            self.add_error("options_ru", _("There are not as many as above. Leave this empty, or name each."))
        return clean

    def _post_clean(self):
        # As in FieldForm: the key and the constraints belong to the verbs.
        return None

    def changes(self) -> dict:
        return self.cleaned_data


class MoodForm(SettingsForm, forms.ModelForm):
    class Meta:
        model = SentimentWord
        fields = ["phrase", "language", "mood", "weight"]
        help_texts = {"phrase": _("Every form of it counts. With “not” where that makes the sense: “did not help”.")}

    def clean_phrase(self) -> str:
        phrase = " ".join(self.cleaned_data["phrase"].split())
        if not any(letter.isalpha() for letter in phrase):
            raise forms.ValidationError(_("Write a word or a phrase."))
        return phrase

    def clean(self):
        clean = super().clean()
        same = SentimentWord.objects.filter(phrase__iexact=clean.get("phrase", ""), language=clean.get("language"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("phrase", _("This stands in the lists already, maybe switched off."))
        return clean

    def _post_clean(self):
        # Its stems are the database's, and the phrase was looked up above.
        return None


class TrialForm(Form):
    text = forms.CharField(
        label=_("Try a sentence"),
        max_length=500,
        error_messages={"required": _("Write what a customer might say.")},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


def options_of(text: str, *, longest: int) -> list[str]:
    options = list(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))
    if len(options) > MOST_OPTIONS:
        raise forms.ValidationError(_("At most %(most)d options."), params={"most": MOST_OPTIONS})
    if long := next((option for option in options if len(option) > longest), None):
        raise forms.ValidationError(
            _("“%(option)s…” is too long: at most %(longest)d characters."),
            params={"option": long[:20], "longest": longest},
        )
    return options


def answered(field: Field) -> int:
    """How many tickets have an answer to it."""
    return Ticket.objects.filter(values__has_key=field.key).count()


def free_key(label: str, model=Field) -> str:
    """Answers are kept under it, so it never changes; a question in Cyrillic has none of its own."""
    wanted = slugify(label)[:30] or model._meta.model_name
    taken = set(model.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wanted, *numbered) if key not in taken)

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.settings_forms.base import SettingsForm
from tickets.models import Field, Tag, Ticket

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


class FieldForm(SettingsForm, forms.ModelForm):
    options = forms.CharField(
        label=_("Options"), required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("One on each line.")
    )

    class Meta:
        model = Field
        fields = ["label", "label_ru", "kind", "department", "information", "position"]
        labels = {"label": _("Question"), "label_ru": _("The same in Russian"), "position": _("Place in the list")}
        help_texts = {
            "kind": _("It cannot be changed later: answers that are there would not fit."),
            "department": _("Only tickets of this department are asked."),
            "position": _("Lower numbers stand above."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["options"] = "\n".join(self.instance.options)
        self.fields["department"].empty_label = _("Every department")
        self.fields["position"].widget.attrs["class"] = "input input--short"
        self.fields["label_ru"].widget.attrs["lang"] = "ru"
        if self.instance.pk:
            del self.fields["kind"]

    def clean_options(self) -> list[str]:
        options = list(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["options"].splitlines()))))
        if len(options) > MOST_OPTIONS:
            raise forms.ValidationError(_("At most %(most)d options."), params={"most": MOST_OPTIONS})
        if long := next((option for option in options if len(option) > 60), None):
            raise forms.ValidationError(
                _("“%(option)s…” is too long: at most 60 characters."), params={"option": long[:20]}
            )
        return options

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


def answered(field: Field) -> int:
    """How many tickets have an answer to it."""
    return Ticket.objects.filter(values__has_key=field.key).count()


def free_key(label: str) -> str:
    """Answers are kept under it, so it never changes; a question in Cyrillic has none of its own."""
    wanted = slugify(label)[:30] or "field"
    taken = set(Field.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wanted, *numbered) if key not in taken)

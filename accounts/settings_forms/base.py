import hashlib

from django import forms
from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils.translation import gettext_lazy as _

from core.forms import OnlyItsFields

MOVED = _(
    "A colleague has saved this page since you opened it. Look at it first, or save again to put yours in its place."
)
CHOOSE = _("Choose…")
UNDRESSED = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect, forms.HiddenInput)


class SettingsForm(OnlyItsFields):
    """The look of settings: every field that is typed into is an input of ours."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, UNDRESSED):
                field.widget.attrs.setdefault("class", "input")
            if isinstance(field, forms.BooleanField):
                field.widget.attrs.setdefault("role", "switch")
            _say_choose(field)


class Opened(forms.CharField):
    """What the page showed when it was opened, in short. Shown again, it is opened anew."""

    widget = forms.HiddenInput

    def bound_data(self, data, initial):
        return initial

    def has_changed(self, initial, data):
        return False


class AsOpened(SettingsForm):
    """Does not save over what a colleague has saved since the page was opened; who saves again means it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["opened"] = self._stored()
        self.fields["opened"] = Opened(required=False)

    def _stored(self) -> str:
        told = {name: _plain(value) for name, value in self.initial.items()}
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def clean(self):
        clean = super().clean()
        opened = self.cleaned_data.get("opened")
        if opened and opened != self.initial["opened"]:
            raise forms.ValidationError(MOVED, code="moved")
        return clean


def _say_choose(field) -> None:
    """Django's own word for nothing chosen yet is no word of ours, and not in its Russian."""
    if getattr(field, "empty_label", None) == BLANK_CHOICE_LABEL:
        field.empty_label = CHOOSE
    elif isinstance(field, forms.ChoiceField) and ("", BLANK_CHOICE_LABEL) in (choices := list(field.choices)):
        field.choices = [("", CHOOSE) if choice == ("", BLANK_CHOICE_LABEL) else choice for choice in choices]


def _plain(value):
    return sorted(row.pk for row in value) if isinstance(value, QuerySet) else value

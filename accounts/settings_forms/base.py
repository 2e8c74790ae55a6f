import hashlib

from django import forms
from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils.translation import gettext_lazy as _

from core.forms import OnlyItsFields

MOVED = _(
    "This page has been saved since you opened it, by a colleague or in another tab of yours. Open it anew to see what "
    "changed, or save again to keep what stands here."
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

    # Firefox keeps what stood in a field when a page is loaded again, unless told not to.
    widget = forms.HiddenInput(attrs={"autocomplete": "off"})

    def bound_data(self, data, initial):
        return initial

    def has_changed(self, initial, data):
        return False


class AsOpened(SettingsForm):
    """Does not save over what was saved since the page was opened; who saves again means it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["opened"] = self._stored()
        self.fields["opened"] = Opened(required=False)

    def _stored(self) -> str:
        told = {name: _plain(value) for name, value in self.initial.items()}  # type: ignore[attr-defined]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def clean(self):
        clean = super().clean()
        opened = self.cleaned_data.get("opened")
        if opened and opened != self.initial["opened"]:
            raise forms.ValidationError(MOVED, code="moved")
        return clean


def _say_choose(field) -> None:
    """Django's own word for nothing chosen yet is no word of ours, and not in its Russian."""
    blank = ("", BLANK_CHOICE_LABEL)
    if getattr(field, "empty_label", None) == BLANK_CHOICE_LABEL:
        field.empty_label = CHOOSE
    elif isinstance(field, forms.TypedChoiceField) and blank in (choices := list(field.choices)):  # type: ignore[arg-type]
        field.choices = [("", CHOOSE) if choice == blank else choice for choice in choices]


def _plain(value):
    return sorted(row.pk for row in value) if isinstance(value, QuerySet) else value

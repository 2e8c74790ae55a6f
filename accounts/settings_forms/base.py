from django import forms

from core.forms import OnlyItsFields

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

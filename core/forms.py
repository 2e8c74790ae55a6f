"""Forms that take what they ask for and nothing else."""

from django import forms
from django.utils.translation import gettext_lazy as _

# Of the protection against forged posts, not of any form.
CARRIED = {"csrfmiddlewaretoken"}


class LongText(forms.Textarea):
    """What is pasted is never cut by the browser without a word: its form says how much it takes."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("maxlength", None)
        return attrs


class NarrowingForm(forms.Form):
    """Shown only: what it sends is the address of a list, which reads it."""

    def __init__(self, given: dict):
        super().__init__(initial=given)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"


class OnlyItsFields:
    """Refuses a field it did not ask for: one silently dropped is one that its sender goes on believing in."""

    # What a page sends along and another form, or the view, reads.
    besides: frozenset[str] = frozenset()

    def clean(self):
        clean = super().clean()  # type: ignore[misc]
        known = {self.add_prefix(name) for name in self.fields} | CARRIED | self.besides  # type: ignore[attr-defined]
        for name in [*self.data, *self.files]:  # type: ignore[attr-defined]
            if name not in known:
                raise forms.ValidationError(
                    _("This form has no field “%(name)s”. Nothing was saved."),
                    code="unknown",
                    params={"name": name[:60]},
                )
        return clean

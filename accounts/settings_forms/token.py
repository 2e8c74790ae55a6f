from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Scope
from accounts.settings_forms.base import SettingsForm

LASTS = [
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("A year")),
    ("", _("Until it is revoked")),
]


class TokenForm(SettingsForm, forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"), max_length=100, help_text=_("The program that will use it.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=[Scope.SEND, Scope.READ]
    )
    days = forms.ChoiceField(label=_("Valid for"), choices=LASTS, required=False, initial="365")

    def values(self) -> dict:
        clean = self.cleaned_data
        ends = timezone.now() + timedelta(days=int(clean["days"])) if clean["days"] else None
        return {"name": clean["name"], "scopes": clean["scopes"], "expires_at": ends}

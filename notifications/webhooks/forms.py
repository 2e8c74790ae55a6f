from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.settings_forms.base import SettingsForm
from notifications.models.webhook import Kind


class EndpointForm(SettingsForm, forms.Form):
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Where your system takes a POST, like https://bank.example.com/helpdesk."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("It is told when"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple, initial=[Kind.SETTLED]
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        parts = urlsplit(url)
        # Without encryption only into networks that the installation names as its own.
        schemes = ("http", "https") if settings.OUTGOING_ALLOWED_NETWORKS else ("https",)
        if parts.scheme not in schemes or "@" in parts.netloc:
            raise forms.ValidationError(_("An address begins with https:// and holds no name or password."))
        return url

"""Fields of a site's form: the assistant's picture, what is kept of a page's address, and the connector."""

import re
from urllib.parse import urlsplit

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.photos import PhotoField, put_photo
from chat.models import Site
from chat.parameters import validate_parameter


class ParameterList(forms.Field):
    """Names with commas or spaces between them."""

    widget = forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"})

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        return list(dict.fromkeys(re.split(r"[\s,]+", str(value or "").strip()))) if value else []

    def validate(self, value) -> None:
        super().validate(value)
        for name in value:
            validate_parameter(name)
        if len(value) > 20:
            raise forms.ValidationError(_("At most 20 parameters are kept."))


class ConnectorField(forms.URLField):
    """An address that we may be sent to with a signed question."""

    def __init__(self, *, required: bool):
        super().__init__(
            label=_("Connector"),
            max_length=500,
            required=required,
            assume_scheme="https",
            help_text=_("Where your server tells how a payment or an order stands now. The calls are signed."),
        )

    def clean(self, value) -> str:
        url = super().clean(value)
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or "@" in parts.netloc):
            raise forms.ValidationError(
                _("Write it like https://bank.example.com/helpdesk, without a name or password.")
            )
        return url


class ContextFields(forms.Form):
    connector_url = ConnectorField(required=False)
    bot_photo = PhotoField(
        label=_("Assistant’s picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP up to 5 MB. Shown before an operator joins, and after the chat."),
    )
    remove_bot_photo = forms.BooleanField(label=_("Remove the picture"), required=False)
    page_parameters = ParameterList(
        label=_("Parameters kept of a page’s address"),
        required=False,
        help_text=_("Like “tab, category”. All others are dropped in the browser: they may carry secrets."),
    )

    @transaction.atomic
    def save(self, commit=True):
        put_photo(self.instance, "bot_photo", self.cleaned_data)  # type: ignore[attr-defined]
        return super().save(commit)  # type: ignore[misc]


class ConnectorForm(forms.ModelForm):
    """The address alone, to be tried before it is saved."""

    connector_url = ConnectorField(required=True)

    class Meta:
        model = Site
        fields = ["connector_url"]

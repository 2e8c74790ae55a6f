from django import forms
from django.utils.translation import gettext_lazy as _


class CredentialsForm(forms.Form):
    """What Twilio's console shows; all of it is needed before the messenger may be switched on, but the last."""

    account_sid = forms.RegexField(
        r"^AC[0-9a-fA-F]{32}\Z",
        label=_("Account SID"),
        help_text=_("Begins with AC; on the first page of the console."),
    )
    auth_token = forms.CharField(
        max_length=100,
        label=_("Auth token"),
        help_text=_("Secret: it signs what Twilio tells us, and nothing is taken without it."),
        widget=forms.PasswordInput(render_value=False),
    )
    sender = forms.RegexField(
        r"^(\+[1-9]\d{4,14}|MG[0-9a-fA-F]{32}|[A-Za-z0-9 ]{1,11})\Z",
        label=_("Sender"),
        help_text=_("A number as +15551234567, a messaging service (MG…), or a name of up to 11 letters."),
    )
    webhook_key = forms.CharField(
        max_length=200,
        required=False,
        label=_("Key of webhooks"),
        help_text=_("Only if webhooks are signed with SHA-256 by a key of their own."),
        widget=forms.PasswordInput(render_value=False),
    )

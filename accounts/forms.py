import zoneinfo

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Presence, User
from accounts.photos import PhotoField, put_photo
from core.actors import SYSTEM
from core.forms import OnlyItsFields

NOBODY = 0


class Looked(OnlyItsFields):
    """Gives every field the look: our classes, no placeholders, no help that the page says itself."""

    size = "input input--large"
    besides = frozenset({"next"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"class": self.size}
            field.widget.attrs.pop("placeholder", None)


class PresenceForm(OnlyItsFields, forms.Form):
    status = forms.ChoiceField(choices=Presence.Status.choices)


class SignInForm(Looked, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""


class ForgottenForm(Looked, account.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])

    def save(self, request, **kwargs) -> str:
        """An unknown address writes the same rows as a known one: what differs cannot be timed from outside."""
        email = self.cleaned_data["email"]
        user = User.objects.active().filter(email=email).first() or User(pk=NOBODY)
        user.ask_password_reset(by=SYSTEM)
        return email


class NewPasswordForm(Looked, account.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("The same again")


class ChangePasswordForm(Looked, account.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Password now")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("The same again")


class ConfirmForm(Looked, account.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""


class OnceOnly(Looked):
    """A code that opened a door opens no second one, however long it would still be valid."""

    VALID_FOR = 120
    user: User

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "autofocus": True}

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        if not cache.add(f"accounts.code:{self.user.pk}:{code.strip()}", 1, timeout=self.VALID_FOR):
            raise forms.ValidationError(_("This code was used already. Wait for the next one."), code="used")
        return code


class CodeForm(OnceOnly, second_factor.AuthenticateForm):
    pass


class ConfirmCodeForm(OnceOnly, second_factor.ReauthenticateForm):
    pass


class SetUpCodeForm(OnceOnly, ActivateTOTPForm):
    pass


class ProfileForm(Looked, forms.ModelForm):
    size = "input"
    photo = PhotoField(label=_("Photo"), required=False, help_text=_("JPEG, PNG or WebP up to 5 MB. Customers see it."))
    remove_photo = forms.BooleanField(label=_("Remove the photo"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = User
        fields = [
            "name",
            "public_name",
            "language",
            "time_zone",
            "notify_about",
            "sounds",
            "single_keys",
            "suggestions",
        ]
        widgets = {
            "notify_about": forms.RadioSelect,
            "sounds": forms.CheckboxInput(attrs={"role": "switch"}),
            "single_keys": forms.CheckboxInput(attrs={"role": "switch"}),
            "suggestions": forms.CheckboxInput(attrs={"role": "switch"}),
        }
        labels = {
            "notify_about": _("Tell me of"),
            "sounds": _("Sounds in the desk"),
            "single_keys": _("Shortcuts of a single key"),
            "suggestions": _("Suggested replies"),
        }
        help_texts = {
            "sounds": _("A short tone when something new comes, another for an answer."),
            "suggestions": _("Canned replies that may fit what the customer wrote, beside the field you answer in."),
            "single_keys": _(
                "T takes a ticket, J opens the next. Off, for who speaks to the browser: Ctrl K still does all."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [(zone, zone) for zone in sorted(zoneinfo.available_timezones())]
        for name in ("remove_photo", "notify_about", "sounds", "single_keys", "suggestions"):
            self.fields[name].widget.attrs.pop("class")

    @transaction.atomic
    def save(self):
        """Writes the fields of this form alone: role and password may have changed since the row was read."""
        me = self.instance
        put_photo(me, "photo", self.cleaned_data)
        me.save(update_fields=[*self._meta.fields, "photo"])
        return me

from django import forms
from django.contrib.auth import forms as auth_forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.photos import portrait


class Portrait(forms.ImageField):
    def clean(self, data, initial=None):
        cleaned = super().clean(data, initial)
        return portrait(cleaned) if hasattr(cleaned, "image") else cleaned


class AddForm(auth_forms.AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name", "role", "public_name", "language", "time_zone"]


class ChangeForm(auth_forms.UserChangeForm):
    photo = Portrait(label=_("Photo"), required=False, widget=forms.FileInput)

    class Meta:
        model = User
        fields = "__all__"


class PasswordForm(auth_forms.AdminPasswordChangeForm):
    def __init__(self, *args, by=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def save(self, commit=True):
        usable = self.cleaned_data["set_usable_password"]
        self.user.change_password(self.cleaned_data["password1"] if usable else None, by=self.by)
        return self.user

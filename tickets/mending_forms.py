"""What comes in when a message is changed afterwards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.forms import Form
from tickets.models.message import MAX_TEXT


class RevisionForm(Form):
    text = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The customer sees that it was edited. The former words stay readable for colleagues."),
    )

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")


class ReactionForm(Form):
    emoji = forms.CharField(max_length=16)
    on = forms.BooleanField(required=False)

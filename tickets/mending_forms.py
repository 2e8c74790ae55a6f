"""What comes in when a message is changed afterwards."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LongText
from tickets.forms import Form
from tickets.models.message import MAX_TEXT


class RevisionForm(Form):
    text = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=MAX_TEXT,
        widget=LongText(attrs={"rows": 6}),
        help_text=_("The customer sees that it was edited. The former words stay readable for colleagues."),
    )

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")


class BlackoutForm(Form):
    words = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=MAX_TEXT,
        widget=LongText(attrs={"rows": 3}),
        help_text=_("Leave only what has to go, letter for letter as it stands in the message."),
    )
    attachments = forms.MultipleChoiceField(label=_("Files"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data=None, *, message, initial=None):
        super().__init__(data, initial=initial)
        choices = [(file.key, file.name) for file in message.attachments.all()]
        if choices:
            cast(forms.MultipleChoiceField, self.fields["attachments"]).choices = choices
        else:
            del self.fields["attachments"]

    def clean(self):
        clean = super().clean()
        clean.setdefault("attachments", [])
        if not self.errors and not clean["words"] and not clean["attachments"]:
            self.add_error("words", _("Write the words that have to go, or choose a file."))
        return clean


class ReactionForm(Form):
    emoji = forms.CharField(max_length=16)
    on = forms.BooleanField(required=False)

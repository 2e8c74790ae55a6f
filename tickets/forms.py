from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import OnlyItsFields


class Form(OnlyItsFields, forms.Form):
    def sentence(self) -> str:
        """What is wrong, in one sentence for the reader."""
        return next((str(problem) for problems in self.errors.values() for problem in problems), "")


class ActForm(Form):
    """What is done by pressing a button takes no words."""


class TakeForm(Form):
    seen_assignee = forms.IntegerField(required=False, min_value=1, max_value=2**62)


class SeenForm(Form):
    read = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class UploadForm(Form):
    client_id = forms.UUIDField()
    file = forms.FileField(
        allow_empty_file=True, max_length=None, error_messages={"required": _("Choose a file to send.")}
    )

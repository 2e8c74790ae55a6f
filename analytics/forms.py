from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.forms import Form

QUEUE = "queue"


class HandingForm(Form):
    to = forms.CharField(max_length=20, error_messages={"required": _("Choose a colleague, or the queue.")})

    def __init__(self, data=None, *, colleagues):
        super().__init__(data)
        self.colleagues = colleagues

    def clean_to(self) -> User | None:
        """A colleague, or None for the queue."""
        given = self.cleaned_data["to"]
        if given == QUEUE:
            return None
        number = int(given) if given.isascii() and given.isdigit() else 0
        found = self.colleagues.filter(pk=number).first() if number < 2**62 else None
        if found is None:
            raise forms.ValidationError(_("This colleague does not work there any more. Choose another."))
        return found

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from core.forms import OnlyItsFields
from notifications.models import Notice
from notifications.notices.telling import settle

LARGEST = 2**63 - 1


class ReadingForm(OnlyItsFields, forms.Form):
    """All of a ticket's, or all of the list that somebody has in front of him: down from `upto`."""

    ticket = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    upto = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)

    def clean(self):
        clean = super().clean()
        if (clean.get("ticket") is None) == (clean.get("upto") is None):
            raise forms.ValidationError(_("Name a ticket, or the latest notice that was read."))
        return clean


def create(request):
    form = ReadingForm(request.POST)
    if not form.is_valid():
        sentence = " ".join(error for errors in form.errors.values() for error in errors)
        return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
    ticket, upto = form.cleaned_data["ticket"], form.cleaned_data["upto"]
    which = {"ticket": ticket} if ticket else {"pk__lte": upto, "is_in_bell": True}
    settle(Notice.objects.filter(user=request.user, **which))
    return HttpResponse(status=204)

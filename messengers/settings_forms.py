from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.settings_forms.base import CHOOSE, SettingsForm
from messengers.countries import countries
from messengers.models import SmsBudget, SmsCountry


class LimitsForm(SettingsForm, forms.ModelForm):
    class Meta:
        model = SmsBudget
        fields = ["daily", "currency", "per_number"]
        labels = {
            "daily": _("Budget for a day"),
            "currency": _("Currency"),
            "per_number": _("SMS for one number in an hour"),
        }
        help_texts = {
            "daily": _("When it is spent no SMS leaves until midnight, codes neither."),
            "currency": _("Three letters. All prices here are in it."),
            "per_number": _("More than that helps nobody but those who earn from SMS."),
        }
        error_messages = {"currency": {"invalid": _("A currency is three capital letters, as EUR.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input input--short"


class CountryForm(SettingsForm, forms.ModelForm):
    code = forms.ChoiceField(label=_("Country"))

    class Meta:
        model = SmsCountry
        fields = ["code", "price", "is_allowed"]
        labels = {"price": _("Price of one SMS"), "is_allowed": _("SMS go there")}
        help_texts = {
            "price": _("As in your contract; a long text is several SMS."),
            "is_allowed": _("Switched off, they are refused, and the ledger says so."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["price"].widget.attrs["class"] = "input input--short"
        if self.instance.pk:
            del self.fields["code"]
            self.initial["price"] = self.instance.price_shown
        else:
            known = set(SmsCountry.objects.values_list("code", flat=True))
            free = [each for each in countries() if each[0] not in known]
            # Nothing is chosen beforehand: SMS to a country cost money.
            self.fields["code"].choices = [("", CHOOSE), *free]  # type: ignore[attr-defined]

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.settings_forms.base import SettingsForm
from chat.models import Lead, Site
from core.forms import NarrowingForm
from customers.models import Customer
from notifications.ledger.forms import ANY, PERIODS

NEW = "new"
# Whoever writes to the widget’s API could make up any number of them.
MOST = 200
YES_OR_NO = [ANY, ("yes", _("Yes")), ("no", _("No"))]


def sources() -> list[str]:
    """What leads were said to come from."""
    found = Lead.objects.exclude(source="").order_by("source").values_list("source", flat=True).distinct()
    return list(found[:MOST])


class LeadFilterForm(NarrowingForm):
    """Of `Leads`."""

    site = forms.ChoiceField(label=_("Site"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    period = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)
    agreed = forms.ChoiceField(label=_("Agreed to adverts"), choices=YES_OR_NO, required=False)
    customer = forms.ChoiceField(label=_("Is a customer"), choices=YES_OR_NO, required=False)

    def __init__(self, given: dict):
        super().__init__(given)
        sites = [(str(pk), name) for pk, name in Site.objects.values_list("pk", "name")]
        known = sorted({*sources(), given.get("source", "")} - {""})
        self.fields["site"].choices = [ANY, *sites]  # type: ignore[attr-defined]
        self.fields["source"].choices = [ANY, *((each, each) for each in known)]  # type: ignore[attr-defined]


class MakeCustomerForm(SettingsForm, forms.Form):
    """Whose a lead is: somebody's who says that one of its addresses is his, or nobody's yet."""

    who = forms.ChoiceField(
        label=_("Who it is"), widget=forms.RadioSelect, error_messages={"required": _("Choose who it is.")}
    )
    checked = forms.BooleanField(
        label=_("I have made sure that the address and the number are theirs"),
        help_text=_("By a call or an answer. Without it no mailing to leads goes there."),
        required=False,
    )

    def __init__(self, lead: Lead, data=None):
        people = [lead.customer] if lead.customer else lead.candidates()
        self.people = {str(each.pk): each for each in people}
        known = [(pk, each.display_name) for pk, each in self.people.items()]
        self.choices = known if lead.customer or lead.is_proved() else [*known, (NEW, _("A new customer"))]
        super().__init__(data, initial={"who": self.choices[0][0]})
        self.fields["who"].choices = self.choices  # type: ignore[attr-defined]

    @property
    def customer(self) -> Customer | None:
        return self.people.get(self.cleaned_data["who"])

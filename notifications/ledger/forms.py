from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import NarrowingForm
from notifications.models import Category, Figure, Mailing, Notification
from notifications.plans import CHANNELS

ANY = ("", pgettext_lazy("of all kinds", "Any"))
PERIODS = [
    ("", _("All time")),
    ("hour", _("Last hour")),
    ("day", _("Last 24 hours")),
    ("week", _("Last 7 days")),
    ("month", _("Last 30 days")),
]
OUTCOMES = [
    ANY,
    ("sent", _("Sent")),
    ("delivered", pgettext_lazy("attempts", "Delivered")),
    ("failed", pgettext_lazy("attempts", "Failed")),
    ("unknown", _("Without proof")),
    ("late", _("Proved late")),
]
TESTS = [("", _("Left out")), ("too", _("Shown too")), ("alone", _("Only these"))]


class LedgerFilterForm(NarrowingForm):
    """Of a `Ledger`."""

    q = forms.CharField(label=_("Customer"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("of a notification", "State"), choices=[ANY, *Notification.State.choices], required=False
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=[ANY, *CHANNELS.items()], required=False)
    outcome = forms.ChoiceField(label=_("Attempt"), choices=OUTCOMES, required=False)
    provider = forms.ChoiceField(label=_("Provider"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    period = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)
    tests = forms.ChoiceField(label=_("Trials and tests"), choices=TESTS, required=False)
    # Only where a mailing's report has led here.
    mailing = forms.ChoiceField(label=_("Mailing"), required=False)

    def __init__(self, given: dict):
        super().__init__(given)
        categories = Category.objects.values_list("slug", "name")
        self.fields["category"].choices = [ANY, *categories]  # type: ignore[attr-defined]
        for name in ("provider", "country"):
            self.fields[name].choices = [ANY, *self._found(name, given)]  # type: ignore[attr-defined]
        if mailing := given.get("mailing"):
            asked_for = Mailing.objects.filter(pk=mailing).values_list("pk", "name")
            self.fields["mailing"].choices = [ANY, *asked_for]  # type: ignore[attr-defined]
        else:
            del self.fields["mailing"]
        self.fields["q"].widget.attrs |= {
            "placeholder": _("Name, number or ID"),
            "type": "search",
            "autocomplete": "off",
        }

    def _found(self, name: str, given: dict) -> list[tuple[str, str]]:
        """The providers and countries that the figures know, and the one that is asked for."""
        known = set(Figure.objects.exclude(**{name: ""}).values_list(name, flat=True).distinct().order_by())
        return [(word, word) for word in sorted(known | ({given[name]} if name in given else set()))]

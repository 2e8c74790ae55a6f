from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import OnlyItsFields
from customers.models.customer import PreferredChannel
from notifications.models import Category
from notifications.plans import CHANNELS
from notifications.wishes.opting_out import refused

FIRST_BY = [PreferredChannel.NONE, PreferredChannel.PUSH, PreferredChannel.SMS, PreferredChannel.EMAIL]


class WishesForm(OnlyItsFields, forms.Form):
    """A box for each channel of each kind: what is ticked is told. Codes always go, so they are not asked."""

    first_by = forms.ChoiceField(
        required=False,
        label=_("Tell me first by"),
        choices=[(each.value, each.label) for each in FIRST_BY],
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, customer, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first_by"].initial = customer.preferred_channel
        self.kinds = {_name(kind): kind for kind in [None, *_categories()]}
        # What stood on the page: a category made since then is not refused by it.
        self.fields["asked"] = forms.MultipleChoiceField(choices=[(name, name) for name in self.kinds])
        for name, kind in self.kinds.items():
            self.fields[name] = _boxes(kind, ticked=set(CHANNELS) - refused(customer, kind))

    @property
    def rows(self):
        return [self[name] for name in self.kinds]

    def wishes(self) -> dict[Category | None, set[str]]:
        """What is wanted of each kind. A channel that it does not use is not asked about, and so not refused."""
        clean = self.cleaned_data
        asked = {name: self.kinds[name] for name in clean["asked"]}
        return {kind: {*clean[name], *(set(CHANNELS) - set(_channels_of(kind)))} for name, kind in asked.items()}


def _boxes(kind: Category | None, *, ticked: set[str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        required=False,
        label=kind.said_name if kind else _("Adverts"),
        choices=[(name, CHANNELS[name]) for name in _channels_of(kind)],
        widget=forms.CheckboxSelectMultiple,
        initial=sorted(ticked),
    )


def _categories() -> list[Category]:
    purposes = [Category.Purpose.ACCOUNT, Category.Purpose.CHAT]
    return list(Category.objects.active().filter(purpose__in=purposes))


def _channels_of(kind: Category | None) -> list[str]:
    return [step["channel"] for step in kind.steps] if kind else list(CHANNELS)


def _name(kind: Category | None) -> str:
    return f"kind-{kind.pk}" if kind else "adverts"

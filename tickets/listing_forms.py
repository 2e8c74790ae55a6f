"""What is asked about lists: how to narrow them, under which name to keep them, what to do with the chosen tickets."""

from typing import cast

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, User
from core.forms import LongText
from customers.models import Customer
from tickets.acting_forms import SnoozeForm
from tickets.bulk import ACTS, MOST
from tickets.chips import language_name
from tickets.filters import ME, NOBODY
from tickets.forms import Form
from tickets.listing import Listing
from tickets.models import Tag, Ticket, View
from tickets.models.message import MAX_TEXT
from tickets.models.querying import LIVING

ANY = ("", _("Any"))


class FilterForm(Form):
    """Shown only: what it sends is the address of a list, which `Filters` reads."""

    status = forms.MultipleChoiceField(label=_("Status"), required=False, widget=forms.CheckboxSelectMultiple)
    priority = forms.MultipleChoiceField(
        label=_("Priority"), choices=Ticket.Priority.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    channel = forms.MultipleChoiceField(
        label=_("Channel"), choices=Ticket.Channel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    mood = forms.MultipleChoiceField(
        label=_("How the customer sounds"),
        choices=Ticket.Mood.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    assignee = forms.ChoiceField(label=_("Assignee"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    language = forms.ChoiceField(label=_("Customer’s language"), required=False)
    unread = forms.BooleanField(label=_("With unread messages only"), required=False)

    def __init__(self, listing: Listing):
        super().__init__(initial={**dict(listing.filters.items()), "unread": bool(listing.filters.unread)})
        for name in ("assignee", "department", "language"):
            self.initial[name] = getattr(listing.filters, name)
        self.initial["tag"] = next(iter(listing.filters.tag), "")
        over = listing.queue.key == "over"
        choices = {
            "status": [(value, label) for value, label in Ticket.Status.choices if (value not in LIVING) == over],
            "tag": [ANY, *((str(tag.pk), tag.name) for tag in Tag.objects.active())],
            "assignee": [ANY, (ME, _("Me")), (NOBODY, _("Nobody")), *people(listing.agent)],
            "department": [ANY, (NOBODY, _("None")), *departments(listing)],
            "language": [ANY, *languages()],
        }
        for name, rows in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = rows


def people(agent) -> list[tuple[str, str]]:
    return [(str(user.pk), user.display_name) for user in colleagues(agent)]


def colleagues(agent):
    users = User.objects.active()
    if not agent.has_perm("tickets.view_all"):
        users = users.filter(memberships__department__in=agent.department_ids).distinct()
    return users


def departments(listing: Listing) -> list[tuple[str, str]]:
    return [(str(queue.department_id), queue.title) for queue in listing.queues.lines if queue.department_id]


def languages() -> list[tuple[str, str]]:
    """Those that customers have."""
    codes = Customer.objects.exclude(language="").order_by("language").values_list("language", flat=True).distinct()
    return sorted(((code, language_name(code)) for code in codes[:50]), key=lambda row: row[1])


class ViewForm(Form):
    """A name for a list. Its filters come with the address that is saved, and `Filters` reads them."""

    besides = frozenset({"query"})
    name = forms.CharField(
        label=pgettext_lazy("view", "Name"),
        max_length=60,
        error_messages={"required": _("Give the view a name: it stands in the list on the left.")},
    )
    is_shared = forms.BooleanField(
        label=_("Share it with everybody"),
        help_text=_("Each colleague sees in it only the tickets he may see anyway."),
        required=False,
    )
    place = forms.TypedChoiceField(label=_("Place among your views"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args, others: list[View], place: int | None = None, **kwargs):
        """`others` are the agent's other views in their order; `place` is where among them this one stands."""
        super().__init__(*args, **kwargs)
        if others:
            after = [(number, gettext("After “%(name)s”") % {"name": view}) for number, view in enumerate(others, 1)]
            choices = cast(forms.ChoiceField, self.fields["place"])
            choices.choices = [(0, gettext("First")), *after]
            choices.initial = len(others) if place is None else place
        else:
            del self.fields["place"]


class PickedForm(Form):
    """Which tickets, and what with them."""

    besides = frozenset({"ticket"})
    act = forms.ChoiceField(choices=[(name, name) for name in ACTS], widget=forms.HiddenInput)

    def clean(self):
        clean = super().clean()
        clean["tickets"] = numbers(self.data)
        if not self.errors:
            self.refuse_too_many(clean["tickets"])
        return clean

    @staticmethod
    def refuse_too_many(tickets: list[int]) -> None:
        """Or none at all."""
        if not tickets:
            raise forms.ValidationError(_("Choose tickets first."))
        if len(tickets) > MOST:
            raise forms.ValidationError(_("At most %(most)d tickets at once."), params={"most": MOST})

    @property
    def value(self):
        return None

    @property
    def word(self) -> str:
        """To the colleagues who get the tickets."""
        return self.cleaned_data.get("note", "")


class AssignPicked(PickedForm):
    agent = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Colleague"),
        empty_label=None,
        error_messages={"required": _("Choose a colleague.")},
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agent"].queryset = colleagues(by)
        self.fields["agent"].label_from_instance = lambda user: user.display_name

    @property
    def value(self):
        return self.cleaned_data["agent"]


class TransferPicked(PickedForm):
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), empty_label=None)
    note = forms.CharField(
        label=_("Note for the colleagues there"), required=False, max_length=MAX_TEXT, widget=LongText
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.active()

    @property
    def value(self):
        return self.cleaned_data["department"]


class TagPicked(PickedForm):
    tag = forms.ModelChoiceField(Tag.objects.none(), label=_("Tag"), empty_label=None)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tag"].queryset = Tag.objects.active()

    @property
    def value(self):
        return self.cleaned_data["tag"]


class PriorityPicked(PickedForm):
    priority = forms.TypedChoiceField(
        choices=Ticket.Priority.choices, initial=Ticket.Priority.HIGH, coerce=int, label=_("Priority")
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)

    @property
    def value(self):
        return self.cleaned_data["priority"]


class SnoozePicked(PickedForm, SnoozeForm):
    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)

    @property
    def value(self):
        return self.cleaned_data["until"]


class EndPicked(PickedForm):
    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)


FORMS: dict[str, type[PickedForm]] = {
    "assign": AssignPicked,
    "transfer": TransferPicked,
    "tag": TagPicked,
    "untag": TagPicked,
    "priority": PriorityPicked,
    "snooze": SnoozePicked,
    "resolve": EndPicked,
    "close": EndPicked,
}


def numbers(data) -> list[int]:
    """The chosen tickets, each once; what is no number is none."""
    given = dict.fromkeys(data.getlist("ticket"))
    return [int(text) for text in given if text.isascii() and text.isdigit() and len(text) < 19 and int(text) > 0]

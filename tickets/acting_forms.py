"""What an agent does to a ticket besides writing in it."""

from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, User
from core.forms import LongText
from tickets.fields import form_field, may_see
from tickets.forms import Form
from tickets.models import Field, Tag, Ticket
from tickets.models.feedback import MAX_SUMMARY
from tickets.models.message import MAX_TEXT
from tickets.snoozes import choices

SUBJECT_LENGTH = 200
TAG_LENGTH = 40
MOST_MESSAGES = 100


class AssignForm(Form):
    agent = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Colleague"),
        empty_label=None,
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("This colleague does not work in the department any more. Choose another."),
        },
    )

    def __init__(self, *args, ticket, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = User.objects.active().exclude(pk=ticket.assignee_id)
        if ticket.department_id:
            colleagues = colleagues.in_department(ticket.department_id)
        self.fields["agent"].queryset = colleagues


class DestinationForm(Form):
    """To another department, to one of its people, or to a colleague of this one."""

    department = forms.ModelChoiceField(
        Department.objects.none(),
        required=False,
        label=_("Department"),
        error_messages={"invalid_choice": _("This department does not answer any more. Choose another.")},
    )
    agent = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label=_("Colleague"),
        error_messages={"invalid_choice": _("This colleague is gone. Choose another.")},
    )

    def __init__(self, *args, ticket, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.active().exclude(pk=ticket.department_id)
        self.fields["agent"].queryset = User.objects.active().exclude(pk=ticket.assignee_id)

    def clean(self):
        clean = super().clean()
        if not self.errors and not self.has_destination(clean):
            raise forms.ValidationError(_("Choose a department or a colleague."))
        return clean

    def has_destination(self, clean: dict) -> bool:
        return bool(clean.get("department") or clean.get("agent"))


class TransferForm(DestinationForm):
    note = forms.CharField(
        label=_("Note for the colleagues there"), required=False, max_length=MAX_TEXT, widget=LongText
    )


class EscalateForm(DestinationForm):
    """To a department, to a person, or to the supervisors of this one; never without the reason."""

    experienced = forms.BooleanField(required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=LongText(attrs={"rows": 3}),
        error_messages={"required": _("Say why: whoever gets it reads this first.")},
    )

    def has_destination(self, clean: dict) -> bool:
        # A department or a person that was chosen after it comes before "a more experienced one".
        return super().has_destination(clean) or bool(clean.get("experienced"))

    def escalation(self) -> dict:
        return {name: self.cleaned_data.get(name) for name in ("department", "agent", "reason")}


class SnoozeForm(Form):
    until = forms.CharField(max_length=10)
    at = forms.DateTimeField(
        required=False,
        label=_("Date and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        error_messages={"invalid": _("Choose a date and a time.")},
    )

    def clean(self):
        clean = super().clean()
        key = clean.get("until")
        if key == "at":
            clean["until"] = clean.get("at")
            if not clean["until"] and not self.errors:
                self.add_error("at", _("Choose a date and a time."))
            return clean
        known = {choice.key: choice.until for choice in choices(timezone.localtime())}
        if key and key not in known:
            raise forms.ValidationError(_("That time is over. Choose another."))
        clean["until"] = known.get(key)
        return clean


class PriorityForm(Form):
    priority = forms.TypedChoiceField(choices=Ticket.Priority.choices, coerce=int, label=_("Priority"))


class RenameForm(Form):
    subject = forms.CharField(
        max_length=SUBJECT_LENGTH,
        label=_("Subject"),
        error_messages={"required": _("A ticket needs a subject: it is how colleagues find it.")},
    )


class SummaryForm(Form):
    text = forms.CharField(
        max_length=MAX_SUMMARY,
        label=_("Summary"),
        help_text=_("What it was about and how the customer left, for colleagues and for the CRM. He does not see it."),
        widget=LongText(attrs={"rows": 3}),
        error_messages={"required": _("Write a sentence first.")},
    )


class TagForm(Form):
    """A tag by its name: a known one, or a new one where new ones are allowed."""

    name = forms.CharField(max_length=TAG_LENGTH, label=_("Tag"), error_messages={"required": _("Name a tag.")})

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split()).removeprefix("#")

    def tag(self) -> Tag:
        """Raises Tag.DoesNotExist when somebody switched this one off meanwhile."""
        return Tag.named(self.cleaned_data["name"])


class ValuesForm(Form):
    """Answers to those of the house's fields that this agent may see, one or several at a time."""

    def __init__(self, data, *, ticket, by):
        super().__init__(data)
        for field in Field.objects.of(ticket.department_id):
            if may_see(by, field) and self.add_prefix(field.key) in data:
                self.fields[field.key] = form_field(field)

    def add_prefix(self, field_name: str) -> str:
        # A field called "name" or "id" would otherwise be the form's own.
        return f"values-{field_name}"


class MergeForm(Form):
    into = forms.IntegerField(
        min_value=1, max_value=2**62, error_messages={"required": _("Choose the ticket in which it goes on.")}
    )


class SplitForm(Form):
    """`messages` are those that are ticked, by their senders' ids."""

    besides = frozenset({"message"})
    request_id = forms.UUIDField()
    subject = forms.CharField(
        label=_("Subject of the new ticket"),
        max_length=SUBJECT_LENGTH,
        required=False,
        help_text=_("Empty: the first words of the customer."),
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.messages = data.getlist("message") if data is not None else []

    def clean(self):
        clean = super().clean()
        try:
            clean["messages"] = [UUID(given) for given in dict.fromkeys(self.messages[:MOST_MESSAGES])]
        except ValueError:
            raise forms.ValidationError(_("One of these messages is no longer there. Choose again.")) from None
        if not clean["messages"]:
            raise forms.ValidationError(_("Choose the messages that the new ticket begins with."))
        return clean

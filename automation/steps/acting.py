"""Steps that move a ticket. Those that the acts on many can undo are undone by the same acts."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, User
from automation.steps.kind import Kind, in_short, required, row_of
from tickets.bulk import ACTS
from tickets.fields import form_field, may_see
from tickets.listing_forms import colleagues
from tickets.models import Field, Tag, Ticket
from tickets.refusals import Refused
from tickets.snoozes import UNTIL_THE_CUSTOMER_WRITES, choices

ME, NOBODY = "me", "nobody"


class Acting(Kind):
    """One of the acts on many; `value` is what that act takes, found by what the step names."""

    is_undone = True

    @property
    def act(self):
        return ACTS[self.name]

    def value(self, step, by):
        return None

    def says(self, step, ticket=None, *, by):
        chosen = dict(self.choices(by)).get(step["value"], "")
        return f"{self.label}: {chosen}" if chosen else str(self.label)

    def do(self, ticket, step, running, place):
        return self.act.do(ticket, self.value(step, running.by), by=running.by)

    def remember(self, ticket, step):
        return self.act.remember(ticket)

    def back(self, ticket, step, former, *, by):
        return self.act.back(ticket, self.value(step, by), former, by=by)


class PutTag(Acting):
    name, icon, label = "tag", "tag", pgettext_lazy("step", "Put a tag on")

    def choices(self, agent):
        return [(str(tag.pk), tag.name) for tag in Tag.objects.active()]

    def value(self, step, by):
        return row_of(Tag.objects.active(), step["value"], _("The tag is gone."))


class TakeTag(PutTag):
    name, label = "untag", pgettext_lazy("step", "Take a tag off")


class SetPriority(Acting):
    name, icon, label = "priority", "flag", pgettext_lazy("step", "Set the priority")

    def choices(self, agent):
        return [(str(value), str(label)) for value, label in Ticket.Priority.choices]

    def value(self, step, by):
        return int(step["value"])


class Answer(Kind):
    name, icon, label = "field", "list-checks", pgettext_lazy("step", "Fill in a field")
    words = pgettext_lazy("step", "Answer")
    longest = 500
    is_undone = True

    def choices(self, agent):
        fields = Field.objects.filter(is_active=True).order_by("position", "pk")
        return [(field.key, field.title) for field in fields if may_see(agent, field)]

    def clean(self, value, more, *, by):
        step = super().clean(value, more, by=by)
        try:
            self._answer(step, by)
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None
        return step

    def says(self, step, ticket=None, *, by):
        name = dict(self.choices(by)).get(step["value"], step["value"])
        return f"{name}: {step['more'] or '—'}"

    def do(self, ticket, step, running, place):
        return ticket.set_values({step["value"]: self._answer(step, running.by)}, by=running.by)

    def remember(self, ticket, step):
        return ticket.values.get(step["value"])

    def back(self, ticket, step, former, *, by):
        if ticket.values.get(step["value"]) != self._answer(step, by):
            raise Refused("changed", _("Somebody changed it meanwhile."))
        return ticket.set_values({step["value"]: former}, by=by)

    def _answer(self, step, by):
        field = Field.objects.filter(key=step["value"], is_active=True).first()
        if field is None or not may_see(by, field):
            raise Refused("gone", _("The field is gone, or not yours to see."))
        try:
            return form_field(field).clean(step["more"])
        except forms.ValidationError as error:
            raise Refused("invalid", " ".join(error.messages)) from None


class Assign(Acting):
    name, icon, label = "assign", "user-plus", pgettext_lazy("step", "Assign")

    def choices(self, agent):
        people = [(str(user.pk), user.display_name) for user in colleagues(agent) if user != agent]
        return [(ME, _("Whoever runs the macro")), (NOBODY, _("Nobody: back to the queue")), *people]

    def value(self, step, by):
        if step["value"] == ME:
            return by
        return row_of(User.objects.active(), step["value"], _("The colleague is gone."))

    def do(self, ticket, step, running, place):
        if step["value"] == NOBODY:
            return ticket.release(by=running.by)
        return super().do(ticket, step, running, place)

    def back(self, ticket, step, former, *, by):
        if step["value"] != NOBODY:
            return super().back(ticket, step, former, by=by)
        if ticket.assignee_id is not None:
            raise Refused("changed", _("Somebody changed it meanwhile."))
        return ticket.assign(row_of(User.objects.active(), str(former), _("The colleague is gone.")), by=by)


class SendOn(Acting):
    name, icon, label = "transfer", "arrow-left-right", pgettext_lazy("step", "Send to another department")
    words = pgettext_lazy("step", "Note for the colleagues there")

    def choices(self, agent):
        return [(str(department.pk), department.name) for department in Department.objects.active()]

    def value(self, step, by):
        return row_of(Department.objects.active(), step["value"], _("The department is gone."))

    def do(self, ticket, step, running, place):
        return ticket.transfer(self.value(step, running.by), note=step["more"], by=running.by)


class Hold(Kind):
    name, icon, label = "hold", "clock", pgettext_lazy("step", "Wait for others")
    words = pgettext_lazy("step", "For whom, or for what")
    longest = 200

    def clean(self, value, more, *, by):
        step = super().clean(value, more, by=by)
        required(step["more"], _("Say for whom, or for what: colleagues read it."))
        return step

    def says(self, step, ticket=None, *, by):
        return _("Wait for: %(text)s") % {"text": in_short(step["more"])}

    def do(self, ticket, step, running, place):
        return ticket.hold(reason=step["more"], by=running.by)


class Snooze(Acting):
    name, icon, label = "snooze", "moon", pgettext_lazy("step", "Snooze")

    def choices(self, agent):
        return [
            ("later", _("Later today")),
            ("tomorrow", _("Tomorrow morning")),
            ("monday", _("Monday")),
            ("customer", _("Until the customer writes")),
        ]

    def value(self, step, by):
        """On a Sunday Monday is tomorrow, and late in the evening later is."""
        known = {choice.key: choice.until for choice in choices(timezone.localtime())}
        return known.get(step["value"]) or known.get("tomorrow") or UNTIL_THE_CUSTOMER_WRITES


class Resolve(Acting):
    name, icon, label = "resolve", "check", pgettext_lazy("step", "Resolve")
    words = pgettext_lazy("step", "What was done")

    def do(self, ticket, step, running, place):
        return ticket.resolve(resolution=step["more"], by=running.by)


class Close(Acting):
    name, icon, label = "close", "x", pgettext_lazy("step", "Close")


ACTING = (
    PutTag(), TakeTag(), SetPriority(), Answer(), Assign(), SendOn(), Hold(), Snooze(), Resolve(), Close(),
)  # fmt: skip

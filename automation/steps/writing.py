"""Steps that say something. What was sent cannot be taken back."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from automation.steps.kind import Kind, Running, Step, in_short, required, row_of
from tickets.canned_variables import fill
from tickets.models import CannedReply, Ticket
from tickets.refusals import Refused


class Reply(Kind):
    name, icon, label = "reply", "send", pgettext_lazy("step", "Reply to the customer")
    words = gettext_lazy("Text of the reply")
    hint = gettext_lazy("{customer}, {operator} and the like are filled in.")

    def choices(self, agent):
        usable = CannedReply.objects.usable_by(agent).order_by("shortcut")
        return [("", _("A text of its own")), *((str(each.pk), f"/{each.shortcut} {each.title}") for each in usable)]

    def clean(self, value, more, *, by):
        step = super().clean(value, more, by=by)
        if not value:
            required(step["more"], _("Write what the reply says, or choose a canned reply."))
        return step | ({"more": ""} if value else {})

    def says(self, step, ticket=None, *, by):
        try:
            text = self._text(step, ticket, by) if ticket else self._source(step, by)[0]
        except Refused as refused:
            text = str(refused.sentence)
        return _("Reply: %(text)s") % {"text": text if ticket else in_short(text)}

    def do(self, ticket, step, running: Running, place):
        text = self._text(step, ticket, running.by)
        _message, is_new = ticket.reply(
            text=text, client_id=running.client_id(place), seen_seq=running.seen_seq, by=running.by
        )
        if is_new and step["value"]:
            CannedReply.use([int(step["value"])], ticket=ticket, by=running.by)
        return is_new

    def _text(self, step: Step, ticket: Ticket, by) -> str:
        text, language = self._source(step, by)
        filled = fill(text, language=language, ticket=ticket, by=by, now=timezone.now())
        if filled.blanks:
            names = ", ".join(f"{{{name}}}" for name in filled.blanks)
            raise Refused("blank", _("%(names)s is not known of this ticket.") % {"names": names})
        return filled.text

    def _source(self, step: Step, by) -> tuple[str, str]:
        if not step["value"]:
            return step["more"], ""
        gone = _("The canned reply is gone, or not yours to use.")
        reply = row_of(CannedReply.objects.usable_by(by), step["value"], gone)
        return reply.text, reply.language


class Note(Kind):
    name, icon, label = "note", "lock", pgettext_lazy("step", "Leave a note")
    words = gettext_lazy("Text of the note")

    def clean(self, value, more, *, by):
        step = super().clean(value, more, by=by)
        required(step["more"], _("Write what the note says."))
        return step

    def says(self, step, ticket=None, *, by):
        return _("Note: %(text)s") % {"text": step["more"] if ticket else in_short(step["more"])}

    def do(self, ticket, step, running, place):
        return ticket.note(text=step["more"], client_id=running.client_id(place), by=running.by)[1]


WRITING = (Reply(), Note())

"""A customer wants a person, not a machine."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from chat.models import Conversation, Site, Visitor
from chat.promising import promised
from tickets.models import Routing
from tickets.pace import pace_of


def call_a_person(conversation: Conversation, *, visitor: Visitor, site: Site) -> bool:
    """Once a session; where nobody is there who could come, the customer is told at once when somebody will be."""
    ticket = conversation.ticket
    ticket.refresh_from_db()
    if site.people_only or Routing.of(ticket.department_id).people_only:
        # Everybody waits for a person there: nobody jumps that line.
        return False
    return ticket.ask_for_person(by=visitor.become_somebody(), promise=_promise(ticket, visitor, site))


def _promise(ticket, visitor: Visitor, site: Site) -> str:
    """Empty while somebody is there. In the customer's language, on his clock."""
    now, department = timezone.now(), ticket.department
    if department is None or (department.is_open(now) and User.objects.online().in_department(department).exists()):
        return ""
    with translation.override(site.language_for(visitor.language)):
        nobody = _("Nobody can come at this moment. Your message is not forgotten.")
        if not site.shows_hours:
            return nobody
        pace = pace_of(department.pk, now=now)
        owed, since = ticket.answer_due_at, ticket.waiting_since
        told = promised(department, owed=owed, since=since, pace=pace, now=now, zone=visitor.zone).sentence
        return f"{nobody} {told}" if told.endswith(".") else f"{nobody} {told}."

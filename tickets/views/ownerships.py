from tickets.forms import TakeForm
from tickets.views.scoping import ticket_for
from tickets.views.showing import after


def create(request, number):
    """Take the ticket from whom the page showed as having it, mostly nobody."""
    ticket = ticket_for(request, number)
    form = TakeForm(request.POST)
    seen = form.cleaned_data["seen_assignee"] if form.is_valid() else None
    return after(request, ticket, lambda: ticket.take(by=request.user, seen_assignee_id=seen))

from django.shortcuts import render
from django.utils.translation import gettext as _

from tickets.acting_forms import AssignForm
from tickets.people import colleagues
from tickets.views.scoping import ticket_for
from tickets.views.showing import after
from tickets.views.undoing import back_to


def edit(request, number):
    ticket = ticket_for(request, number)
    return _form(request, ticket, AssignForm(ticket=ticket))


def create(request, number):
    ticket = ticket_for(request, number)
    form = AssignForm(request.POST, ticket=ticket)
    if not form.is_valid():
        return _form(request, ticket, form, status=422)
    agent = form.cleaned_data["agent"]
    done = back_to(ticket, _("%(name)s has the ticket now.") % {"name": agent.display_name})
    return after(request, ticket, lambda: ticket.assign(agent, by=request.user), done=done)


def destroy(request, number):
    """Back to the queue."""
    ticket = ticket_for(request, number)
    done = back_to(ticket, _("The ticket is back in the queue."))
    return after(request, ticket, lambda: ticket.release(by=request.user), done=done)


def _form(request, ticket, form, status=200):
    found = colleagues(form.fields["agent"].queryset, asked_by=request.user)
    context = {"ticket": ticket, "form": form, "colleagues": found}
    return render(request, "tickets/acts.html#assign", context, status=status)

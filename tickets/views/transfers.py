from django.shortcuts import render
from django.utils.translation import gettext as _

from tickets.acting_forms import TransferForm
from tickets.people import colleagues
from tickets.views.scoping import ticket_for
from tickets.views.showing import after
from tickets.views.undoing import Done


def edit(request, number):
    ticket = ticket_for(request, number)
    return destinations(request, ticket, TransferForm(ticket=ticket), part="transfer")


def create(request, number):
    ticket = ticket_for(request, number)
    form = TransferForm(request.POST, ticket=ticket)
    if not form.is_valid():
        return destinations(request, ticket, form, part="transfer", status=422)
    clean = form.cleaned_data
    target = clean["agent"].display_name if clean["agent"] else clean["department"].name
    done = Done(_("Sent to %(name)s.") % {"name": target})
    return after(request, ticket, lambda: _send(ticket, **clean, by=request.user), done=done)


def _send(ticket, *, department, agent, note, by) -> bool:
    if department:
        return ticket.transfer(department, agent=agent, note=note, by=by)
    return ticket.assign(agent, note=note, by=by)


def destinations(request, ticket, form, *, part: str, status=200):
    """A dialog in which a department or a colleague is chosen."""
    people = colleagues(form.fields["agent"].queryset, asked_by=request.user)
    choices = [Choice(one, ticket.department_id) for one in people if not one.is_me]
    context = {
        "ticket": ticket,
        "form": form,
        "departments": form.fields["department"].queryset,
        # Who sits elsewhere first: a colleague of this department is passed the ticket without sending it.
        "colleagues": sorted(choices, key=lambda choice: not choice.department_id),
    }
    return render(request, f"tickets/acts.html#{part}", context, status=status)


class Choice:
    """A colleague, and the department the ticket would go to with him: none where he works in this one already."""

    def __init__(self, colleague, department_id: int | None):
        self.colleague = colleague
        theirs = [membership.department_id for membership in colleague.user.memberships.all()]
        here = department_id is None or department_id in theirs or not theirs
        self.department_id = "" if here else theirs[0]

import uuid

from django.shortcuts import redirect, render

from tickets.people_forms import RegisterForm
from tickets.queues import departments_of
from tickets.registering import register
from tickets.views import showing


def new(request):
    if not request.htmx:
        # It is a dialog of the desk; on its own there is no page to lay it over.
        return redirect("tickets:desk")
    departments = departments_of(request.user)
    initial = {"client_id": uuid.uuid4(), "department": departments[0] if departments else None}
    return _form(request, RegisterForm(initial=initial, by=request.user, departments=departments))


def create(request):
    form = RegisterForm(request.POST, by=request.user, departments=departments_of(request.user))
    if not form.is_valid():
        return _form(request, form, status=422)
    clean = form.cleaned_data
    ticket, created = register(
        customer=clean["customer"],
        introduction=clean.get("introduction"),
        text=clean["text"],
        channel=clean["channel"],
        department=clean["department"],
        client_id=clean["client_id"],
        by=request.user,
    )
    return showing.opened(request, ticket, status=201 if created else 200)


def _form(request, form, status=200):
    return render(request, "tickets/new.html", {"form": form}, status=status)

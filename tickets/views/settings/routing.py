from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.views.settings.departments import kept, kept_by
from tickets.handing import answering
from tickets.models import Routing
from tickets.previewing import preview
from tickets.routing_forms import RoutingForm, SeatsForm


def index(request):
    """Of those departments that the reader keeps."""
    departments = list(kept_by(request.user).filter(is_active=True).select_related("routing__overflow_to"))
    rows = [(one, getattr(one, "routing", None) or Routing(department=one)) for one in departments]
    return render(request, "settings/routings.html", {"section": "routing", "rows": rows})


def edit(request, pk):
    return _page(request, kept(request, pk))


def update(request, pk):
    department = kept(request, pk)
    form = RoutingForm(request.POST, instance=Routing.of(department.pk))
    if not form.is_valid():
        return _page(request, department, form=form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    form.instance.edit(by=request.user, **form.cleaned_data)
    return _saved(request, department)


def update_seats(request, pk):
    department = kept(request, pk)
    seats = SeatsForm(request.POST, people=_people(department))
    if not seats.is_valid():
        return _page(request, department, seats=seats, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    seats.save(by=request.user)
    return _saved(request, department)


def _saved(request, department):
    messages.success(request, _("Saved."))
    return redirect("vocabulary:routing", department.pk)


def _people(department) -> list:
    return list(answering(department.pk).select_related("seat"))


def _page(request, department, *, form=None, seats=None, status=HTTPStatus.OK):
    routing = Routing.of(department.pk)
    context = {
        "section": "routing",
        "department": department,
        "routing": form or RoutingForm(instance=Routing.of(department.pk)),
        "seats": seats or SeatsForm(people=_people(department)),
        "preview": preview(routing),
        # Whose mistakes stand above the page.
        "form": form or seats,
    }
    return render(request, "settings/routing.html", context, status=status)

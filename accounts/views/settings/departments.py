from http import HTTPStatus

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import Department, Holiday
from accounts.settings_forms import DepartmentForm, HoursForm
from accounts.settings_forms.department import free_slug
from accounts.views.settings.doors import for_admins
from accounts.views.settings.shown import parted


def index(request):
    departments = (
        kept_by(request.user)
        .annotate(member_count=Count("members", filter=Q(members__is_active=True), distinct=True))
        .prefetch_related("hours")
    )
    context = {
        "section": "departments",
        **parted("departments", list(departments)),
        "holidays": Holiday.objects.filter(department=None).count(),
    }
    return render(request, "settings/departments.html", context)


@for_admins
def new(request):
    return _page(request, DepartmentForm(department=_blank(request)))


@for_admins
def create(request):
    department = _blank(request)
    form = DepartmentForm(request.POST, department=department)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    changes = form.changes()
    rows = {name: changes.pop(name) for name in ("hours", "holidays")}
    made = Department.make(slug=free_slug(changes["name"]), by=request.user, **changes)
    made.edit(by=request.user, **rows)
    _save_members(made, form, by=request.user)
    messages.success(request, _("The department “%(name)s” is there.") % {"name": made.name})
    return redirect("settings:department", made.pk)


def edit(request, pk):
    department = kept(request, pk)
    return _page(request, _form(request)(department=department))


def update(request, pk):
    department = kept(request, pk)
    form = _form(request)(request.POST, department=department)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    department.edit(by=request.user, **form.changes())
    if "members" in form.fields:
        _save_members(department, form, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("settings:department", department.pk)


def kept_by(user):
    """All for an admin; a supervisor keeps those he belongs to."""
    if user.has_perm("accounts.manage"):
        return Department.objects.all()
    if user.has_perm("tickets.supervise"):
        return Department.objects.active().filter(pk__in=user.department_ids)
    raise Http404


def kept(request, pk) -> Department:
    return get_object_or_404(kept_by(request.user), pk=pk)


def _form(request) -> type[HoursForm]:
    return DepartmentForm if request.user.has_perm("accounts.manage") else HoursForm


def _blank(request) -> Department:
    return Department(time_zone=request.user.time_zone, position=Department.objects.count())


def _save_members(department, form, *, by) -> None:
    wanted = set(form.cleaned_data["members"])
    before = set(department.members.filter(is_active=True))
    for person in before - wanted:
        person.leave(department, by=by)
    for person in wanted - before:
        person.join(department, by=by)


def _page(request, form, status=HTTPStatus.OK):
    context = {"section": "departments", "form": form, "department": form.department}
    return render(request, "settings/department.html", context, status=status)

from http import HTTPStatus

from django.db import transaction
from django.db.models import Prefetch, Q
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Department, Presence, User
from accounts.settings_forms import InvitationForm
from accounts.views.settings.doors import for_admins
from accounts.views.settings.links import sent_or_shown
from accounts.views.settings.shown import parted

MOST = 500


@for_admins
def index(request):
    asked = request.GET.get("q", "").strip()[:100]
    people = User.objects.prefetch_related(Prefetch("departments", Department.objects.active()))
    if asked:
        people = people.filter(Q(name__icontains=asked) | Q(public_name__icontains=asked) | Q(email__icontains=asked))
    people = list(people.order_by("name", "pk")[:MOST])
    _say_who_is_here(people)
    context = {
        "section": "people",
        "asked": asked,
        **parted("people", people),
    }
    return render(request, "settings/people.html", context)


@for_admins
def new(request):
    return _page(request, InvitationForm(initial=_like(request.user)))


@for_admins
def create(request):
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    return sent_or_shown(request, _invited(form.cleaned_data, by=request.user))


@transaction.atomic
def _invited(clean: dict, *, by) -> User:
    departments = clean.pop("departments")
    person = User.objects.create_user(password=None, **clean)
    person.belong_to(departments, by=by)
    person.invite(by=by)
    return person


def _like(user) -> dict:
    """Colleagues mostly sit where the admin sits."""
    return {"role": User.Role.OPERATOR, "language": user.language, "time_zone": user.time_zone}


def _say_who_is_here(people: list[User]) -> None:
    now = timezone.now()
    seen = Presence.objects.in_bulk([person.pk for person in people])
    for person in people:
        person.here = seen[person.pk].at(now) if person.pk in seen else "offline"  # type: ignore[attr-defined]


def _page(request, form, status=HTTPStatus.OK):
    return render(request, "settings/invitation.html", {"section": "people", "form": form}, status=status)

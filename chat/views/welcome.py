"""The first admin is led from an empty installation to the first message."""

from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from accounts.views.settings.doors import for_admins
from chat.onboarding import STEPS, Onboarding, after
from chat.onboarding_forms import FORMS

LATER = "welcome_later"
YEAR = 365 * 24 * 60 * 60


@for_admins
def begin(request):
    return redirect("welcome:step", Onboarding(request.user).current)


@for_admins
def show(request, step):
    onboarding = _at(request, step)
    if step in FORMS:
        return _page(request, onboarding, step, form=FORMS[step](onboarding=onboarding))
    if request.htmx:
        return render(request, "welcome/step.html#waiting", _context(onboarding, step))
    return _page(request, onboarding, step)


@for_admins
def save(request, step):
    onboarding = _at(request, step)
    if step not in FORMS:
        return HttpResponseNotAllowed(["GET"])
    form = FORMS[step](request.POST, onboarding=onboarding)
    if not form.is_valid():
        return _page(request, onboarding, step, form=form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    with transaction.atomic():
        form.save(by=request.user)
    return redirect("welcome:step", after(step))


@for_admins
def later(request):
    """Remembered by this browser alone; whatever was done so far is there, and the settings lead back."""
    answer = redirect("tickets:desk")
    answer.set_cookie(LATER, "1", max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer


@for_admins
def panel(request):
    """What is still owed, for pages that have a place for it; nothing once all is done."""
    onboarding = Onboarding(request.user)
    if onboarding.is_alive or onboarding.current == "done":
        return HttpResponse()
    return render(request, "welcome/panel.html", {"onboarding": onboarding, "steps": STEPS})


def lead(request) -> str:
    """Where nobody could write to us yet, an admin begins here."""
    if not request.user.has_perm("accounts.manage") or LATER in request.COOKIES:
        return ""
    return "" if Onboarding(request.user).has_begun else "/desk/welcome/"


def _at(request, step) -> Onboarding:
    if step not in (*STEPS, "done"):
        raise Http404
    return Onboarding(request.user)


def _context(onboarding: Onboarding, step: str) -> dict:
    site = onboarding.site
    tag = f'<script src="{settings.PUBLIC_URL}/widget/v1.js" data-site="{site.key}" async></script>' if site else ""
    return {
        "onboarding": onboarding,
        "step": step,
        "number": STEPS.index(step) + 1 if step in STEPS else 0,
        "total": len(STEPS),
        "next": after(step) if step in STEPS else "",
        "tag": tag,
    }


def _page(request, onboarding, step, *, form=None, status=HTTPStatus.OK):
    return render(request, "welcome/step.html", _context(onboarding, step) | {"form": form}, status=status)

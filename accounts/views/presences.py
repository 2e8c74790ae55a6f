from django.shortcuts import render

from accounts.forms import PresenceForm
from accounts.models import Presence


def show(request):
    """What is said of oneself, to be changed in the desk's menu."""
    return _answer(request, "menu")


def notice(request):
    """That a colleague has set one's status; nothing where nobody did."""
    return _answer(request, "notice")


def update(request):
    form = PresenceForm(request.POST)
    if form.is_valid():
        request.user.presence.go(form.cleaned_data["status"], by=request.user)
    return _answer(request, "menu", status=200 if form.is_valid() else 422)


def _answer(request, partial: str, *, status=200):
    presence = request.user.presence
    context = {"presence": presence, "statuses": Presence.Status.choices}
    return render(request, f"account/_presence.html#{partial}", context, status=status)

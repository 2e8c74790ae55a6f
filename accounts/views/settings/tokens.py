"""Tokens of programs: made and shown once, and revoked."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.bearer import keyring
from accounts.models import ApiToken
from accounts.settings_forms.token import TokenForm
from accounts.views.settings.doors import for_admins


@for_admins
def index(request):
    tokens = list(ApiToken.objects.select_related("made_by"))
    context = {
        "section": "tokens",
        "tokens": [token for token in tokens if token.is_usable],
        "former": [token for token in tokens if not token.is_usable],
    }
    return render(request, "settings/tokens.html", context)


@for_admins
def new(request):
    return _page(request, TokenForm())


@for_admins
def create(request):
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    token, secret = ApiToken.make(by=request.user, **form.values())
    answer = render(request, "settings/token_made.html", {"section": "tokens", "token": token, "secret": secret})
    answer["Cache-Control"] = "no-store"
    return answer


@for_admins
def ask(request, pk):
    """What the token is, and the way to end it."""
    token = get_object_or_404(ApiToken.objects.select_related("made_by"), pk=pk)
    return render(request, "settings/token.html", {"section": "tokens", "token": token})


@for_admins
def revoke(request, pk):
    token = get_object_or_404(ApiToken, pk=pk)
    token.revoke(by=request.user)
    keyring.forget()
    messages.success(request, _("“%(name)s” is let in no more.") % {"name": token.name})
    return redirect("settings:tokens")


def _page(request, form, status=HTTPStatus.OK):
    return render(request, "settings/token_new.html", {"section": "tokens", "form": form}, status=status)

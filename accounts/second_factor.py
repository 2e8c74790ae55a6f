"""With REQUIRE_STAFF_2FA nobody gets past the set-up of a second factor."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.events import SecondFactorRemoved
from core.events.recording import record

ALLOWED = {"account_logout", "account_reauthenticate", "accounts_sign_out_everywhere"}


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        # Doors open to strangers stay open: only what asks for a sign-in asks for the second factor.
        if not settings.REQUIRE_STAFF_2FA or not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated or _leads_there(request) or has_second_factor(request):
            return None
        return _to_set_up(request)


def has_second_factor(request) -> bool:
    # Who used it to sign in has one; only a session without such a record costs a query.
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records) or is_mfa_enabled(request.user)


@transaction.atomic
def remove_second_factor(user, *, by) -> None:
    """For whoever lost the phone and the recovery codes. Whoever found the phone is signed out."""
    if Authenticator.objects.filter(user_id=user.pk).delete()[0]:
        record(SecondFactorRemoved(agent_id=user.pk), by=by)
        user.sign_out_everywhere(by=by)


def _leads_there(request) -> bool:
    name = request.resolver_match.url_name or ""
    return name.startswith("mfa_") or name in ALLOWED


def _to_set_up(request):
    where = reverse("mfa_activate_totp")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": where})
    return redirect(where)

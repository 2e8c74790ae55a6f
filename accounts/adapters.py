"""Where django-allauth asks us how things are done here."""

import re

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from accounts.addresses import client_address
from accounts.first_pages import first_page_for
from core import secrets

OWN_PATH = re.compile(r"/(?![/\\])[^\s\x00-\x1f\\]*")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-mail and password do not match."),
        "too_many_login_attempts": _("Too many failed attempts. Wait 15 minutes, then try again."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or no longer."),
        "rate_limited": _("Too many attempts. Wait 15 minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Our own paths alone: whoever signs in here is not sent elsewhere by somebody else's link."""
        return bool(OWN_PATH.fullmatch(url or "")) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def post_login(self, request, user, **kwargs):
        """Whoever asked for no page but the desk may have something to do before it."""
        answer = super().post_login(request, user, **kwargs)
        if getattr(answer, "url", "") == settings.LOGIN_REDIRECT_URL and (first := first_page_for(request)):
            return redirect(first)
        return answer

    def get_client_ip(self, request):
        return client_address(request)

    def _get_login_attempts_cache_key(self, request, **credentials):
        # By account alone: the same account under another of our host names is not a fresh start.
        return credentials.get("email", "").strip().lower()

    def set_password(self, user, password):
        user.change_password(password, by=user)

    def get_password_change_redirect_url(self, request):
        messages.success(request, gettext("The password is changed. Every other device is signed out."))
        return reverse("accounts_profile")

    def is_reauthentication_required(self, *, app):
        """Who gave the password a moment ago is not asked again to set up a second factor."""
        request = context.request
        given = [record["at"] for record in get_authentication_records(request, request.user)]
        return not given or timezone.now().timestamp() - max(given) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def add_message(self, *args, **kwargs):
        """Pages say what happened; messages would pile up until some page shows them all."""

    def send_notification_mail(self, *args, **kwargs):
        """Told by reactions to events, after the commit."""


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _("This code is not right, or no longer.")}

    def build_totp_svg(self, url):
        """On white: without a ground of its own no camera reads it on a dark page."""
        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")

    def encrypt(self, text):
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text):
        return secrets.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        return not settings.REQUIRE_STAFF_2FA

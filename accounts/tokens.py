from datetime import timedelta

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int

# Whoever was never here may be on leave; whoever forgot the password asks again.
INVITATION = timedelta(days=7)


class ResetToken(PasswordResetTokenGenerator):
    """Dies with the password it replaces, with a sign-in, with "sign out everywhere", and after an hour; an invitation
    after a week."""

    def check_token(self, user, token):
        return super().check_token(user, token) or self._invites(user, token)

    def _invites(self, user, token) -> bool:
        """The same token, of somebody who has no password yet."""
        if not user or not token or user.has_usable_password():
            return False
        try:
            made_at = base36_to_int(token.split("-")[0])
        except ValueError:
            return False
        secrets = [self.secret, *self.secret_fallbacks]
        known = any(
            constant_time_compare(self._make_token_with_timestamp(user, made_at, secret), token) for secret in secrets
        )
        age = self._num_seconds(self._now()) - made_at
        return known and age <= INVITATION.total_seconds()

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}:{user.session_epoch}:{user.is_active}"

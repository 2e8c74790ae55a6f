from django.contrib.auth.tokens import PasswordResetTokenGenerator


class ResetToken(PasswordResetTokenGenerator):
    """Dies with the password it replaces, with a sign-in, with "sign out everywhere" and after an hour."""

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}:{user.session_epoch}:{user.is_active}"

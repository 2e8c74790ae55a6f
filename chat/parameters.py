"""Which parameters of a page's address may be kept: those an admin names, unless their name gives a secret away."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NAME = re.compile(r"[A-Za-z0-9_.-]{1,40}")
SECRET = re.compile(
    r"token|session|sid$|mail|phone|pass|pwd|secret|code|otp|pin$|auth|jwt|key$|signature|card|iban|account|login|user|name",
    re.IGNORECASE,
)


def validate_parameter(name: str) -> None:
    if not NAME.fullmatch(name):
        raise ValidationError(_("“%(name)s” is not the name of a parameter."), params={"name": name})
    if SECRET.search(name):
        raise ValidationError(
            _("“%(name)s” may carry a secret or somebody’s name, so it is never kept."), params={"name": name}
        )

"""What counts as an exact origin: scheme, host and port as a browser spells them in the Origin header."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
DEFAULT_PORTS = {"http": 80, "https": 443}


def validate_origin(value: str) -> None:
    if not is_exact_origin(value):
        raise ValidationError(
            _("“%(value)s” is not an exact origin. Write it like https://www.example.com, without a path or a star."),
            params={"value": value},
        )


def is_exact_origin(value: str) -> bool:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in DEFAULT_PORTS or port == DEFAULT_PORTS[parts.scheme]:
        return False
    host = parts.netloc.removesuffix(f":{port}") if port is not None else parts.netloc
    # Only what a browser would send back letter for letter can ever match.
    return bool(HOST.fullmatch(host)) and value == f"{parts.scheme}://{parts.netloc}"

"""Post as Twilio does."""

from urllib.parse import urlencode, urlsplit

from django.test import Client

from embedded.providers.twilio import signature_of

FORM = "application/x-www-form-urlencoded"


def post(url, words, headers=None, **extra):
    parts = urlsplit(url)
    body = words if isinstance(words, bytes) else urlencode(words).encode()
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    signature = signature_of(url, words) if headers is None else headers
    return Client(enforce_csrf_checks=True).post(path, body, content_type=FORM, headers=signature | extra)

"""A letter of ours: plain words and the same in HTML, under one name however often it is sent."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives


def letter(
    reference: uuid.UUID, subject: str, plain: str, html: str, *, to: str, headers: dict[str, str] | None = None
) -> EmailMultiAlternatives:
    """Its Message-ID is made of the send's `reference`, so that a second copy is known as such."""
    own = {
        "Message-ID": f"<{reference.hex}@{urlsplit(settings.PUBLIC_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    mail = EmailMultiAlternatives(subject, plain, to=[to], headers=own | (headers or {}))
    mail.attach_alternative(html, "text/html")
    return mail

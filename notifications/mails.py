"""A step as a mail: plain words and the same in simple HTML."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from notifications.wishes.opting_out import address_of_wishes


def mail_of(step) -> EmailMultiAlternatives:
    notification = step.notification
    words = notification.words["email"]
    wishes = address_of_wishes(notification.customer)
    context = {"words": words, "wishes": wishes, "category": notification.category, "language": notification.language}
    with override(notification.language):
        plain = render_to_string("notifications/mail.txt", context)
        html = render_to_string("notifications/mail.html", context)
    subject = " ".join((words["title"] or str(notification.category)).split())
    mail = EmailMultiAlternatives(subject, plain, to=[step.address], headers=_headers(step, wishes))
    mail.attach_alternative(html, "text/html")
    return mail


def _headers(step, wishes: str) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{step.reference.hex}@{urlsplit(settings.PUBLIC_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    if step.notification.category.is_advert:
        # RFC 8058: the mail program posts there by itself.
        headers |= {"List-Unsubscribe": f"<{wishes}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers

"""A step as a mail: plain words and the same in simple HTML."""

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from messengers.email.letters import letter
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
    return letter(step.reference, subject, plain, html, to=step.address, headers=_headers(notification, wishes))


def _headers(notification, wishes: str) -> dict[str, str]:
    if not notification.category.is_advert:
        return {}
    # RFC 8058: the mail program posts there by itself.
    return {"List-Unsubscribe": f"<{wishes}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}

"""The mail that tells a colleague what he has not read: in his language, by his clock, with a link to each ticket."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from core.mail import goes_out
from core.transports import Refused, Transport
from messengers.email.transport import Mail
from notifications.channels.console import Console, console_is_on
from notifications.models import DigestSend

MOST = 50


class NoServer(Transport):
    def prepare(self, send):
        raise Refused("no_provider")


def transport_of(send: DigestSend) -> Transport:
    if goes_out():
        return Mail(mail_of(send))
    return Console() if console_is_on() else NoServer()


def mail_of(send: DigestSend) -> EmailMultiAlternatives:
    user = send.user
    with translation.override(user.language), timezone.override(user.time_zone):
        unread = send.unread().select_related("ticket__customer", "ticket__department")
        count = unread.count()
        subject = ngettext("%(count)d notice you have not read", "%(count)d notices you have not read", count)
        context = {"user": user, "notices": unread[:MOST], "more": max(count - MOST, 0), "home": settings.PUBLIC_URL}
        plain = render_to_string("notices/digest.txt", context).strip() + "\n"
        html = render_to_string("notices/digest.html", context | {"subject": subject % {"count": count}})
    headers = {
        "Message-ID": f"<{send.reference.hex}@{urlsplit(settings.PUBLIC_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    mail = EmailMultiAlternatives(subject % {"count": count}, plain, to=[user.email], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail

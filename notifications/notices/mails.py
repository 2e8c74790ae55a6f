"""The mail that tells a colleague what he has not read: in his language, by his clock, with a link to each ticket."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from core.mail import goes_out
from core.transports import Transport
from messengers.email.letters import letter
from messengers.email.transport import Mail
from notifications.channels.console import stand_in
from notifications.models import DigestSend

MOST = 50


def transport_of(send: DigestSend) -> Transport:
    return Mail(mail_of(send)) if goes_out() else stand_in()


def mail_of(send: DigestSend) -> EmailMultiAlternatives:
    user = send.user
    with translation.override(user.language), timezone.override(user.time_zone):
        unread = send.unread().select_related("ticket__customer", "ticket__department")
        count = unread.count()
        subject = ngettext("%(count)d notice you have not read", "%(count)d notices you have not read", count)
        context = {"user": user, "notices": unread[:MOST], "more": max(count - MOST, 0), "home": settings.PUBLIC_URL}
        plain = render_to_string("notices/digest.txt", context).strip() + "\n"
        html = render_to_string("notices/digest.html", context | {"subject": subject % {"count": count}})
    return letter(send.reference, subject % {"count": count}, plain, html, to=user.email)

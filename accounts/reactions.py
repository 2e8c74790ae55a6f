from datetime import timedelta

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.events import AgentInvited, AgentStatusChanged, PasswordChanged, PasswordResetAsked
from accounts.models import User
from accounts.tokens import ResetToken
from core.events.kinds import live, on
from core.live.publishing import push


@live(AgentStatusChanged)
def tell_whose_status_a_colleague_set(event: AgentStatusChanged) -> None:
    if event.set_by_id:
        push(f"agent.{event.agent_id}", {"type": "poke", "topic": "presence"})


@on(PasswordResetAsked)
def mail_the_reset_link(event, row):
    # Who asked an hour ago, while the worker was down, has asked again or given up.
    if timezone.now() - row.happened_at > timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT):
        return
    for user in User.objects.active().filter(pk=event.agent_id):
        _mail(user, "account/email/reset.txt", link=reset_link(user))


@on(AgentInvited)
def mail_the_invitation(event, row):
    for user in User.objects.active().filter(pk=event.agent_id):
        _mail(user, "account/email/invited.txt", link=reset_link(user))


@on(PasswordChanged)
def tell_the_owner_of_the_new_password(event, row):
    for user in User.objects.active().filter(pk=event.agent_id):
        _mail(user, "account/email/changed.txt", changed_at=row.happened_at)


def reset_link(user) -> str:
    """Built on PUBLIC_URL: a Host header is the word of whoever sent the request."""
    key = {"uidb36": user_pk_to_url_str(user), "key": ResetToken().make_token(user)}
    return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=key)


def _mail(user, template: str, **context) -> None:
    """The first line of the template is the subject."""
    with translation.override(user.language), timezone.override(user.time_zone):
        subject, _, text = render_to_string(template, {"user": user, **context}).strip().partition("\n")
    send_mail(subject, text.strip() + "\n", None, [user.email])

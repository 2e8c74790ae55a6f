from core.mail import goes_out
from core.transports import Transport
from customers.models import Identity
from messengers.email.transport import Mail
from notifications.channels.channel import Channel, Target, channel
from notifications.channels.console import provider_of, stand_in
from notifications.mails import mail_of


@channel("email")
class Email(Channel):
    """The customer's mail address: a proved one before one that somebody merely typed."""

    def targets(self, notification) -> list[Target]:
        addresses = notification.customer.identities.filter(kind=Identity.Kind.EMAIL).order_by("verified_at", "pk")
        provider = provider_of("smtp", set_up=goes_out())
        refusal = "" if provider else "no_provider"
        return [
            Target(target="email", address=each.value, provider=provider, refusal=refusal) for each in addresses[:1]
        ]

    def transport(self, step) -> Transport:
        return Mail(mail_of(step)) if goes_out() else stand_in()

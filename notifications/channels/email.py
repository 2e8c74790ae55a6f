from core.mail import goes_out
from core.transports import Transport
from customers.models import Identity
from messengers.email.transport import Mail
from notifications.channels.addresses import address_of
from notifications.channels.channel import Channel, Target, channel
from notifications.channels.console import provider_of, stand_in
from notifications.mails import mail_of


@channel("email")
class Email(Channel):
    def targets(self, notification) -> list[Target]:
        address = address_of(notification, Identity.Kind.EMAIL)
        provider = provider_of("smtp", set_up=goes_out())
        refusal = "" if provider else "no_provider"
        return [Target(target="email", address=address, provider=provider, refusal=refusal)] if address else []

    def transport(self, step) -> Transport:
        return Mail(mail_of(step)) if goes_out() else stand_in()

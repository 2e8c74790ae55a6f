from smtplib import SMTPAuthenticationError, SMTPConnectError, SMTPRecipientsRefused, SMTPResponseException
from socket import gaierror

from django.core.mail import EmailMultiAlternatives

from core.transports import Refused, Transport, TryLater

FINAL = 500


class Mail(Transport):
    """One mail to one address. Its Message-ID is the same however often it goes, so a second copy is known as such."""

    # No server can be asked what it took; "nothing is known of it" sends the same mail again.
    can_find = True

    def __init__(self, mail: EmailMultiAlternatives):
        self.mail = mail

    def send(self, send, prepared) -> str:
        try:
            self.mail.send()
        except SMTPRecipientsRefused as error:
            raise _of(next(iter(error.recipients.values()))[0]) from None
        except (SMTPConnectError, SMTPAuthenticationError) as error:
            # Nothing was said yet, and a wrong password is ours to mend.
            raise TryLater(f"smtp {error.smtp_code}") from None
        except SMTPResponseException as error:
            raise _of(error.smtp_code) from None
        except (ConnectionRefusedError, gaierror) as error:
            raise TryLater(type(error).__name__) from None
        return self.mail.extra_headers["Message-ID"]

    def find(self, send) -> None:
        return None


def _of(code: int) -> Refused | TryLater:
    """The server's own words would quote the address."""
    if code >= FINAL:
        return Refused("no_such_mailbox" if code in (550, 551, 553) else f"smtp {code}")
    return TryLater(f"smtp {code}")

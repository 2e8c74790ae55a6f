"""Twilio's Messages API with their SDK: https://www.twilio.com/docs/messaging/api/message-resource"""

import logging
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus

from django.conf import settings
from requests import ConnectionError, ConnectTimeout
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from core.transports import Refused, Transport, TryLater
from messengers.sms.errors import word_for

SECONDS = 10
# Clocks differ, and Twilio tells whole seconds.
SLACK = timedelta(seconds=30)
LISTED = 50
# The SDK writes whole requests into the log, texts and numbers too.
SILENT = logging.Logger("twilio", level=logging.CRITICAL + 1)
PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


class TwilioSms(Transport):
    """One text to one number. The address for its callbacks carries our reference, under their signature."""

    can_find = True

    def __init__(self, messenger, *, to: str, text: str):
        self.messenger, self.to, self.text = messenger, to, text

    def prepare(self, send) -> dict:
        return {
            "to": self.to,
            "body": self.text,
            "status_callback": f"{self.messenger.address}?ref={send.reference.hex}",
            # Left alone, so that `find` knows the text again; and what was counted is what is billed.
            "smart_encoded": False,
            **_sender(self.messenger.secrets["sender"]),
        }

    def send(self, send, prepared) -> str:
        try:
            sid = self._messages().create(**prepared).sid
        except (TwilioRestException, TwilioServiceException) as error:
            raise Refused(word_for(error.code)) from None
        if not sid:
            # It may have gone out all the same: it is asked for.
            raise ValueError("an answer without a name for the message")
        return sid

    def find(self, send) -> str | None:
        """Twilio keeps no reference of ours, so: the same text to this number since our call, which no other has."""
        since = send.called_at - SLACK
        ours = [
            each.sid
            for each in self._messages().list(to=self.to, limit=LISTED)
            if each.date_created >= since and each.direction != "inbound" and _same(each.body, self.text)
        ]
        others = type(send)._base_manager.filter(provider_id__in=ours).exclude(pk=send.pk)
        taken = set(others.values_list("provider_id", flat=True))
        return next((sid for sid in reversed(ours) if sid not in taken), None)

    def _messages(self):
        secrets = self.messenger.secrets
        return _client(secrets["account_sid"], secrets["auth_token"], secrets.get("url", settings.TWILIO_URL)).messages


def _same(sent: str, text: str) -> bool:
    """A trial account puts a sentence of Twilio's before ours."""
    return (sent or "").strip().endswith(text.strip())


def _sender(sender: str) -> dict[str, str]:
    return {"messaging_service_sid": sender} if sender.startswith("MG") else {"from_": sender}


@lru_cache(maxsize=16)
def _client(account: str, token: str, url: str) -> Client:
    client = Client(account, token, http_client=OneTry(timeout=SECONDS, max_retries=0, logger=SILENT))
    client.api.base_url = url
    return client


class OneTry(TwilioHttpClient):
    """Their client, sorted by what we may do next: whatever is certain not to have sent is TryLater."""

    def request(self, *args, **kwargs):
        try:
            response = super().request(*args, **kwargs)
        except ConnectTimeout:
            raise TryLater("no connection in time") from None
        except ConnectionError as error:
            if _never_left(error):
                raise TryLater("no connection") from None
            raise
        status = response.status_code
        if status in PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise TryLater(f"answered {status}", retry_after=_pause(response.headers))
        return response


def _never_left(error: ConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)


def _pause(headers) -> float | None:
    seconds = (headers or {}).get("Retry-After", "")
    return min(float(seconds), 600) if seconds.isdigit() else None

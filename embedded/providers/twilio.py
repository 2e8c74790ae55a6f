"""Twilio's Messages API: it takes texts, lists them, and reports their way by signed callbacks.

As https://www.twilio.com/docs/messaging/api/message-resource has it, for the calls that the SDK makes. A fault named by
a number, Fault("21610", answer=400), is one of Twilio's error codes.
"""

import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

from twilio.request_validator import RequestValidator

from embedded.providers.server import Desk, Provider

ACCOUNT = "AC" + "0" * 32
TOKEN = "a-token-of-the-local-twilio"
IN_ORDER = ("queued", "sent", "delivered")
Carrier = Callable[[str, dict[str, str], dict[str, str]], None]


class Twilio(Provider):
    """`statuses` come back for each text, in this order, `every` seconds apart; doubled ones are named twice.

    `carrier(url, params, headers)` brings a callback to its address; without one it goes there over HTTP.
    """

    def __init__(self, port: int = 0, *, statuses=IN_ORDER, every: float = 0.05, carrier: Carrier | None = None):
        self.desk = TwilioDesk
        super().__init__(port)
        self.statuses: tuple[str, ...] = tuple(statuses)
        self.of_number: dict[str, tuple[str, ...]] = {}
        self.every = every
        self.carry = carrier or over_http
        # Twilio lists a text only a moment after it took it.
        self.lists_after = 0.0

    def report(self, entry: dict[str, Any]) -> None:
        if entry["callback"]:
            threading.Thread(target=self._report, args=[entry], daemon=True).start()

    def _report(self, entry: dict[str, Any]) -> None:
        for status in self.of_number.get(entry["to"], self.statuses):
            if self.every and self.stopping.wait(self.every):
                return
            entry["status"] = status
            self.carry(entry["callback"], *signed(entry, status))


class TwilioDesk(Desk):
    server: Twilio

    def do_POST(self) -> None:
        words = {name: values[-1] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}
        fault = self.choose_fault(words.get("To", ""))
        if fault and not fault.accepts:
            return self.suffer(fault)
        entry = self._taken(words)
        self.server.take(entry)
        self.server.report(entry)
        return self.suffer(fault) if fault else self.answer(201, shown(entry))

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if (fault := self.choose_fault("GET")) is not None:
            return self.suffer(fault)
        rows = [each for each in self.server.ledger if each["at"] + self.server.lists_after <= time.time()]
        if not parts.path.endswith("/Messages.json"):
            sid = parts.path.rpartition("/")[2].removesuffix(".json")
            row = next((each for each in rows if each["sid"] == sid), None)
            return self.answer(200, shown(row)) if row else self.answer(404, {"code": 20404, "message": "not found"})
        to = parse_qs(parts.query).get("To", [""])[0]
        found = [shown(each) for each in reversed(rows) if to in ("", each["to"])]
        return self.answer(
            200, {"messages": found, "page": 0, "page_size": 50, "uri": self.path, "next_page_uri": None}
        )

    def words_of(self, fault) -> dict:
        code = int(fault.name) if fault.name.isdigit() else {429: 20429}.get(fault.answer or 0, 20500)
        return {"code": code, "message": fault.name, "status": fault.answer, "more_info": ""}

    def _taken(self, words: dict[str, str]) -> dict[str, Any]:
        return {
            "sid": "SM" + secrets.token_hex(16),
            "to": words.get("To", ""),
            "from": words.get("From", ""),
            "body": words.get("Body", ""),
            "callback": words.get("StatusCallback", ""),
            "status": "queued",
            "account": self.path.split("/")[3],
        }


def shown(entry: dict[str, Any]) -> dict[str, Any]:
    when = format_datetime(datetime.fromtimestamp(entry.get("at", time.time()), UTC))
    return {
        "sid": entry["sid"],
        "account_sid": entry["account"],
        "to": entry["to"],
        "from": entry["from"],
        "body": entry["body"],
        "status": entry["status"],
        "direction": "outbound-api",
        "date_created": when,
        "date_updated": when,
        "date_sent": when,
        "num_segments": "1",
        "num_media": "0",
        "api_version": "2010-04-01",
        "error_code": None,
        "error_message": None,
        "price": None,
        "price_unit": "USD",
        "messaging_service_sid": None,
        "uri": f"/2010-04-01/Accounts/{entry['account']}/Messages/{entry['sid']}.json",
        "subresource_uris": {},
    }


def signed(entry: dict[str, Any], status: str, token: str = TOKEN) -> tuple[dict[str, str], dict[str, str]]:
    """The words of a callback and its signature."""
    words = {
        "MessageSid": entry["sid"],
        "SmsSid": entry["sid"],
        "AccountSid": entry["account"],
        "From": entry["from"],
        "To": entry["to"],
        "ApiVersion": "2010-04-01",
        "MessageStatus": status,
        "SmsStatus": status,
    }
    if status in ("failed", "undelivered"):
        words["ErrorCode"] = "30003"
    return words, signature_of(entry["callback"], words, token)


def signature_of(url: str, words: dict[str, str], token: str = TOKEN) -> dict[str, str]:
    return {"X-Twilio-Signature": RequestValidator(token).compute_signature(url, words)}


def over_http(url: str, words: dict[str, str], headers: dict[str, str]) -> None:
    request = Request(url, urlencode(words).encode(), headers)
    for _try in range(3):
        try:
            urlopen(request, timeout=10).close()
        except (URLError, OSError):
            time.sleep(0.5)
        else:
            return

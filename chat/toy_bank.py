"""What the demo's toy bank knows: its customer's payments, and how each stands, which changes from minute to minute.

It plays somebody else's server: it signs identities and cards, and answers our signed questions.
"""

import hmac
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import jwt
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chat.cards import audience_of
from chat.connecting import signature
from chat.models import Site

LIFE_SECONDS = 60 * 60
PHASE_SECONDS = 60
FRESH_SECONDS = 5 * 60
DAVE = {"sub": "dave", "name": "Dave Okafor", "email": "dave@demo.test", "phone": "+380440000001"}


@dataclass(frozen=True)
class Payment:
    """`statuses`: how it stands, one after the other, over and over."""

    id: str
    payee: str
    amount: str
    how: str
    time: tuple[int, int, int]
    statuses: tuple[str, ...]

    @property
    def when(self) -> datetime:
        """Of the last November: fixed, or a card would differ from what is told a day later."""
        now = timezone.now()
        year = now.year if (now.month, now.day) > (11, 20) else now.year - 1
        day, hour, minute = self.time
        return datetime(year, 11, day, hour, minute, tzinfo=UTC)

    def status(self, now: float) -> str:
        return self.statuses[int(now // PHASE_SECONDS) % len(self.statuses)]


HELD = (gettext_noop("Held twice"), gettext_noop("Second hold cancelled"), gettext_noop("Booked once"))
BOOKED = (gettext_noop("Booked"),)
PAYMENTS = {
    payment.id: payment
    for payment in (
        Payment("P-77120934", gettext_noop("Corner Café"), "−€18.40", gettext_noop("Card ·· 4821"), (20, 11, 47), HELD),
        Payment(
            "P-77120912", gettext_noop("City transport"), "−€1.60", gettext_noop("Card ·· 4821"), (20, 7, 12), BOOKED
        ),
        Payment(
            "P-77119850", "Okafor Ceramics", "+€2,450.00", gettext_noop("Salary for November"), (19, 10, 0), BOOKED
        ),
        Payment(
            "P-77118315", gettext_noop("Green Market"), "−€46.15", gettext_noop("Card ·· 4821"), (19, 16, 5), BOOKED
        ),
        Payment(
            "P-77100401",
            gettext_noop("Rent, 12 Garden St"),
            "−€780.00",
            gettext_noop("Standing order"),
            (18, 6, 0),
            BOOKED,
        ),
        Payment(
            "P-77098127",
            gettext_noop("Rail tickets, Lviv"),
            "+€32.00",
            gettext_noop("Card ·· 4821"),
            (17, 14, 30),
            (gettext_noop("Return announced"), gettext_noop("Returned")),
        ),
    )
}


def card_of(payment: Payment, *, address: str, now: float) -> dict:
    """As the page shows it, in the page's language."""
    return {
        "type": "payment",
        "id": payment.id,
        "title": f"{_(payment.payee)}, {payment.amount}",
        "fields": fields_of(payment, now=now),
        "url": f"{address}#{payment.id}",
    }


def fields_of(payment: Payment, *, now: float) -> list[dict]:
    pairs = (
        (_("Amount"), payment.amount),
        (_("Payee"), _(payment.payee)),
        (_("Time"), payment.when.isoformat()),
        (_("Paid by"), _(payment.how)),
        (_("Status"), _(payment.status(now))),
    )
    return [{"label": label, "value": value} for label, value in pairs]


def identity_of_dave(site: Site) -> str:
    """What the bank's own server would do: vouch for the customer who has signed in there."""
    return _signed(site, {**DAVE, "aud": site.key})


def signature_of(card: dict, site: Site) -> str:
    """The same for what the page shows him: nobody else may show it as his."""
    return _signed(site, {"sub": DAVE["sub"], "aud": audience_of(site), "card": card})


def is_from_the_helpdesk(site: Site, headers, body: bytes) -> bool:
    """What docs/widget.md tells the keeper of a connector to check."""
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isascii() or not timestamp.isdigit() or abs(time.time() - int(timestamp)) > FRESH_SECONDS:
        return False
    right = signature(site.identity_secret, message_id, timestamp, body)
    return hmac.compare_digest(right.encode(), headers.get("webhook-signature", "").encode())


def answer_to(question: dict) -> dict | None:
    """How a payment of Dave's stands now, in the language in which it was shown; None for everything else."""
    if question.get("type") == "test":
        return {"status": "ok", "fields": []}
    card = question["card"]
    payment = PAYMENTS.get(card["id"])
    if payment is None or (question["customer"] or {}).get("id") != DAVE["sub"]:
        return None
    now = time.time()
    with translation.override(_language_of(card)):
        return {"status": _(payment.status(now)), "fields": fields_of(payment, now=now)}


def _language_of(card: dict) -> str:
    labels = {field["label"] for field in card["fields"]}
    with translation.override("ru"):
        return "ru" if _("Status") in labels else "en"


def _signed(site: Site, claims: dict) -> str:
    now = int(time.time())
    return jwt.encode({**claims, "iat": now, "exp": now + LIFE_SECONDS}, site.identity_secret, algorithm="HS256")

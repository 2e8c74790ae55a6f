"""What a customer wishes to be told, and the link by which he says so himself."""

from base64 import urlsafe_b64encode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from core.events.recording import record
from customers.models import Customer
from notifications.events import WishesChanged
from notifications.models import OptOut
from notifications.plans import CHANNELS

SALT = "notifications.wishes"
# 128 bits: short enough for an SMS, and too long to be guessed.
BYTES = 16


def address_of_wishes(customer) -> str:
    return settings.PUBLIC_URL + reverse("wishes", args=[token_for(customer.pk)])


def token_for(number: int) -> str:
    return f"{number}-{_signature(str(number))}"


def address_like_wishes() -> str:
    """As long as anybody's, and nobody's: for previews."""
    return settings.PUBLIC_URL + reverse("wishes", args=["1234567-" + len(_signature("")) * "x"])


def customer_of(token: str) -> Customer | None:
    """Whose link it is. It does not expire: a mail of years ago must still let him go."""
    number, _dash, signature = token.partition("-")
    if not (number.isascii() and number.isdigit() and constant_time_compare(signature, _signature(number))):
        return None
    return Customer.objects.filter(pk=number).first()


def _signature(number: str) -> str:
    digest = salted_hmac(SALT, number, algorithm="sha256").digest()[:BYTES]
    return urlsafe_b64encode(digest).decode().rstrip("=")


@transaction.atomic
def refuse_adverts(customer, channel: str, *, said_by: str, by) -> None:
    """STOP, or one click in a mail program. Said twice, it is said once."""
    row, new = OptOut.objects.get_or_create(
        customer=customer, category=None, channel=channel, defaults={"said_by": said_by}
    )
    if new:
        record(WishesChanged(customer_id=row.customer_id, said_by=said_by), by=by)


@transaction.atomic
def accept_adverts(customer, channel: str, *, said_by: str, by) -> None:
    """START: on this channel again; a refusal of all channels was said elsewhere and stays."""
    if customer.opt_outs.filter(category=None, channel=channel).delete()[0]:
        record(WishesChanged(customer_id=customer.pk, said_by=said_by), by=by)


@transaction.atomic
def set_wishes(customer, wishes: dict, *, said_by: str, by) -> bool:
    """The channels that are wanted of each kind: a category, or None for all adverts. True if any of it is news."""
    Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    changed = [_set(customer, kind, set(CHANNELS) - wanted, said_by) for kind, wanted in wishes.items()]
    if any(changed):
        record(WishesChanged(customer_id=customer.pk, said_by=said_by), by=by)
    return any(changed)


def refused(customer, kind) -> set[str]:
    """The channels on which he wants nothing of this kind; a refusal of all is one of each."""
    said = set(customer.opt_outs.filter(category=kind).values_list("channel", flat=True))
    return set(CHANNELS) if "" in said else said


def _set(customer, kind, now: set[str], said_by: str) -> bool:
    """One row for all channels becomes a row for each; what was refused before keeps its when and where."""
    before = refused(customer, kind)
    if before == now:
        return False
    customer.opt_outs.filter(category=kind).exclude(channel__in=now).delete()
    rows = [OptOut(customer=customer, category=kind, channel=each, said_by=said_by) for each in now]
    OptOut.objects.bulk_create(rows, ignore_conflicts=True)
    return True

"""What can go wrong, how the local providers are told of it, and how many SMS must come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOON = 1.0
IN_ORDER = ("queued", "sent", "delivered")


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """`device` and `number` say what the providers are told of each, given the seconds until the push's deadline."""

    name: Promise
    hint: Promise
    device: Callable[[float], dict[str, Any]] = lambda seconds: {"receipts": []}
    number: dict[str, Any] | None = None
    texts: int = 1


def _answering(name: str, status: int) -> dict[str, Any]:
    return {"fault": {"name": name, "answer": status}}


ALL_WELL = "none"
TROUBLES: dict[str, Trouble] = {
    ALL_WELL: Trouble(
        name=_("No fault"),
        hint=_("The receipt comes after a second: no SMS."),
        device=lambda seconds: {"receipts": [SOON]},
        texts=0,
    ),
    "no_receipt": Trouble(name=_("No receipt"), hint=_("The push is taken and never proved: SMS at the deadline.")),
    "late_receipt": Trouble(
        name=_("Late receipt"),
        hint=_("It comes after the deadline: the SMS has gone, the receipt is counted as late."),
        device=lambda seconds: {"receipts": [seconds + 1.5]},
    ),
    "doubled_receipt": Trouble(
        name=_("Doubled receipt"),
        hint=_("The same proof twice: no SMS, and nothing counted twice."),
        device=lambda seconds: {"receipts": [SOON, SOON + 0.2]},
        texts=0,
    ),
    "unregistered": Trouble(
        name=_("App removed"),
        hint=_("The provider knows the device no more: SMS at once, and the device is forgotten."),
        device=lambda seconds: {"gone": True},
    ),
    "quota": Trouble(
        name=_("Quota used up"),
        hint=_("The provider of pushes answers 429: SMS at the deadline."),
        device=lambda seconds: _answering("quota", 429),
    ),
    "outage": Trouble(
        name=_("Outage"),
        hint=_("The provider of pushes answers 503 all the time: SMS at the deadline."),
        device=lambda seconds: _answering("unavailable", 503),
    ),
    "lost_answer": Trouble(
        name=_("Answer lost"),
        hint=_("The SMS is taken and the answer never comes: it is asked for, and not sent again."),
        number={"fault": {"name": "lost", "accepts": True}, "times": 1},
    ),
    "disorder": Trouble(
        name=_("Callbacks out of order"),
        hint=_("“Delivered” comes before “sent”: it stays delivered."),
        number={"statuses": IN_ORDER[::-1]},
    ),
    "doubled_callbacks": Trouble(
        name=_("Doubled callbacks"),
        hint=_("Each status comes twice: one SMS, settled once."),
        number={"statuses": [status for status in IN_ORDER for _twice in range(2)]},
    ),
}

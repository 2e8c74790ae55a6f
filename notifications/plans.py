"""The steps of a cascade as data: [{"channel": "push", "seconds": 4}, {"channel": "sms", "seconds": 30}].

`seconds` is how long a step may wait for its proof before the next one begins; the last one's is not used.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CHANNELS = {"push": _("Push"), "sms": _("SMS"), "email": _("E-mail")}
LONGEST = 5
MOST_SECONDS = 7 * 24 * 3600


def default_plan() -> list[dict]:
    return [{"channel": "push", "seconds": 4}, {"channel": "sms", "seconds": 30}]


def validate_plan(steps) -> None:
    """Raises ValidationError in words for whoever wrote it."""
    if not isinstance(steps, list) or not 1 <= len(steps) <= LONGEST:
        raise ValidationError(_("A cascade has one to five steps."))
    for step in steps:
        if not isinstance(step, dict) or step.keys() != {"channel", "seconds"} or step["channel"] not in CHANNELS:
            raise ValidationError(_("A step names a channel and how many seconds it may take."))
        seconds = step["seconds"]
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 1 <= seconds <= MOST_SECONDS:
            raise ValidationError(_("A step takes one second to seven days."))
    if len({step["channel"] for step in steps}) < len(steps):
        raise ValidationError(_("Each channel is tried once."))


def preferring(steps: list[dict], channel: str) -> list[dict]:
    """The same steps, the customer's own channel first (R150)."""
    return sorted(steps, key=lambda step: step["channel"] != channel)

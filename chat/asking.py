"""What a customer is asked below the log, one thing at a time, and where his answer goes.

An asker is a module with `READERS` (what it asks, each kind with the reader of its answer), `ask(conversation,
standing)` and `answer(conversation, kind, session=..., value=..., by=...)`; the value None passes the question over.
"""

from django.utils.translation import gettext_lazy as _

from chat import naming, rating
from chat.payloads import checked, optional
from chat.refusals import Refusal

# In the order of asking.
ASKERS = (rating, naming)


def ask_of(conversation, standing) -> dict | None:
    return next((ask for asker in ASKERS if (ask := asker.ask(conversation, standing))), None)


def answer(conversation, kind: str, *, session: int | None, value, by) -> None:
    """What is over or was answered already changes nothing."""
    asker = next((asker for asker in ASKERS if kind in asker.READERS), None)
    if asker is None:
        raise Refusal("invalid", fields={"kind": _("Nothing of this kind is asked.")})
    clean = checked({"value": value}, {"value": optional(asker.READERS[kind])})
    asker.answer(conversation, kind, session=session, value=clean["value"], by=by)

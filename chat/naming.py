"""How the customer wants to be called: asked once, in the first conversation (R9), the site's word filled in (R10)."""

from chat import payloads
from customers.models import Customer

KIND = "name"
LONGEST = 100
read = payloads.string(LONGEST)


def ask(conversation, standing) -> dict | None:
    """While somebody talks with him; afterwards other things are asked."""
    if standing.state == "closed" or not standing.asks_name:
        return None
    return {"kind": KIND, "session": None, "value": standing.name[:LONGEST]}


def answer(conversation, *, session, value, by: Customer) -> bool:
    """`value` null passes it over. False when the question is over already."""
    name = " ".join(read(value).split()) if value is not None else ""
    return by.answer_name(name, by=by)

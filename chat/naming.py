"""How the customer wants to be called: asked once, in the first conversation (R9), the site's word filled in (R10)."""

from chat import payloads

LONGEST = 100
READERS = {"name": payloads.string(LONGEST)}


def ask(conversation, standing) -> dict | None:
    """While somebody talks with him; afterwards other things are asked."""
    if standing.state == "closed" or not standing.asks_name:
        return None
    return {"kind": "name", "session": None, "value": standing.name[:LONGEST]}


def answer(conversation, kind: str, *, session: int | None, value: str | None, by) -> None:
    if by.answer_name(" ".join((value or "").split()), by=by):
        conversation.ticket.ask_otherwise(by=by)

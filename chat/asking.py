"""What the customer is asked below the talk, one thing at a time; each asker knows whether it is its turn."""

from chat import naming

ASKERS = [naming]


def ask_of(conversation, standing) -> dict | None:
    return next((asked for asker in ASKERS if (asked := asker.ask(conversation, standing))), None)


def answer(conversation, kind: str, *, session, value, by) -> None:
    """An answer that comes twice, or to what is over, changes nothing. Raises payloads.WrongValue or WrongType."""
    asker = next(each for each in ASKERS if kind == each.KIND)
    if asker.answer(conversation, session=session, value=value, by=by):
        conversation.ticket.ask_otherwise(by=by)

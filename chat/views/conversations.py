from chat import limits, payloads
from chat.answers import Answer
from chat.doors import for_visitor
from chat.serialising import bot_json, message_json
from chat.standing import standing_of
from chat.views.scoping import conversation_for

PAGE_AFTER = 200
PAGE_BEFORE = 50


@for_visitor
def show(request, public_id):
    """What changed after a version, or what stands before a place."""
    limits.spend(limits.READS, request.visitor.pk)
    asked = payloads.query(request, after=payloads.place, before=payloads.place)
    # The ticket first: messages that come meanwhile are shown early, never missed.
    conversation = conversation_for(request, public_id)
    conversation.ticket.refresh_from_db()
    [standing] = standing_of([conversation])
    messages, more = _messages(conversation.ticket, **asked)
    bot = bot_json(request.site)
    return Answer(
        {
            "conversation": standing,
            "messages": [message_json(m, visitor_id=request.visitor.pk, bot=bot) for m in messages],
            "more": more,
        }
    )


def _messages(ticket, *, after: int | None, before: int | None) -> tuple[list, bool]:
    said = ticket.messages.for_reading()
    if before is not None:
        rows = list(said.newest_public(PAGE_BEFORE + 1, before=before))
        return rows[:PAGE_BEFORE][::-1], len(rows) > PAGE_BEFORE
    rows = list(said.changed_publicly_after(after or 0)[: PAGE_AFTER + 1])
    return rows[:PAGE_AFTER], len(rows) > PAGE_AFTER

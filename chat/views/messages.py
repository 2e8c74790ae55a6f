from django.utils.translation import gettext_lazy as _

from chat import limits, payloads
from chat.addresses import network_of
from chat.answers import Answer
from chat.card_payloads import about
from chat.cards import shown_card
from chat.doors import for_visitor
from chat.looking import look_at, take_along
from chat.refusals import Refusal
from chat.serialising import bot_json, message_json
from chat.standing import standing_of
from chat.views.scoping import found
from chat.writing import Words, begin, go_on


@for_visitor
def create(request, public_id):
    visitor, site = request.visitor, request.site
    limits.spend(limits.MESSAGES, visitor.pk)
    words, page = _said(request)
    waiting = bool(visitor.pages)
    conversation = found(request, public_id)
    if conversation is None:
        _spend_a_beginning(request)
        conversation, message, created = begin(visitor, public_id, words, site=site)
    else:
        conversation, message, created = go_on(visitor, conversation, words)
    if waiting:
        take_along(visitor, message.ticket)
    look_at(visitor, conversation, page)
    [standing] = standing_of([conversation])
    return Answer(
        {
            "conversation": standing,
            "message": message_json(message, visitor_id=visitor.pk, bot=bot_json(site)),
        },
        status=201 if created else 200,
    )


def _said(request) -> tuple[Words, dict | None]:
    said = payloads.read(
        request,
        client_id=payloads.identifier,
        text=payloads.string(payloads.MAX_TEXT),
        attachments=payloads.optional(payloads.keys),
        page=payloads.optional(payloads.page),
        reply_to=payloads.optional(payloads.identifier),
        card=payloads.optional(about),
    )
    keys = said["attachments"] or []
    if not said["text"].strip() and not keys and not said["card"]:
        empty = _("Write something first.")
        raise Refusal("invalid", sentence=empty, fields={"text": empty})
    card = shown_card(said["card"], site=request.site, visitor=request.visitor)
    words = Words(client_id=said["client_id"], text=said["text"], keys=keys, quoted=said["reply_to"], card=card)
    return words, said["page"]


def _spend_a_beginning(request) -> None:
    """A proved customer answers for himself; strangers at one address share."""
    limits.spend(limits.CONVERSATIONS, request.visitor.pk)
    if not request.visitor.verified:
        limits.spend(limits.CONVERSATIONS_FROM_ADDRESS, network_of(request))

from django.core.exceptions import ValidationError
from django.http import HttpResponse

from chat import limits, payloads
from chat.answers import Answer
from chat.doors import for_visitor
from chat.introducing import LONGEST, introduced
from chat.looking import CONSENT_TEXT, withdraw
from chat.refusals import Refusal
from chat.shopfront import standing_json


@for_visitor
def create(request):
    """The answers given before the first word; the first message takes them along."""
    limits.spend(limits.MARKS, request.visitor.pk)
    told = payloads.read(request, **{name: payloads.optional(payloads.string(8000)) for name in LONGEST})
    try:
        clean = introduced(request.site, {name: value or "" for name, value in told.items()})
    except ValidationError as error:
        fields = {name: sentences[0] for name, sentences in error.message_dict.items()}
        raise Refusal("invalid", fields=fields) from None
    # Who skipped everything has answered too, and is not asked again.
    request.visitor.introduce(**(clean or {"name": ""}))
    return Answer(_standing(request))


@for_visitor
def show(request):
    """What is promised now: a chat that stays open for hours outlives what it was told first."""
    limits.spend(limits.READS, request.visitor.pk)
    return Answer(_standing(request))


@for_visitor
def agree(request):
    """Whether the customer's pages may be passed on."""
    limits.spend(limits.MARKS, request.visitor.pk)
    asked = payloads.read(request, pages=payloads.switch, text=payloads.optional(payloads.string(40)))
    text = asked["text"] or CONSENT_TEXT
    if asked["pages"]:
        request.visitor.agree(to_pages=True, text=text)
    else:
        withdraw(request.visitor, text=text)
    return HttpResponse(status=204)


def _standing(request) -> dict:
    newest = request.visitor.conversations().select_related("ticket__department").newest_first().first()
    return standing_json(request.visitor, request.site, newest=newest)

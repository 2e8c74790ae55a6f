from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from chat import limits, payloads
from chat.addresses import network_of
from chat.answers import Answer
from chat.doors import for_visitor
from chat.leads import LONGEST, agreement, take
from chat.refusals import Refusal

CREATED, AGAIN = 201, 200


@for_visitor
def show(request):
    """What the form says that is not the page's: the agreement’s words, and the name of whom the site vouches for."""
    limits.spend(limits.READS, request.visitor.pk)
    wording = agreement(request.site, request.site.language_for(get_language() or ""))
    name = request.visitor.customer.name if request.visitor.verified else ""
    return Answer({"name": name, "agreement": {"version": wording.version, "text": wording.text}})


@for_visitor
def create(request):
    """A lead. Sent again, it is the same one."""
    visitor = request.visitor
    limits.spend(limits.MARKS, visitor.pk)
    asked = payloads.read(
        request,
        client_id=payloads.identifier,
        source=payloads.optional(payloads.string(100, cut=True)),
        page=payloads.optional(payloads.page),
        agreement=payloads.optional(payloads.string(16, cut=True)),
        **{name: payloads.optional(payloads.string(8000)) for name in LONGEST},
    )
    try:
        lead, new = take(
            visitor,
            request.site,
            client_id=asked["client_id"],
            told={name: asked[name] or "" for name in LONGEST},
            source=asked["source"] or "",
            page=asked["page"],
            agreed_to=asked["agreement"] or "",
            before_new=lambda: _spend(request),
        )
    except ValidationError as error:
        raise Refusal("invalid", fields={name: said[0] for name, said in error.message_dict.items()}) from None
    return Answer({"client_id": str(lead.client_id)}, status=CREATED if new else AGAIN)


def _spend(request) -> None:
    limits.spend(limits.LEADS, request.visitor.pk)
    limits.spend(limits.LEADS_FROM_ADDRESS, network_of(request))

from django.http import HttpResponse, JsonResponse

from core.shielding import shielded
from tickets.models import Draft, Mention
from tickets.views.scoping import ticket_for
from tickets.writing_forms import DraftForm


def index(request, number):
    """What this agent has begun to write here, on whatever device, and whether a colleague calls him here."""
    ticket = ticket_for(request, number)
    drafts = ticket.drafts.of(request.user).select_related("reply_to__author")
    return JsonResponse(
        {
            "drafts": {draft.visibility: _told(draft, ticket) for draft in drafts},
            "called": Mention.objects.of(request.user).unseen().filter(ticket=ticket).exists(),
        }
    )


def create(request, number):
    ticket = ticket_for(request, number)
    form = DraftForm(request.POST, ticket=ticket)
    if not form.is_valid():
        return HttpResponse(form.sentence(), status=422, content_type="text/plain; charset=utf-8")
    draft, displaced = Draft.keep(ticket, **form.cleaned_data, by=request.user)
    masked = shielded(form.cleaned_data["text"]).kinds
    return JsonResponse(
        {"kept_at": draft.updated_at.isoformat() if draft else "", "displaced": displaced, "masked": masked}
    )


def _told(draft: Draft, ticket) -> dict:
    return {
        "text": draft.text,
        "kept_at": draft.updated_at.isoformat(),
        "quote": _quoted(draft.reply_to, ticket) if draft.reply_to else None,
    }


def _quoted(message, ticket) -> dict:
    return {"client_id": str(message.client_id), "author": _author(message, ticket), "text": message.text[:200]}


def _author(message, ticket) -> str:
    if message.author_kind == "customer":
        return ticket.customer.display_name
    return message.author.display_name if message.author else ""

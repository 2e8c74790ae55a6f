from functools import partial

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from core.http import wants_part
from tickets.canned_variables import MEANINGS, fill, language_of
from tickets.layouts import switched
from tickets.models import CannedReply
from tickets.views.scoping import ticket_for
from tickets.words import words_script
from tickets.writing_forms import CannedReplyForm

MOST = 8
MOST_LISTED = 200


def choose(request, number):
    """What the composer offers for these words, filled in for this ticket and this agent."""
    ticket = ticket_for(request, number)
    words = request.GET.get("q", "").replace("\0", "")[:100]
    language = language_of(ticket.customer)
    filled = partial(fill, ticket=ticket, by=request.user, now=timezone.now())
    found = _found(request.user, words, language) or _found(request.user, switched(words), language)
    replies = [{"reply": reply, "filled": filled(reply.text, language=reply.language)} for reply in found]
    return render(request, "tickets/_composer_lists.html#canned", {"replies": replies})


def index(request):
    """The settings page; for what one searches there, its list alone."""
    partial_name = "#list" if wants_part(request) else ""
    return render(request, f"tickets/canned_replies.html{partial_name}", _listed(request))


def new(request):
    return _form(request, CannedReplyForm(by=request.user))


def create(request):
    form = CannedReplyForm(request.POST, by=request.user)
    return _saved(request, form, CannedReply())


def edit(request, pk):
    reply = _editable(request, pk)
    return _form(request, CannedReplyForm(by=request.user, reply=reply))


def update(request, pk):
    reply = _editable(request, pk)
    return _saved(request, CannedReplyForm(request.POST, by=request.user, reply=reply), reply)


def destroy(request, pk):
    """Gone at once; the answer offers to write it anew, so nothing is asked before."""
    reply = _editable(request, pk)
    form = CannedReplyForm(by=request.user, reply=reply)
    reply.delete()
    return _done(request, "deleted", reply=reply, again=form.initial)


def _found(agent, words: str, language: str) -> list[CannedReply]:
    return list(CannedReply.objects.usable_by(agent).matching(words).best_first(words, language=language)[:MOST])


def _editable(request, pk) -> CannedReply:
    return get_object_or_404(CannedReply.objects.editable_by(request.user), pk=pk)


def _listed(request) -> dict:
    words, language = request.GET.get("q", "").replace("\0", "")[:100], request.GET.get("language", "")
    usable = CannedReply.objects.usable_by(request.user)
    found = usable.matching(words).select_related("owner", "department")
    if language:
        found = found.filter(language__in=["", language])
    editable = set(CannedReply.objects.editable_by(request.user).values_list("pk", flat=True))
    replies = list(found.best_first(words, language=language)[:MOST_LISTED])
    return {
        "section": "canned",
        "words_script": words_script(),
        "replies": [{"reply": reply, "may_edit": reply.pk in editable} for reply in replies],
        "any": bool(replies) or usable.exists(),
        "words": words,
        "wanted": language,
    }


def _saved(request, form: CannedReplyForm, reply: CannedReply):
    if not form.is_valid():
        return _form(request, form, status=422)
    for name, value in form.values().items():
        setattr(reply, name, value)
    # Somebody may be quicker with the same shortcut.
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError:
        form.refuse_the_shortcut()
        return _form(request, form, status=422)
    return _done(request, "saved", reply=reply, status=200 if form.reply else 201)


def _done(request, what: str, *, status: int = 200, **context) -> HttpResponse:
    response = render(request, f"tickets/canned_reply.html#{what}", context, status=status)
    response["HX-Trigger"] = "canned-changed"
    return response


def _form(request, form: CannedReplyForm, status: int = 200):
    context = {"form": form, "reply": form.reply, "variables": MEANINGS}
    return render(request, "tickets/canned_reply.html#form", context, status=status)

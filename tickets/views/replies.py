from django.http import HttpResponse
from django.shortcuts import render

from tickets import writing
from tickets.refusals import Refused
from tickets.views import showing
from tickets.views.scoping import ticket_for
from tickets.writing_forms import NoteForm, ReplyForm


def create(request, number):
    ticket = ticket_for(request, number)
    form = ReplyForm(request.POST, request.FILES, by=request.user)
    return written(request, ticket, form, writing.reply)


def create_note(request, number):
    ticket = ticket_for(request, number)
    form = NoteForm(request.POST, request.FILES, by=request.user)
    return written(request, ticket, form, writing.note)


def written(request, ticket, form, verb):
    if not form.is_valid():
        return _sentence(form.sentence(), status=422)
    try:
        message, created = verb(ticket, **form.cleaned_data, by=request.user)
    except Refused as refused:
        return _refused(request, ticket, form, refused)
    return render(request, "tickets/ticket.html#message", {"message": message}, status=201 if created else 200)


def _refused(request, ticket, form, refused: Refused):
    """What the writer had not seen comes back as well; his words stay with him."""
    if refused.code != "stale":
        return _sentence(refused.sentence, status=422)
    missed = ticket.messages.filter(seq__gt=form.cleaned_data["seen_seq"]).order_by("seq")
    context = {"messages": showing.readable(missed), "sentence": refused.sentence}
    return render(request, "tickets/ticket.html#missed", context, status=409)


def _sentence(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")

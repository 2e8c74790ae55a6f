from django.http import Http404, HttpResponse

from tickets import writing
from tickets.forms import ActForm
from tickets.views.replies import written
from tickets.views.scoping import message_for, supervised, ticket_for
from tickets.writing_forms import NoteForm


def create(request, number):
    """A supervisor's word to whoever has the ticket."""
    ticket = supervised(request, number)
    form = NoteForm(request.POST, request.FILES, by=request.user)
    return written(request, ticket, form, writing.whisper)


def destroy(request, number, message):
    """The one it was meant for has read it. To everybody else there is nothing to dismiss."""
    ticket = ticket_for(request, number)
    whisper = message_for(ticket, message)
    if whisper.details.get("whisper") != request.user.pk:
        raise Http404
    form = ActForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.sentence(), status=422, content_type="text/plain; charset=utf-8")
    ticket.hear_whisper(whisper, by=request.user)
    return HttpResponse(status=204)

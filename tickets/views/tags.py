from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tickets.acting_forms import TagForm
from tickets.models import Tag
from tickets.views import side
from tickets.views.scoping import asked, ticket_for

FOUND = 8


def index(request, number):
    """The tags that these letters may mean, without those the ticket has; last a new one, where new ones may be."""
    ticket = ticket_for(request, number)
    text = " ".join(asked(request).split()).removeprefix("#")
    found = list(Tag.objects.like(text).exclude(tickets=ticket)[:FOUND])
    is_new = settings.NEW_TAGS_BY_AGENTS and text and not Tag.objects.filter(name__iexact=text).exists()
    context = {"tags": found, "text": text[:40], "is_new": is_new}
    return render(request, "tickets/_options.html#tags", context)


def create(request, number):
    ticket = ticket_for(request, number)
    form = TagForm(request.POST)
    if not form.is_valid():
        return _sentence(form.sentence())
    try:
        tag = form.tag()
    except Tag.DoesNotExist:
        return _sentence(_("There is no such tag. Ask an admin for it."))
    ticket.tag(tag, by=request.user)
    return side.part(request, ticket, "facts")


def destroy(request, number, pk):
    ticket = ticket_for(request, number)
    ticket.untag(get_object_or_404(Tag, pk=pk), by=request.user)
    return side.part(request, ticket, "facts")


def _sentence(text: str) -> HttpResponse:
    return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")

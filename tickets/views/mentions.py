from django.http import HttpResponse
from django.shortcuts import render

from tickets.calling import colleagues_of
from tickets.forms import ActForm
from tickets.models import Mention
from tickets.views.scoping import ticket_for

MOST = 8


def create(request, number):
    """Whoever was called has the ticket in front of him."""
    ticket = ticket_for(request, number)
    form = ActForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.sentence(), status=422, content_type="text/plain; charset=utf-8")
    Mention.see(ticket, by=request.user)
    return HttpResponse(status=204)


def colleagues(request, number):
    """Whom a note may call: colleagues who may see the ticket, by any part of their names."""
    ticket = ticket_for(request, number)
    people = colleagues_of(ticket).exclude(pk=request.user.pk)
    for word in request.GET.get("q", "").split()[:4]:
        people = people.filter(name__icontains=word.replace("\0", ""))
    return render(request, "tickets/_composer_lists.html#people", {"people": people[:MOST]})

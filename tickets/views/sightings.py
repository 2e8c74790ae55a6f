from django.http import HttpResponse

from tickets.forms import SeenForm
from tickets.views.scoping import ticket_for


def create(request, number):
    ticket = ticket_for(request, number)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.sentence(), status=422, content_type="text/plain; charset=utf-8")
    ticket.seen_by_agents(read=form.cleaned_data["read"], by=request.user)
    ticket.accept(by=request.user)
    return HttpResponse(status=204)

from django.http import HttpResponse

from tickets.acting_forms import ValuesForm
from tickets.refusals import Refused
from tickets.views import side
from tickets.views.scoping import ticket_for


def create(request, number):
    ticket = ticket_for(request, number)
    form = ValuesForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return _sentence(form.sentence())
    try:
        ticket.set_values(form.cleaned_data, by=request.user)
    except Refused as refused:
        return _sentence(refused.sentence)
    return side.part(request, ticket, "facts")


def _sentence(text) -> HttpResponse:
    return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")

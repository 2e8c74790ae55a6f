from django.http import HttpResponse, JsonResponse

from customers.models import NotesChanged
from tickets.people_forms import NotesForm
from tickets.views.scoping import needs, ticket_for


@needs("customers.view_notes")
def update(request, number):
    """What the agent wrote about the customer, in the place of what he had before him; 409 brings what is there now."""
    customer = ticket_for(request, number).customer
    form = NotesForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.sentence(), status=422, content_type="text/plain; charset=utf-8")
    try:
        customer.write_notes(form.cleaned_data["notes"], before=form.cleaned_data["before"], by=request.user)
    except NotesChanged:
        return JsonResponse({"notes": customer.notes}, status=409)
    return JsonResponse({"notes": customer.notes})

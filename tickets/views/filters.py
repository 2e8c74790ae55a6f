from django.shortcuts import render

from tickets.listing import Listing
from tickets.listing_forms import FilterForm
from tickets.queues import Queues


def edit(request):
    """What the list may be narrowed by; sent, it is the address of another list."""
    listing = Listing(Queues(request.user), request.GET)
    return render(request, "desk/filters.html", {"view": listing, "form": FilterForm(listing)})

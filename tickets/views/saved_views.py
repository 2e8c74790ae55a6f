from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from tickets.listing import Listing
from tickets.listing_forms import ViewForm
from tickets.models import View
from tickets.queues import Queues
from tickets.refusals import Refused


def new(request):
    """Keep the list of this address under a name."""
    return _form(request, _asked(request), _listing(request, request.GET))


def create(request):
    listing, form = _listing(request, _sent(request)), _asked(request, request.POST)
    return _saved(request, form, listing, lambda clean: View.keep(**clean, query=listing.asked, by=request.user))


def edit(request, pk):
    view = _own(request, pk)
    return _form(request, _asked(request, view=view), _listing(request, request.GET), view=view)


def update(request, pk):
    view = _own(request, pk)
    listing, form = _listing(request, _sent(request)), _asked(request, request.POST, view=view)

    def change(clean):
        view.change(**clean, query=listing.asked)
        return view

    return _saved(request, form, listing, change, view=view)


def destroy(request, pk):
    view = _own(request, pk)
    address = f"view={view.base}"
    view.delete()
    return _go_to(address)


def _own(request, pk: int) -> View:
    """Only its owner changes a view; to everybody else it is there to be read."""
    return get_object_or_404(View.objects.of(request.user), pk=pk)


def _sent(request) -> QueryDict:
    return QueryDict(request.POST.get("query", "")[:2000])


def _listing(request, given) -> Listing:
    return Listing(Queues(request.user), given)


def _asked(request, data=None, *, view: View | None = None) -> ViewForm:
    own = list(View.objects.of(request.user).order_by("position", "name", "pk"))
    others = [other for other in own if other != view]
    kept = {"name": view.name, "is_shared": view.is_shared} if view else None
    return ViewForm(data, initial=kept, others=others, place=own.index(view) if view else None)


def _saved(request, form: ViewForm, listing: Listing, verb, *, view: View | None = None):
    if not form.is_valid():
        return _form(request, form, listing, view=view, status=422)
    clean = dict(form.cleaned_data)
    place = clean.pop("place", None)
    try:
        kept = verb(clean)
    except Refused as refused:
        form.add_error("name" if refused.code == "twin" else None, str(refused.sentence))
        return _form(request, form, listing, view=view, status=422)
    if place is not None:
        kept.put(place)
    return _go_to(kept.address)


def _form(request, form, listing: Listing, *, view: View | None = None, status=200):
    return render(request, "desk/saved_view.html", {"form": form, "view": listing, "edited": view}, status=status)


def _go_to(query: str) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Redirect": f"{reverse('tickets:desk')}?{query}"})

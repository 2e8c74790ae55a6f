from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from chat.models import Site
from notifications.wishes.forms import WishesForm
from notifications.wishes.opting_out import customer_of, refuse_adverts, set_wishes

ONE_CLICK = "List-Unsubscribe"


@csrf_exempt
@login_not_required  # the link is the right
@never_cache
def show(request, token):
    customer = _customer(token)
    return _page(request, customer, WishesForm(customer))


@csrf_exempt
@login_not_required  # mail programs post here without a cookie: no other right counts than the link
@never_cache
def update(request, token):
    customer = _customer(token)
    if request.POST.get(ONE_CLICK) == "One-Click":
        refuse_adverts(customer, "email", said_by="link", by=customer)
        return HttpResponse(content_type="text/plain")
    form = WishesForm(customer, request.POST)
    if not form.is_valid():
        return _page(request, customer, form, status=422)
    set_wishes(customer, form.wishes(), said_by="link", by=customer)
    customer.edit(preferred_channel=form.cleaned_data["first_by"], by=customer)
    return redirect(f"{request.path}?saved=1")


def _customer(token: str):
    if customer := customer_of(token):
        return customer
    raise Http404


def _page(request, customer, form, status=200):
    # Under the name by which he knows the house.
    site = Site.objects.active().filter(visitors__customer=customer).order_by("-visitors__seen_at").first()
    saved = "saved" in request.GET and status == 200
    context = {"customer": customer, "form": form, "saved": saved, "site": site}
    return render(request, "help/wishes.html", context, status=status)

"""Leads for whoever sends to many: the list, one of them, and what becomes of it."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from chat.models import Lead
from core.http import wants_part
from notifications.lead_forms import LeadFilterForm, MakeCustomerForm
from notifications.leads import Leads, addresses_of, make_customer, pieces
from notifications.views.downloads import as_csv
from notifications.views.scoping import for_marketers, sure

CONTACTS = "customers.view_contacts"


@vary_on_headers("HX-Request")
@for_marketers
def index(request):
    """The page; for who narrows the list or goes on in it, that part alone."""
    leads = Leads(request.GET)
    rows, more = leads.page(after=request.GET.get("after", ""), now=timezone.now())
    shown = [(lead, addresses_of(lead, seen=request.user.has_perm(CONTACTS))) for lead in rows]
    context = {"section": "leads", "rows": shown, "more": more, "query": leads.query}
    if wants_part(request):
        part = "rows" if request.GET.get("after") else "list"
        return render(request, f"notifications/mailings/leads.html#{part}", context)
    return render(
        request,
        "notifications/mailings/leads.html",
        context | {"filters": LeadFilterForm(leads.given), "kept_days": settings.LEADS_KEPT.days},
    )


@for_marketers
def export(request):
    """The list as it is narrowed, every row of it, a chunk at a time."""
    seen = request.user.has_perm(CONTACTS)
    return as_csv(pieces(Leads(request.GET), seen=seen, now=timezone.now()), "leads.csv")


@for_marketers
def show(request, public_id):
    lead = _lead(public_id)
    return _page(request, lead, MakeCustomerForm(lead))


@for_marketers
def create_customer(request, public_id):
    lead = _lead(public_id)
    form = MakeCustomerForm(lead, request.POST)
    if not form.is_valid():
        return _page(request, lead, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    checked = form.cleaned_data["checked"] and request.user.has_perm(CONTACTS)
    try:
        customer = make_customer(lead, form.customer, by=request.user, checked=checked)
    except ValidationError as error:
        form.add_error("who", error)
        return _page(request, lead, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    messages.success(request, _("The lead is of this customer now: %(name)s.") % {"name": customer.display_name})
    return redirect("mailings:lead", lead.public_id)


@for_marketers
def ask_erase(request, public_id):
    lead = _lead(public_id)
    return sure(
        request,
        section="leads",
        question=_("Erase the lead of %(name)s?") % {"name": lead},
        warning=_("What was typed goes for good, and the agreement to adverts with it. A customer made of it stays."),
        act=_("Erase the lead"),
        back=reverse("mailings:lead", args=[public_id]),
    )


@for_marketers
def erase(request, public_id):
    """For good: what was typed, and the agreement. A customer made of it stays."""
    _lead(public_id).erase(by=request.user)
    messages.success(request, _("The lead is erased."))
    return redirect("mailings:leads")


def _lead(public_id) -> Lead:
    return get_object_or_404(Lead.objects.select_related("site", "customer"), public_id=public_id)


def _page(request, lead: Lead, form: MakeCustomerForm, status=HTTPStatus.OK):
    sees = request.user.has_perm(CONTACTS)
    context = {"section": "leads", "lead": lead, "form": form, "sees": sees, "addresses": addresses_of(lead, seen=sees)}
    return render(request, "notifications/mailings/lead.html", context, status=status)

import json
import time

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from chat import toy_bank
from chat.models import Site
from chat.payloads import MAX_BODY

# The demo's own site; without it there is no demo bank, as on every real installation.
SITE_KEY = "heron-bank-demo"
PAGES = ("payments", "cards", "transfers", "tariffs")


@login_not_required  # it plays somebody else's web site
def show(request, page: str = "payments"):
    """A page of a toy bank with the widget, its customer signed in."""
    site = demo_site()
    if page not in PAGES:
        raise Http404
    context = {"site": site, "identity": toy_bank.identity_of_dave(site), "page": page}
    if page == "payments":
        context["payments"] = shown(site, request.build_absolute_uri(reverse("chat:bank")))
    return render(request, f"chat/bank/{page}.html", context)


@csrf_exempt  # no browser comes here
@login_not_required  # it plays somebody else's server, which knows us by our signature
def answer(request):
    """The bank's connector: how a payment stands now."""
    site = demo_site()
    body = request.read(MAX_BODY)
    if not toy_bank.is_from_the_helpdesk(site, request.headers, body):
        return JsonResponse({"error": "bad signature"}, status=401)
    told = toy_bank.answer_to(json.loads(body))
    return JsonResponse(told or {"error": "not found"}, status=200 if told else 404)


def demo_site() -> Site:
    site = Site.objects.active().filter(key=SITE_KEY).first()
    if site is None:
        raise Http404
    return site


def shown(site: Site, address: str) -> list[dict]:
    """Each payment as the page shows it, with its signed card."""
    now = time.time()
    cards = {payment: toy_bank.card_of(payment, address=address, now=now) for payment in toy_bank.PAYMENTS.values()}
    return [
        {
            "payee": _(payment.payee),
            "how": _(payment.how),
            "status": _(payment.status(now)) if len(payment.statuses) > 1 else "",
            "when": payment.when,
            "amount": payment.amount,
            "id": payment.id,
            "card": json.dumps(card, ensure_ascii=False),
            "signature": toy_bank.signature_of(card, site),
        }
        for payment, card in cards.items()
    ]

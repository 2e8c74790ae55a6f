import time

import jwt
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render

from chat.models import Site

# The demo's own site; without it there is no demo bank, as on every real installation.
SITE_KEY = "heron-bank-demo"
LIFE_SECONDS = 15 * 60
DAVE = {"sub": "dave", "name": "Dave Okafor", "email": "dave@demo.test", "phone": "+380440000001"}


@login_not_required  # it plays somebody else's web site
def show(request):
    """A toy bank's page of payments with the widget, its customer signed in."""
    site = Site.objects.active().filter(key=SITE_KEY).first()
    if site is None:
        raise Http404
    return render(request, "chat/bank.html", {"site": site, "identity": identity_of_dave(site)})


def identity_of_dave(site: Site) -> str:
    """What the bank's own server would do: vouch for the customer who has signed in there."""
    now = int(time.time())
    claims = {**DAVE, "aud": site.key, "iat": now, "exp": now + LIFE_SECONDS}
    return jwt.encode(claims, site.identity_secret, algorithm="HS256")

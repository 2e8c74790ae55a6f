"""Who has asked the demo bank for an offer: new ones, one of a customer, one whose address somebody has proved."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings

from chat.leads import agreement
from chat.models import Lead, Site
from chat.views.bank import SITE_KEY
from customers.normalising import normalised
from helpdesk.demo.scripts import content, span

NAMESPACE = uuid.UUID("6a0e0c8a-7c1f-4f0e-9d57-1e6f0f3c9a11")
# The form is sent a while after it was opened.
READ = timedelta(seconds=40)


def leads(known: dict, *, now: datetime) -> None:
    """Written as their verb would have left them; what is there stays as it is."""
    site = Site.objects.get(key=SITE_KEY)
    for row in reversed(content("leads.toml")["lead"]):
        _lead(site, known, now=now, **row)


def _lead(site: Site, known: dict, *, key: str, ago: str, page: str, now: datetime, agreed=False, customer="", **told):
    at = now - span(ago)
    if agreed:
        words = agreement(site, told["language"])
        told |= {"agreed_at": at - READ, "agreed_text": words.text, "agreed_version": words.version}
    if "phone" in told:
        told["phone"] = normalised("phone", told["phone"])
    person = known[customer] if customer else None
    Lead.objects.get_or_create(
        site=site,
        client_id=uuid.uuid5(NAMESPACE, key),
        defaults={
            **told,
            "customer": person,
            "vouched": person is not None,
            "page_url": settings.PUBLIC_URL + page,
            "created_at": at,
        },
    )

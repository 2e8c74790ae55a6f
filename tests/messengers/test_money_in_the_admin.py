"""What SMS may cost and where they go, changed in Django's admin: by the same verbs, with the same trail."""

import pytest

from core.models import Event
from messengers.models import SmsBudget, SmsCountry


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def told(name) -> list[dict]:
    return list(Event.objects.filter(name=name).order_by("pk").values_list("payload", flat=True))


def test_the_budget_is_in_the_trail(desk, db):
    budget = SmsBudget.current()
    page = f"/admin/messengers/smsbudget/{budget.pk}/change/"
    sent = {"daily": budget.daily, "currency": budget.currency, "per_number": 2}

    assert desk.post(page, sent).status_code == 302

    assert SmsBudget.current().per_number == 2
    assert told("sms_limits.edited") == [{"fields": ["per_number"]}]


def test_a_country_is_made_changed_and_never_deleted(desk, db):
    assert desk.post("/admin/messengers/smscountry/add/", {"code": "IS", "price": "0.09"}).status_code == 302
    country = SmsCountry.objects.get(code="IS")
    page = f"/admin/messengers/smscountry/{country.pk}/"

    assert desk.post(page + "change/", {"price": "0.10", "is_allowed": "on"}).status_code == 302
    assert desk.post(page + "delete/", {"post": "yes"}).status_code == 403

    assert SmsCountry.objects.get(code="IS").is_allowed
    made, edited = told("sms_country.edited")
    assert (made["country"], edited) == ("IS", {"country": "IS", "fields": ["is_allowed", "price"]})

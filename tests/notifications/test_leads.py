"""Leads for whoever sends to many: the list, the export, whose they are, and which of them a mailing may reach."""

import csv
import io
import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chat.models import Lead, Site
from chat.sweeps import forget_leads
from core.models import Event
from core.sweeps.claiming import run_due
from customers.models import Customer, Identity
from notifications import leads as listing
from notifications import segments
from notifications.models import OptOut, WebhookDelivery, WebhookEndpoint

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R108")]

LIST = "/notifications/leads/"


@pytest.fixture
def marketer(admin):
    client = Client()
    client.force_login(admin, backend="accounts.backends.RoleBackend")
    return client


@pytest.fixture
def site(cards):
    return Site.objects.create(name="Heron Bank", origins=["https://heron.example"], department=cards)


@pytest.fixture
def lead_of(site):
    def make(name="Eve", **fields):
        fields = {"email": f"{name.lower()}@example.com", "source": "mortgage", "site": site} | fields
        agreed = {"agreed_at": timezone.now(), "agreed_text": "Yes", "agreed_version": "1"}
        return Lead.objects.create(
            client_id=uuid.uuid4(), name=name, **(agreed if fields.pop("agreed", True) else {}), **fields
        )

    return make


def names(answer):
    return [name for name in ("Eve", "Mallory", "Trent") if name in answer.text]


def test_the_list_is_narrowed_by_site_source_period_and_answers(marketer, lead_of, cards):
    other = Site.objects.create(name="Other", department=cards)
    lead_of("Eve")
    lead_of("Mallory", source="card", agreed=False)
    lead_of("Trent", site=other, created_at=timezone.now() - timedelta(days=9))

    assert names(marketer.get(LIST)) == ["Eve", "Mallory", "Trent"]
    found = {
        query: names(marketer.get(f"{LIST}?{query}"))
        for query in (
            "source=card",
            f"site={other.pk}",
            "period=week",
            "agreed=no",
            "customer=yes",
            "site=x&period=%00",
        )
    }
    assert found == {
        "source=card": ["Mallory"],
        f"site={other.pk}": ["Trent"],
        "period=week": ["Eve", "Mallory"],
        "agreed=no": ["Mallory"],
        "customer=yes": [],
        "site=x&period=%00": ["Eve", "Mallory", "Trent"],
    }
    assert "Nothing fits" in marketer.get(f"{LIST}?customer=yes").text


def test_an_empty_list_says_how_leads_come(marketer):
    assert "No lead yet" in marketer.get(LIST).text


def test_pages_follow_one_another_in_a_fixed_number_of_queries(
    marketer, lead_of, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("notifications.listing.PAGE", 2)
    for number in range(5):
        lead_of(f"Lead{number}", customer=Customer.objects.create(name=f"C{number}"))
    head = {"HX-Request": "true"}
    first = marketer.get(LIST, headers=head).text
    assert "Lead4" in first and "Lead3" in first and "Lead2" not in first
    # The session, who asks, his settings, and the rows with their customers and sites.
    with django_assert_num_queries(4):
        second = marketer.get(f"{LIST}?after={Lead.objects.get(name='Lead3').pk}", headers=head).text
    assert "Lead2" in second and "Lead1" in second and "Lead0" not in second


@pytest.mark.requirement("S-43")
def test_the_export_holds_all_of_them_and_no_formula(marketer, lead_of):
    lead_of("=1+1", email="e@example.com", wish=" @SUM(A1)", source="\t=2", page_url="https://h.example/?utm_source=x")
    answer = marketer.get(f"{LIST}export/?source=")
    [heads, row] = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode().removeprefix("\ufeff")))
    cells = dict(zip(heads, row, strict=True))

    assert (cells["name"], cells["wish"], cells["utm_source"]) == ("'=1+1", "' @SUM(A1)", "x")
    assert not [cell for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_who_may_not_see_contacts_sees_them_masked(lead_of):
    lead = lead_of("Eve", phone="+380441234567")

    assert listing.addresses_of(lead, seen=False) == ["e•••@e•••.com", "+380 •• ••• ••67"]
    told = "".join(listing.pieces(listing.Leads({}), seen=False, now=timezone.now()))
    assert "eve@" not in told and "1234567" not in told


def test_a_customer_is_made_on_its_page_and_the_repeat_does_no_harm(marketer, lead_of):
    page = f"{LIST}{lead_of('Eve').public_id}/"
    assert "A new customer" in marketer.get(page).text
    for _ in range(2):
        marketer.post(f"{page}customer/", {"who": "new"})

    customer = Customer.objects.get()
    assert Lead.objects.get().customer == customer
    assert not OptOut.objects.exists()
    assert "Eve" in marketer.get(f"{LIST}?customer=yes").text


def test_who_has_not_agreed_becomes_a_customer_without_adverts(marketer, lead_of):
    marketer.post(f"{LIST}{lead_of('Eve', agreed=False).public_id}/customer/", {"who": "new"})

    refusal = OptOut.objects.get()
    assert (refusal.customer, refusal.category, refusal.channel) == (Customer.objects.get(), None, "")


def test_whose_address_it_is_is_offered_and_nobody_else_is_taken(marketer, lead_of, dave, admin):
    dave.identify("email", "eve@example.com", how=Identity.How.CODE, by=dave)
    page = f"{LIST}{lead_of('Eve').public_id}/"
    assert "A new customer" not in marketer.get(page).text
    for wrong in ("new", "999999", ""):
        answer = marketer.post(f"{page}customer/", {"who": wrong})
        assert answer.status_code == 422
    marketer.post(f"{page}customer/", {"who": dave.pk})

    assert Lead.objects.get().customer == dave
    assert not Customer.objects.filter(name="Eve").exists()


def test_it_can_be_checked_later_on_its_page(marketer, lead_of):
    page = f"{LIST}{lead_of('Eve').public_id}/"
    marketer.post(f"{page}customer/", {"who": "new"})
    assert "Save" in marketer.get(page).text
    marketer.post(f"{page}customer/", {"who": Customer.objects.get().pk, "checked": "on"})

    assert "a colleague has checked" in marketer.get(page).text
    assert found() == {"Eve"}


def test_what_another_has_proved_meanwhile_is_said(marketer, lead_of, dave):
    lead = lead_of("Eve", phone="+380441234567")
    dave.identify("email", "eve@example.com", how=Identity.How.CODE, by=dave)
    other = Customer.objects.create(name="Other")
    other.identify("phone", "+380441234567", how=Identity.How.CODE, by=other)
    answer = marketer.post(f"{LIST}{lead.public_id}/customer/", {"who": dave.pk, "checked": "on"})

    assert answer.status_code == 422 and "Another customer has proved" in answer.text
    assert Lead.objects.get().customer is None


def test_erased_it_is_gone(marketer, lead_of):
    assert marketer.post(f"{LIST}{lead_of().public_id}/erasing/").status_code == 302
    assert not Lead.objects.exists()


def found(source="*"):
    return set(segments.compiled({"lead": source}).values_list("name", flat=True))


def test_a_mailing_reaches_leads_that_agreed_and_are_known_to_be_who_they_say(lead_of, admin):
    def customer_of(name, checked=True, **fields):
        return listing.make_customer(lead_of(name, **fields), None, by=admin, checked=checked)

    eve = customer_of("Eve")
    mallory = customer_of("Mallory", checked=False)
    # That the address is Mallory's does not say that Mallory has typed it.
    mallory.identities.get().verify(how=Identity.How.CODE, by=mallory)
    customer_of("Trent", agreed=False)
    customer_of("Peggy", source="card")
    vouched = Customer.objects.create(name="Victor")
    lead_of("Victor", customer=vouched, vouched=True)
    lead_of("Nobody")

    assert found() == {"Eve", "Peggy", "Victor"}
    assert found("mortgage") == {"Eve", "Victor"}
    OptOut.objects.create(customer=eve)
    assert found("mortgage") == {"Victor"}


def test_a_segment_of_leads_is_chosen_by_source(marketer, lead_of):
    lead_of(source="mortgage")
    assert "From any source" in marketer.get("/notifications/segments/new/").text
    made = marketer.post("/notifications/segments/new/", {"name": "Mortgages", "lead": "mortgage"})
    assert made.status_code == 302
    assert marketer.post("/notifications/segments/new/", {"name": "None", "lead": "nothing"}).status_code == 422


@pytest.mark.requirement("R109")
def test_other_systems_are_told_of_a_lead_without_a_name_or_an_address(site, admin):
    WebhookEndpoint.make(url="https://bank.example/hook", kinds=["lead.created"], by=admin)
    told = {"email": "eve@example.com", "name": "Eve", "source": "mortgage"}
    lead, _ = Lead.take(site=site, client_id=uuid.uuid4(), agreed=("1", "Yes"), **told)
    run_due()

    content = json.loads(WebhookDelivery.objects.get().body)
    assert content["type"] == "lead.created"
    assert content["data"]["id"] == str(lead.public_id)
    assert (content["data"]["source"], content["data"]["agreed_to_adverts"]) == ("mortgage", True)
    assert "eve" not in json.dumps(content).lower()


@pytest.fixture
def aged(lead_of):
    """A lead that is so many days old."""

    def make(name, days=366, **fields):
        return lead_of(name, created_at=timezone.now() - timedelta(days=days), **fields)

    return make


def test_a_lead_goes_by_itself_after_a_year_with_what_was_typed(aged, marketer):
    old, young = aged("Eve"), aged("Mallory", days=364)
    forget_leads()
    assert list(Lead.objects.all()) == [young]
    assert Event.objects.get(name="lead.erased").payload == {"lead_id": old.pk}
    assert "after 365 days" in marketer.get(LIST).text


def test_an_agreement_that_mailings_rest_upon_stays_as_long_as_its_customer(aged, dave, eve):
    kept = [aged("Eve", customer=dave, vouched=True), aged("Mallory", customer=dave, checked_at=timezone.now())]
    # Not agreed; nobody knows whether it was he; nobody's.
    aged("Trent", customer=dave, vouched=True, agreed=False)
    aged("Trent", customer=eve)
    aged("Trent")
    forget_leads()
    assert sorted(Lead.objects.all(), key=lambda lead: lead.pk) == kept
    assert [lead.goes_at for lead in kept] == [None, None]
    dave.delete()
    assert not Lead.objects.exists()


def test_how_long_leads_are_kept_is_the_houses_to_say(aged, marketer, settings):
    lead = aged("Eve", days=40)
    settings.LEADS_KEPT = timedelta()
    forget_leads()
    assert "goes by itself" not in marketer.get(LIST).text
    settings.LEADS_KEPT = timedelta(days=30)
    assert "Otherwise it is erased by itself on" in marketer.get(f"{LIST}{lead.public_id}/").text
    forget_leads()
    assert not Lead.objects.exists()

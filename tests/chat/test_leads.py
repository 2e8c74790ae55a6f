"""The widget's form for leads: one for each sending, whoever it is, and only what may be known."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from chat import limits
from chat.directory import directory
from chat.models import Lead
from chat.models.lead import NotThisCustomer
from core.limits import Limit
from core.models import Event
from customers.models import Customer, Identity
from tests.chat.conftest import Browser, signed

pytestmark = pytest.mark.requirement("R108")

TOLD = {"name": " Eve  Adams", "email": "Eve@Example.com", "phone": "+380 44 123 45 67", "wish": "A flat in Lviv"}
PAGE = {"url": "https://heron.example/mortgage?utm_source=mail&token=secret#offer", "title": "Mortgage"}


@pytest.fixture
def browser(heron):
    heron.page_parameters = ["utm_source"]
    heron.save()
    directory.forget()
    browser = Browser(heron)
    browser.arrive()
    return browser


def send(browser, client_id=None, **fields):
    body = TOLD | {"client_id": client_id or str(uuid.uuid4()), "source": "mortgage", "page": PAGE} | fields
    return browser.ask("POST", "leads", body)


def wording(browser, language="en"):
    return browser.ask("GET", "leads", headers={"Accept-Language": language}).json()["agreement"]


def wrong(answer):
    assert answer.status_code == 422
    return answer.json()["error"]["fields"]


def test_a_lead_has_what_was_typed_and_where(browser, heron):
    assert send(browser).status_code == 201

    lead = Lead.objects.get()
    assert (lead.name, lead.email, lead.phone) == ("Eve Adams", "eve@example.com", "+380441234567")
    assert (lead.wish, lead.source, lead.site, lead.language) == ("A flat in Lviv", "mortgage", heron, "en")
    assert lead.page_url == "https://heron.example/mortgage?utm_source=mail"
    assert lead.campaign == {"utm_source": "mail"}
    assert (lead.customer, lead.vouched, lead.agreed_at) == (None, False, None)
    [event] = Event.objects.filter(name="lead.created")
    assert event.payload == {"lead_id": lead.pk, "site_id": heron.pk}


def test_sent_again_it_is_the_same_one_and_what_comes_later_changes_nothing(browser):
    client_id = str(uuid.uuid4())
    answers = [send(browser, client_id), send(browser, client_id, name="Another")]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert Lead.objects.get().name == "Eve Adams"
    assert Event.objects.filter(name="lead.created").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_sendings_at_once_one_makes_the_lead(browser):
    client_id, statuses = str(uuid.uuid4()), []

    def run():
        statuses.append(send(browser, client_id).status_code)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(statuses) == [200] * 5 + [201]
    assert Lead.objects.count() == 1 == Event.objects.filter(name="lead.created").count()


@pytest.mark.parametrize(
    ("fields", "at", "sentence"),
    [
        ({"email": "nobody", "phone": ""}, "email", "valid email"),
        ({"phone": "044 123"}, "phone", "country code"),
        ({"email": "", "phone": " "}, "email", "how we can reach you"),
        ({"wish": "x" * 2001}, "wish", "longer than 2000"),
        ({"agreement": "0123456789abcdef"}, "agreement", "wording has changed"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(browser, fields, at, sentence):
    assert sentence in wrong(send(browser, **fields))[at]
    assert not Lead.objects.exists()


def test_one_way_to_be_reached_is_enough(browser):
    assert send(browser, email="").status_code == 201
    assert send(browser, phone="", name="", wish=None).status_code == 201


def test_who_agrees_to_adverts_agrees_to_the_words_that_he_read(browser, heron):
    assert "Heron Bank" in wording(browser)["text"]
    read = wording(browser)
    heron.texts = {"en": {"adverts": "Tell me of offers."}, "ru": {"adverts": "Хочу узнавать о предложениях."}}
    heron.save()
    directory.forget()

    assert "wording has changed" in wrong(send(browser, agreement=read["version"]))["agreement"]
    now = wording(browser)
    assert now["text"] == "Tell me of offers."
    assert wording(browser, "ru")["text"] == "Хочу узнавать о предложениях."
    assert send(browser, agreement=now["version"]).status_code == 201
    lead = Lead.objects.get()
    assert (lead.agreed_text, lead.agreed_version) == ("Tell me of offers.", now["version"])
    assert lead.agreed_at is not None


def test_whom_the_site_vouches_for_is_known(heron):
    browser = Browser(heron)
    browser.arrive(signed(heron, name="Dave Okafor"))

    assert browser.ask("GET", "leads").json()["name"] == "Dave Okafor"
    send(browser)
    lead = Lead.objects.get()
    assert (lead.customer.name, lead.vouched) == ("Dave Okafor", True)


def test_a_stranger_is_told_no_name(browser):
    browser.write("Hello")
    Customer.objects.update(name="Dave Okafor")

    assert browser.ask("GET", "leads").json()["name"] == ""


def test_where_the_site_asks_first_no_page_is_kept_without_a_yes_and_none_after_a_no(browser, heron):
    heron.asks_consent = True
    heron.save()
    directory.forget()
    send(browser)
    assert Lead.objects.get().page_url == ""

    browser.ask("POST", "consent", {"pages": True})
    send(browser)
    assert Lead.objects.first().page_url
    browser.ask("POST", "consent", {"pages": False})
    assert not Lead.objects.exclude(page_url="").exists()


def test_a_flood_is_refused_and_repeats_of_one_are_not(browser, monkeypatch):
    monkeypatch.setattr(limits, "LEADS", Limit("test.lead", "2/1h"))
    first = str(uuid.uuid4())
    assert [send(browser, first).status_code, send(browser).status_code] == [201, 201]

    refused = send(browser)
    assert refused.status_code == 429 and int(refused["Retry-After"]) > 0
    assert send(browser, first).status_code == 200
    assert Lead.objects.count() == 2


def test_many_browsers_behind_one_address_are_a_flood_too(browser, heron, monkeypatch):
    monkeypatch.setattr(limits, "LEADS_FROM_ADDRESS", Limit("test.lead.address", "1/1h"))
    other = Browser(heron)
    other.arrive()

    assert [send(browser).status_code, send(other).status_code] == [201, 429]


def test_only_pages_of_the_site_get_in(browser):
    browser.origin = "https://evil.example"
    assert send(browser).status_code == 403
    browser.origin, browser.token = "https://heron.example", "nobody"
    assert send(browser).status_code == 401
    assert not Lead.objects.exists()


def test_secrets_among_the_words_are_hidden(browser):
    send(browser, wish="My card is 4111 1111 1111 1111")

    assert "4111 1111" not in Lead.objects.get().wish


@pytest.fixture
def lead(heron):
    fields = {"email": "eve@example.com", "phone": "+380441234567", "name": "Eve"}
    return Lead.objects.create(site=heron, client_id=uuid.uuid4(), language="ru", **fields)


def test_a_new_customer_is_made_of_it_once_with_nothing_proved(lead, alice):
    customer, new = lead.make_customer(None, by=alice)
    again = Lead.objects.get().make_customer(None, by=alice)

    assert new and again == (customer, False)
    assert (customer.name, customer.language, Lead.objects.get().customer) == ("Eve", "ru", customer)
    assert [(one.value, one.is_verified) for one in customer.identities.all()] == [
        ("eve@example.com", False),
        ("+380441234567", False),
    ]
    assert Event.objects.filter(name="lead.made_customer").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_who_make_a_customer_at_once_one_does(lead, alice):
    made = []

    def run():
        made.append(Lead.objects.get().make_customer(None, by=alice))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(new for _customer, new in made) == [False, False, False, True]
    assert {customer for customer, _new in made} == {Customer.objects.get()}


def test_an_address_that_somebody_has_proved_makes_no_second_customer(lead, alice, dave):
    dave.identify("email", "eve@example.com", how=Identity.How.CODE, by=alice)

    with pytest.raises(NotThisCustomer):
        lead.make_customer(None, by=alice)
    assert lead.make_customer(dave, by=alice) == (dave, False)
    # The number was only typed: whoever did would have our SMS to Dave.
    assert not dave.identities.filter(kind="phone").exists()


def test_it_is_nobodys_whose_address_it_is_not(lead, alice, dave):
    with pytest.raises(NotThisCustomer):
        lead.make_customer(dave, by=alice)


def test_what_a_colleague_has_checked_is_proved(lead, alice, dave):
    dave.identify("phone", "+380441234567", by=dave)
    assert lead.candidates() == [dave]
    lead.make_customer(dave, by=alice, checked=True)

    assert {one.verified_how for one in dave.identities.all()} == {"agent"}
    assert Lead.objects.sure().get() == lead


def test_it_can_be_checked_after_it_was_made_a_customers(lead, alice):
    customer, _ = lead.make_customer(None, by=alice)
    assert not lead.is_sure
    lead.make_customer(customer, by=alice, checked=True)

    assert lead.is_sure and customer.identities.verified().count() == 2
    assert Event.objects.filter(name="lead.made_customer").count() == 1


def test_what_was_checked_of_another_is_not_noted_of_who_has_it(lead, alice, dave, eve):
    for one in (dave, eve):
        one.identify("phone", "+380441234567", by=one)
    lead.make_customer(dave, by=alice)

    assert Lead.objects.get().make_customer(eve, by=alice, checked=True) == (dave, False)
    assert not Identity.objects.verified().exists() and not Lead.objects.sure().exists()


def test_erased_it_is_gone_and_its_customer_is_not(lead, alice):
    customer, _ = lead.make_customer(None, by=alice)
    lead.erase(by=alice)

    assert not Lead.objects.exists() and Customer.objects.filter(pk=customer.pk).exists()
    assert "eve" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_the_database_keeps_no_lead_that_nobody_could_answer(heron):
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.create(site=heron, client_id=uuid.uuid4(), name="Eve")

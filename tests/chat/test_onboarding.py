"""From an empty installation to the first message: what is owed is read from what is there (R144)."""

import uuid

import pytest
from django.test import Client

from accounts.models import Department, User
from chat.models import Conversation, Site, Visitor
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
AT = "/desk/welcome/"


@pytest.fixture
def ada(client, admin):
    client.force_login(admin, backend="accounts.backends.RoleBackend")
    return client


def current(browser):
    return browser.get(AT)["Location"]


def sign_in(email, **query):
    browser = Client()
    browser.post("/accounts/login/", {"login": email, "password": "demo", **query})
    return browser


def first_page_of(email, *, browser=None, **query):
    answer = (browser or Client()).post("/accounts/login/", {"login": email, "password": "demo", **query})
    return answer["Location"]


@pytest.mark.requirement("R144")
def test_an_empty_house_is_set_up_step_by_step(ada, admin, dave):
    assert current(ada) == f"{AT}you/"
    you = {"name": "Ada Novak", "public_name": "Ada", "language": "en", "time_zone": "Europe/Kyiv"}
    assert ada.post(f"{AT}you/", you)["Location"] == f"{AT}department/"
    assert ada.post(f"{AT}department/", {"name": "Support", "joining": "on"})["Location"] == f"{AT}site/"
    department = Department.objects.get()
    assert department.time_zone == "Europe/Kyiv"
    assert User.objects.get(pk=admin.pk).department_ids == {department.pk}
    assert current(ada) == f"{AT}site/"

    ada.post(f"{AT}site/", {"name": "Heron", "address": "Heron.example/pricing?x=1"})
    site = Site.objects.get()
    assert (site.origins, site.department) == (["https://heron.example"], department)
    page = ada.get(f"{AT}script/").text
    assert f"data-site=&quot;{site.key}&quot;" in page and "Waiting for the first visit" in page

    visitor, _token = Visitor.objects.arrive(site)
    assert "The widget was opened on your site." in ada.get(f"{AT}script/", headers={"HX-Request": "true"}).text
    ticket, _message = Ticket.open(customer=dave, channel="widget", text="Is anybody there?", by=dave)
    Conversation.objects.create(public_id=uuid.uuid4(), visitor=visitor, ticket=ticket)
    assert "Is anybody there?" in ada.get(f"{AT}message/", headers={"HX-Request": "true"}).text
    assert current(ada) == f"{AT}done/"
    assert f"/desk/tickets/{ticket.pk}/" in ada.get(f"{AT}done/").text


def test_coming_back_changes_what_was_made_and_makes_no_second(ada):
    for name in ("Support", "Help"):
        ada.post(f"{AT}department/", {"name": name})
        ada.post(f"{AT}site/", {"name": name, "address": f"https://{name.lower()}.example"})
    assert Department.objects.get().name == "Help"
    assert (Site.objects.get().name, Site.objects.get().origins) == ("Help", ["https://help.example"])


@pytest.mark.parametrize(
    "address", ["", "not a site", "https://*.example.com", "javascript:alert(1)", "ftp://a.example"]
)
def test_an_address_that_is_none_is_kept_and_explained(ada, address):
    answer = ada.post(f"{AT}site/", {"name": "Heron", "address": address})
    assert answer.status_code == 422
    assert "Heron" in answer.text
    assert not Site.objects.exists()


def test_every_step_can_be_skipped(ada):
    for step in ("you", "department", "site", "script", "message", "done"):
        assert ada.get(f"{AT}{step}/").status_code == 200, step
    assert ada.get(f"{AT}nowhere/").status_code == 404


def test_the_first_admin_is_led_there_and_nobody_else(admin, alice, cards):
    assert first_page_of(admin.email, next="/desk/") == AT
    assert first_page_of(admin.email) == AT
    assert first_page_of(admin.email, next="/desk/settings/people/") == "/desk/settings/people/"
    assert first_page_of(alice.email) == "/desk/"
    Site.objects.create(name="Heron", department=cards)
    assert first_page_of(admin.email) == "/desk/"


def test_who_wants_to_do_it_later_is_not_led_again(ada, admin):
    assert ada.post(f"{AT}later/")["Location"] == "/desk/"
    ada.post("/accounts/logout/")
    assert first_page_of(admin.email, browser=ada) == "/desk/"
    assert "0 of 5 steps are done." in ada.get(f"{AT}panel/").text, "but reminded where there is nothing to do"


def test_the_empty_desk_and_the_settings_have_a_place_for_the_reminder(ada, client, alice):
    assert 'hx-get="/desk/welcome/panel/"' in ada.get("/desk/").text
    assert 'hx-get="/desk/welcome/panel/"' in ada.get("/desk/settings/").text
    client.force_login(alice, backend="accounts.backends.RoleBackend")
    assert "/desk/welcome/" not in client.get("/desk/").text


def test_where_customers_write_already_nobody_is_reminded(ada, cards, double_charge):
    assert "steps are done" in ada.get(f"{AT}panel/").text
    Site.objects.create(name="Heron", department=cards)
    assert ada.get(f"{AT}panel/").text == ""


def test_before_a_department_is_closed_its_sites_are_counted(ada, cards):
    Site.objects.create(name="Heron", department=cards)
    assert "1 site sends its customers here." in ada.get(f"/desk/settings/departments/{cards.pk}/activation/").text


@pytest.mark.parametrize(
    ("given", "origin"), [("localhost:3000", "http://localhost:3000"), ("shop.example", "https://shop.example")]
)
def test_an_address_without_a_scheme_is_understood(ada, given, origin):
    ada.post(f"{AT}site/", {"name": "Heron", "address": given})
    assert Site.objects.get().origins == [origin]

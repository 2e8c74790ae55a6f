"""R4: beside the frozen card stands how the thing is now, as the site's own server tells it."""

import base64
import hashlib
import hmac
import json

import pytest

from chat import connecting
from chat.directory import directory
from chat.models import Site
from tests.chat.test_cards import COFFEE, ask, signature
from tests.core.test_outgoing import Far
from tickets.models import Card

pytestmark = pytest.mark.requirement("R4")

BOOKED = {"status": "Booked", "fields": [{"label": "Status", "value": "Booked"}, {"label": "Fee", "value": "€0"}]}


@pytest.fixture(autouse=True)
def _asked_anew():
    connecting.near.clear()
    connecting._breakers.clear()


@pytest.fixture
def bank(heron, settings):
    """The site's own server, real and on this machine."""
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    server = Far()
    server.answer = (200, {}, json.dumps(BOOKED).encode())
    Site.objects.update(connector_url=server.url)
    directory.forget()
    yield server
    server.stop()


@pytest.fixture
def state(daves_browser, heron, alice, desk_of):
    """`state()` as Alice's page gets it, `state(anew=True)` by the button."""
    ask(daves_browser, signature=signature(heron, sub="dave"))
    desk, card = desk_of(alice), Card.objects.get()
    address = f"/desk/tickets/{card.ticket_id}/cards/{card.pk}/"
    return lambda anew=False: desk.post(address) if anew else desk.get(address)


def test_what_has_changed_is_marked(bank, state):
    page = state()
    assert page.status_code == 200
    assert page.context["rows"] == [
        {"label": "Status", "value": "Booked", "before": "Held twice"},
        {"label": "Fee", "value": "€0", "before": ""},
    ]
    assert "<s>Held twice</s>" in page.text and "As of" in page.text
    assert page["Cache-Control"].startswith("max-age=0") or "no-store" in page["Cache-Control"]


@pytest.mark.requirement("P-08")
def test_a_card_number_in_the_answer_is_hidden_as_on_the_card(bank, state):
    told = {"status": "Booked", "fields": [{"label": "Card", "value": "4539 1488 0343 6467"}]}
    bank.answer = (200, {}, json.dumps(told).encode())
    assert state().context["rows"] == [{"label": "Card", "value": "4539 14•• •••• 6467", "before": ""}]


def test_what_is_as_it_was_is_not_repeated(bank, state):
    bank.answer = (200, {}, json.dumps({"status": "Held", "fields": COFFEE["fields"]}).encode())
    page = state()
    assert page.context["rows"] == [] and "Nothing has changed" in page.text


def test_the_question_is_signed_and_says_whose_it_is(bank, state, heron):
    state()
    headers, body = bank.came[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.digest(heron.identity_secret.encode(), signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{right}"
    question = json.loads(body)
    assert question["customer"] == {"id": "dave"}
    assert (question["card"]["id"], question["card"]["verified"]) == ("P-77120934", True)


def test_an_answer_is_kept_for_a_while_and_the_button_asks_anew(bank, state):
    state()
    state()
    assert len(bank.came) == 1
    state(anew=True)
    assert len(bank.came) == 2


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((404, {}, b""), "does not know this"), ((500, {}, b"oops"), "refused"),
        ((302, {"Location": "/"}, b""), "refused"),
        ((200, {}, b"<html>"), "not understood"), ((200, {}, b"[]"), "not understood"),
        ((200, {}, b'{"fields": [1]}'), "not understood"), ((200, {}, b"x" * 70_000), "too large"),
    ],
)  # fmt: skip
def test_a_failure_is_told_beside_the_card(bank, state, answer, sentence):
    bank.answer = answer
    page = state()
    assert page.status_code == 200 and sentence in page.text
    assert page.context["rows"] == []


def test_a_server_that_failed_is_left_alone_for_a_moment(bank, state):
    bank.answer = (500, {}, b"")
    state()
    assert "failed a moment ago" in state().text
    assert len(bank.came) == 1


def test_our_own_network_is_not_asked(bank, state, settings):
    settings.OUTGOING_ALLOWED_NETWORKS = []
    assert "private network" in state().text
    assert bank.came == []


def test_without_a_connector_the_card_says_so(state):
    assert "no connector" in state().text


def test_a_stranger_and_a_wrong_number_find_nothing(bank, state, daves_browser, carol, alice, desk_of, double_charge):
    state()
    card = Card.objects.get()
    address = f"/desk/tickets/{card.ticket_id}/cards/{card.pk}/"
    assert desk_of(carol).get(address).status_code == 404
    assert desk_of(alice).get(f"/desk/tickets/{double_charge.pk}/cards/{card.pk}/").status_code == 404
    assert desk_of(alice).delete(address).status_code == 405


def test_who_may_not_see_payments_is_not_told(bank, state, cards, desk_of):
    from tests.conftest import person

    state()
    card = Card.objects.get()
    tim = desk_of(person("Tim", cards, role="trainee"))
    assert tim.get(f"/desk/tickets/{card.ticket_id}/cards/{card.pk}/").status_code == 403
    panel = tim.get(f"/desk/tickets/{card.ticket_id}/customer/panel/")
    assert "Corner Café" in panel.text and "slot-state" not in panel.text


def test_an_admin_tries_the_address_before_it_is_saved(bank, heron, admin, desk_of):
    Site.objects.update(connector_url="")
    office, address = desk_of(admin), f"/desk/settings/sites/{heron.pk}/connector/"
    page = office.post(address, {"connector_url": bank.url})
    assert "It answers." in page.text and "HTTP 200" in page.text and "Booked" in page.text
    assert json.loads(bank.came[0][1]) == {"type": "test"}
    assert Site.objects.get().connector_url == ""
    assert office.post(address, {"connector_url": "ftp://bank.example"}).status_code == 422
    assert office.post(address, {"connector_url": "https://me:pass@bank.example"}).status_code == 422
    assert "private network" in office.post(address, {"connector_url": "http://10.0.0.1/"}).text

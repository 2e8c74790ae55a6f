"""R4: a customer asks about a thing on the page; what the page showed comes along, and whether the site signed it."""

import time
import uuid

import jwt
import pytest

from chat.directory import directory
from tests.chat.conftest import Browser, signed
from tickets.models import Card, Message, Ticket

pytestmark = pytest.mark.requirement("R4")

COFFEE = {
    "type": "payment",
    "id": "P-77120934",
    "title": "Corner Café, −€18.40",
    "fields": [{"label": "Status", "value": "Held twice"}, {"label": "Время", "value": "2026-11-20T11:47:00+00:00"}],
    "url": "https://heron.example/payments/P-77120934",
}


def signature(site, card=COFFEE, *, secret=None, lasts=600, issued=None, **claims):
    issued = int(time.time()) if issued is None else issued
    claims = {"aud": f"{site.key}:card", "iat": issued, "exp": issued + lasts, "card": card, **claims}
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, secret or site.identity_secret, algorithm="HS256")


def ask(browser, card=COFFEE, text="What is this?", **options):
    card = {**card, "signature": options.pop("signature", None)}
    return browser.write(text, card=card, **options)


def test_a_signed_card_is_frozen_in_the_ticket_and_comes_back(browser, heron):
    answer = ask(browser, signature=signature(heron))
    assert answer.status_code == 201
    assert answer.json()["message"]["card"] == {**COFFEE, "verified": True}
    [read] = browser.read(after=0).json()["messages"]
    assert read["card"] == {**COFFEE, "verified": True}
    card = Card.objects.get()
    assert (card.ticket, card.external_id, card.source) == (browser.ticket, "P-77120934", heron.key)
    assert card.fields == [["Status", "Held twice"], ["Время", "2026-11-20T11:47:00+00:00"]]


def test_a_card_alone_is_a_first_message_and_names_the_ticket(browser, heron):
    assert ask(browser, text="", signature=signature(heron)).status_code == 201
    assert (browser.ticket.subject, browser.ticket.last_text) == (COFFEE["title"], COFFEE["title"])
    assert browser.write("").status_code == 422


def test_the_same_card_again_is_the_same_card(browser, heron):
    once = str(uuid.uuid4())
    for _ in range(2):
        assert ask(browser, text="", client_id=once, signature=signature(heron)).status_code in (200, 201)
    assert ask(browser, text="And now?", signature=signature(heron)).status_code == 201
    assert Card.objects.count() == 1
    assert Message.objects.filter(card=Card.objects.get()).count() == 2


def test_what_has_changed_since_is_another_snapshot_and_the_newest_is_the_thing(browser, heron):
    ask(browser, signature=signature(heron))
    later = {**COFFEE, "fields": [{"label": "Status", "value": "Booked"}]}
    ask(browser, later, signature=signature(heron, later))
    assert Card.objects.count() == 2
    [newest] = Card.objects.latest_of(browser.ticket, 5)
    assert newest.fields == [["Status", "Booked"]]


def test_two_at_once_make_one_card(heron, dave, at_once, transactional_db):
    from tickets.models.card import Shown

    ticket, _ = Ticket.open(customer=dave, channel="widget", text="Hello", by=dave)
    shown = Shown(type="payment", id="1", title="Coffee")

    def write(_number):
        return Ticket.objects.get(pk=ticket.pk).receive(text="", client_id=uuid.uuid4(), card=shown, by=dave)

    results = at_once(4, write)
    assert all(isinstance(result, tuple) and result[1] for result in results)
    assert Card.objects.count() == 1


def test_a_card_to_a_closed_ticket_goes_into_the_follow_up(browser, heron, alice):
    browser.write("Hello")
    browser.ticket.close(by=alice)
    ask(browser, signature=signature(heron))
    assert Card.objects.get().ticket.follow_up_of == browser.ticket


FORGERIES = {
    "nothing": lambda site: None,
    "no token": lambda site: "abc",
    "another secret": lambda site: signature(site, secret="x" * 48),
    "other values": lambda site: signature(site, {**COFFEE, "title": "Corner Café, −€1.00"}),
    "a field less": lambda site: signature(site, {**COFFEE, "fields": COFFEE["fields"][:1]}),
    "run out": lambda site: signature(site, issued=int(time.time()) - 4000),
    "for days": lambda site: signature(site, lasts=90_000),
    "another site's": lambda site: signature(site, aud="elsewhere:card"),
    "an identity": lambda site: signed(site),
    "no algorithm": lambda site: jwt.encode({"aud": f"{site.key}:card", "card": COFFEE}, None, algorithm="none"),
    "no card": lambda site: signature(site, card=None),
    "somebody else's": lambda site: signature(site, sub="eve"),
    "a strange subject": lambda site: signature(site, sub=["dave"]),
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_what_the_site_did_not_sign_is_kept_as_the_customers_word(daves_browser, heron, forgery):
    answer = ask(daves_browser, signature=forgery(heron))
    assert answer.status_code == 201 and answer.json()["message"]["card"]["verified"] is False


@pytest.mark.requirement("P-08")
def test_a_card_number_as_an_id_is_hidden_where_the_customers_word_alone_names_it(browser, heron):
    assert ask(browser, {**COFFEE, "id": "4539148803436467"}).json()["message"]["card"]["id"] == "453914••••••6467"


@pytest.mark.requirement("S-20")
def test_a_card_signed_for_somebody_is_his_alone(daves_browser, browser, heron):
    for_dave = signature(heron, sub="dave")
    assert ask(daves_browser, signature=for_dave).json()["message"]["card"]["verified"] is True
    assert ask(browser, signature=for_dave).json()["message"]["card"]["verified"] is False


@pytest.mark.requirement("S-20")
def test_a_cards_signature_is_nobodys_identity(heron):
    visitor = Browser(heron)
    visitor.arrive(signature(heron, sub="dave"))
    assert visitor.arrive(signature(heron, sub="dave")).json()["visitor"]["verified"] is False
    assert visitor.arrive(signed(heron)).json()["visitor"]["verified"] is True


BROKEN = {
    "type": {"type": "Big Payment"},
    "no id": {"id": ""},
    "long id": {"id": "x" * 101},
    "no title": {"title": " "},
    "long title": {"title": "x" * 201},
    "many fields": {"fields": [{"label": "a", "value": "b"}] * 13},
    "no label": {"fields": [{"label": "", "value": "b"}]},
    "long value": {"fields": [{"label": "a", "value": "x" * 201}]},
    "a field more": {"fields": [{"label": "a", "value": "b", "html": "<b>"}]},
    "a part more": {"verified": True},
    "long address": {"url": "https://heron.example/" + "x" * 1000},
}


@pytest.mark.parametrize("part", BROKEN.values(), ids=BROKEN.keys())
def test_a_card_beyond_its_limits_is_refused_with_a_sentence(browser, part):
    answer = ask(browser, {**COFFEE, **part})
    assert answer.status_code == 422 and answer.json()["error"]["fields"]["card"]
    assert not Card.objects.exists() and not Message.objects.exists()


@pytest.mark.parametrize("card", ["payment", 1, [], True])
def test_what_is_no_card_at_all_is_not_understood(browser, card):
    assert browser.write(card=card).status_code == 400


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("javascript:alert(1)", None), ("data:text/html,x", None), ("https://a:b@heron.example/x", "https://heron.example/x"),
        ("https://heron.example/p?token=s3cret&tab=2#x", "https://heron.example/p?tab=2"), ("", None), (None, None),
    ],
)  # fmt: skip
def test_of_its_address_only_what_may_be_kept_stays(browser, heron, url, kept):
    type(heron).objects.update(page_parameters=["tab"])
    directory.forget()
    assert ask(browser, {**COFFEE, "url": url}).json()["message"]["card"]["url"] == kept


def test_a_message_taken_back_takes_its_card_along(browser, heron, sam):
    ask(browser, text="", signature=signature(heron))
    ask(browser, text="Look", signature=signature(heron))
    ticket = browser.ticket
    first, second = ticket.messages.filter(happening="").order_by("seq")
    ticket.redact(second, by=sam)
    assert Card.objects.count() == 1
    ticket.redact(first, by=sam)
    assert not Card.objects.exists()
    ticket.refresh_from_db()
    assert COFFEE["title"] not in ticket.subject + ticket.last_text
    assert [message["card"] for message in browser.read(after=0).json()["messages"]] == [None, None]

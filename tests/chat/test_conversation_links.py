"""S-21: a link signs its holder in to one conversation, once, soon, and to nothing else."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client

from chat.directory import directory
from chat.models import ConversationLink, Visitor
from chat.models.visitor import digest
from tests.chat.conftest import Browser
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R104")]
OURS = "http://testserver"


@pytest.fixture
def token(heron, double_charge):
    return ConversationLink.objects.to(double_charge)


def enter(token, key=None):
    return Client().post(f"/c/{token}/", {"key": key or str(uuid.uuid4())})


@pytest.fixture
def guest(heron, token):
    """Somebody's phone, come by the link."""
    browser = Browser(heron, origin=OURS)
    browser.token = enter(token).json()["token"]
    browser.conversation = browser.arrive().json()["conversations"][0]["id"]
    return browser


def test_the_holder_reads_and_writes_in_the_conversation(guest, double_charge):
    assert "charged twice" in guest.read().content.decode()
    assert guest.write("Thank you").status_code in (200, 201)
    assert double_charge.messages.filter(text="Thank you", author_kind="customer").exists()


def test_the_holder_sees_no_other_conversation_of_the_customer(guest, dave, cards):
    Ticket.open(customer=dave, channel="widget", text="Another matter", by=dave, department=cards)

    assert len(guest.arrive().json()["conversations"]) == 1


def test_the_holder_begins_no_other_conversation(guest, new_id):
    before = Ticket.objects.count()
    refused = guest.write("Something else", conversation=str(new_id()))

    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "one_conversation"
    assert Ticket.objects.count() == before


def test_the_page_uses_nothing_up(token):
    assert Client().get(f"/c/{token}/").status_code == 200
    assert Client().get(f"/c/{token}/")["Referrer-Policy"] == "no-referrer"
    assert enter(token).status_code == 200


def test_a_link_opens_once(token):
    assert enter(token).status_code == 200
    assert enter(token).status_code == 404


def test_whoever_lost_the_answer_asks_again_and_is_the_same(token, double_charge):
    key = str(uuid.uuid4())
    first = enter(token, key).json()

    assert enter(token, key).json() == first
    assert Visitor.objects.filter(only_ticket=double_charge).count() == 1
    assert enter(token).status_code == 404

    Visitor.objects.update(expires_at=Now() - timedelta(seconds=1))
    assert enter(token, key).status_code == 404


def test_a_key_opens_no_other_link(token, double_charge):
    key = str(uuid.uuid4())
    other = ConversationLink.objects.to(double_charge)
    assert enter(other).status_code == 200

    assert enter(token, key).status_code == 200
    assert enter(other, key).status_code == 404


@pytest.mark.parametrize("key", ["", "0", "x" * 36, "a" * 37])
def test_who_brings_no_key_of_his_own_comes_in_once(token, key):
    assert Client().post(f"/c/{token}/", {"key": key}).status_code == 200
    assert Client().post(f"/c/{token}/", {"key": key}).status_code == 404


def test_an_old_link_opens_nothing(token):
    ConversationLink.objects.update(expires_at=Now() - timedelta(seconds=1))

    assert enter(token).status_code == 404
    assert Client().get(f"/c/{token}/").status_code == 404


@pytest.mark.parametrize("token", ["0", "None", "null", "undefined", "x" * 22])
def test_what_was_never_a_link_is_not_found(heron, double_charge, token):
    ConversationLink.objects.to(double_charge)

    assert enter(token).status_code == 404
    assert Client().get(f"/c/{token}/").status_code == 404
    assert Client().get("/c//").status_code == 404


def test_only_the_hash_is_kept(token):
    kept = ConversationLink.objects.get()

    assert kept.token_hash == digest(token)
    assert len(token) >= 22
    assert token not in json.dumps(list(ConversationLink.objects.values()), default=str)


def test_a_guest_is_let_in_where_a_site_wants_proof(guest, heron):
    heron.reject_unverified = True
    heron.save()
    directory.forget()

    assert guest.arrive().status_code == 200


def test_the_guest_is_forgotten_after_a_day(guest):
    Visitor.objects.update(expires_at=Now() - timedelta(seconds=1))

    assert guest.read().status_code == 401


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_it_at_once_one_comes_in(heron, double_charge):
    def opened(token):
        try:
            return enter(token).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            token = ConversationLink.objects.to(double_charge)
            assert sorted(pool.map(opened, [token] * 4)) == [200, 404, 404, 404]


def test_whoever_opens_too_many_is_asked_to_come_back_and_not_sent_to_our_desk(token, monkeypatch):
    monkeypatch.setattr("chat.limits.LINKS.hit", lambda key: 42)
    answer = Client().get(f"/c/{token}/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "42")
    assert "it is still good" in answer.text and "/desk/" not in answer.text
    assert Client().get("/nowhere/").text.count("/desk/") == 0

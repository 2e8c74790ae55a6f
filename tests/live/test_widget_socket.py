"""The widget's socket, on both servers: its own origins, its own token, nothing of another visitor."""

import json
import time
import uuid

import pytest
from websockets.exceptions import InvalidStatus

from chat.models import Conversation, Visitor
from core.live import push, revoke
from tests.live.conftest import BANK

pytestmark = pytest.mark.django_db(transaction=True)


def hello(widget, visitor, conversation=None, version=0):
    widget.say("hello", token=visitor.raw_token, conversation=conversation and str(conversation), version=version)


def test_a_visitor_hears_of_the_own_conversation(web, daves_token, daves_conversation):
    ticket = daves_conversation.ticket
    with web.widget(origin=BANK) as widget:
        hello(widget, daves_token, daves_conversation.public_id)
        assert widget.hear() == {
            "type": "welcome", "conversation": str(daves_conversation.public_id), "version": ticket.public_version,
        }  # fmt: skip
        frame = {"type": "message", "conversation": str(daves_conversation.public_id), "version": 9, "message": {}}
        push(f"ticket.{ticket.pk}.customer", frame)
        assert widget.hear() == frame


def test_the_first_message_opens_what_is_then_followed(web, daves_token, double_charge):
    public_id = uuid.uuid4()
    with web.widget(origin=BANK) as widget:
        hello(widget, daves_token, public_id)
        assert widget.hear() == {"type": "welcome", "conversation": None, "version": 0}
        Conversation.objects.create(public_id=public_id, visitor=daves_token, ticket=double_charge)
        widget.say("follow", conversation=str(public_id))
        assert widget.hear()["conversation"] == str(public_id)
        push(f"ticket.{double_charge.pk}.customer", {"type": "typing", "name": "Alice", "on": True})
        assert widget.hear("typing")["name"] == "Alice"


def test_another_visitors_conversation_is_no_conversation(web, heron, daves_conversation):
    stranger, token = Visitor.objects.arrive(heron)
    stranger.raw_token = token
    with web.widget(origin=BANK) as widget:
        hello(widget, stranger, daves_conversation.public_id)
        assert widget.hear() == {"type": "welcome", "conversation": None, "version": 0}
        push(f"ticket.{daves_conversation.ticket_id}.customer", {"type": "typing", "name": "Alice", "on": True})
        assert widget.silent(0.5)
        widget.say("typing", on=True)
        assert widget.hear()["type"] == "error"


def test_a_frame_for_another_conversation_of_the_same_ticket_is_not_passed_on(web, daves_token, daves_conversation):
    with web.widget(origin=BANK) as widget:
        hello(widget, daves_token, daves_conversation.public_id)
        widget.hear("welcome")
        group = f"ticket.{daves_conversation.ticket_id}.customer"
        push(group, {"type": "message", "conversation": str(uuid.uuid4()), "version": 9})
        push(group, {"type": "message", "conversation": str(daves_conversation.public_id), "version": 10})
        assert widget.hear("message")["version"] == 10


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", f"{BANK}.evil.example", f"{BANK}:8443"])
def test_only_pages_of_a_site_may_open_it(web, heron, origin):
    with pytest.raises(InvalidStatus) as refused, web.widget(origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_the_page_of_another_site_may_not_use_the_token(web, heron, daves_token):
    type(heron).objects.create(name="Other", origins=["https://other.example"])
    time.sleep(5.1)  # the directory of sites is kept for 5 s
    with web.widget(origin="https://other.example") as widget:
        hello(widget, daves_token)
        assert widget.closed_with() == 4403


@pytest.mark.parametrize("token", ["nonsense", "x" * 500])
def test_a_wrong_token_signs_nobody_in(web, heron, token):
    with web.widget(origin=BANK) as widget:
        widget.say("hello", token=token, conversation=None, version=0)
        assert widget.closed_with() == 4401


def test_the_sessions_cookie_of_an_agent_is_worth_nothing_here(web, heron, alice, signed_in):
    with web.socket("/live/widget/", origin=BANK, Cookie=f"session={signed_in(alice)}") as ws:
        ws.send(json.dumps({"type": "follow", "conversation": str(uuid.uuid4())}))
        assert json.loads(ws.recv(timeout=3)) == {"type": "error", "code": "bad_request"}


def test_who_says_nothing_is_shown_out_after_ten_seconds(web, heron):
    with web.widget(origin=BANK) as widget:
        assert widget.closed_with(within=12) == 4408


def test_a_token_that_ends_closes_its_sockets_within_five_seconds(web, daves_token):
    with web.widget(origin=BANK) as one, web.widget(origin=BANK) as two:
        hello(one, daves_token), hello(two, daves_token)
        one.hear("welcome"), two.hear("welcome")
        Visitor.objects.filter(pk=daves_token.pk).update(token_hash="0" * 64)
        assert [one.closed_with(), two.closed_with()] == [4401, 4401]


def test_a_revoked_visitor_goes_at_once(web, daves_token):
    with web.widget(origin=BANK) as widget:
        hello(widget, daves_token)
        widget.hear("welcome")
        Visitor.objects.filter(pk=daves_token.pk).delete()
        revoke(f"visitor.{daves_token.pk}")
        assert widget.closed_with(within=1.5) == 4401


def test_a_site_that_is_switched_off_closes_its_sockets(web, heron, daves_token):
    with web.widget(origin=BANK) as widget:
        hello(widget, daves_token)
        widget.hear("welcome")
        type(heron).objects.filter(pk=heron.pk).update(is_active=False)
        assert widget.closed_with() == 4403


def test_a_deaf_widget_learns_the_version_from_the_heartbeat(web, daves_token, daves_conversation):
    with web.widget(origin=BANK) as widget:
        hello(widget, daves_token, daves_conversation.public_id)
        widget.hear("welcome")
        ticket = daves_conversation.ticket
        type(ticket).objects.filter(pk=ticket.pk).update(public_version=41)
        heartbeat = widget.hear("heartbeat", within=25)
        assert heartbeat == {"type": "heartbeat", "versions": {str(daves_conversation.public_id): 41}}

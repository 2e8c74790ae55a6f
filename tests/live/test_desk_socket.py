"""The desk's socket, on both servers."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.exceptions import InvalidStatus

from chat.consumers.viewers import what_they_view
from core.live import push, push_many, revoke

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_agent_hears_of_his_own_departments(web, alice, cards, transfers, signed_in):
    with web.desk(signed_in(alice)) as desk:
        assert desk.hear() == {"type": "welcome"}
        push_many(
            [
                (f"department.{transfers.pk}", {"type": "poke", "topic": "queue", "department": transfers.pk}),
                (f"department.{cards.pk}", {"type": "poke", "topic": "queue", "department": cards.pk}),
                ("department.none", {"type": "poke", "topic": "queue", "department": None}),
                (f"agent.{alice.pk}", {"type": "poke", "topic": "own"}),
            ]
        )
        heard = [desk.hear() for _ in range(3)]
        assert [frame.get("department") for frame in heard] == [cards.pk, None, None]
        assert heard[2]["topic"] == "own"


def test_a_burst_of_the_same_pokes_is_said_twice(web, alice, cards, signed_in):
    poke = (f"department.{cards.pk}", {"type": "poke", "topic": "queue", "department": cards.pk})
    with web.desk(signed_in(alice)) as desk:
        desk.hear("welcome")
        push_many([poke] * 40)
        push(f"agent.{alice.pk}", {"type": "poke", "topic": "own"})
        # At once, then, after what came meanwhile, once more for all that were left out.
        assert [desk.hear()["topic"] for _ in range(3)] == ["queue", "own", "queue"]
        assert desk.silent(1)


def test_a_watched_ticket_is_streamed(web, alice, bob, double_charge, signed_in):
    with web.desk(signed_in(alice)) as desk, web.desk(signed_in(bob)) as other:
        desk.hear("welcome"), other.hear("welcome")
        desk.say("watch", ticket=double_charge.pk, version=0)
        watching = desk.hear("watching")
        assert watching["version"] == double_charge.version
        assert [viewer["name"] for viewer in watching["viewers"]] == ["Alice"]
        other.say("watch", ticket=double_charge.pk, version=0)
        assert {viewer["name"] for viewer in other.hear("watching")["viewers"]} == {"Alice", "Bob"}
        assert {viewer["name"] for viewer in desk.hear("viewers")["viewers"]} in ({"Alice"}, {"Alice", "Bob"})
        push(f"ticket.{double_charge.pk}.agents", {"type": "fragment", "ticket": double_charge.pk, "html": "Привет"})
        assert desk.hear("fragment")["html"] == other.hear("fragment")["html"] == "Привет"
        other.say("unwatch")
        while {viewer["name"] for viewer in desk.hear("viewers")["viewers"]} != {"Alice"}:
            pass
        push(f"ticket.{double_charge.pk}.agents", {"type": "fragment", "ticket": double_charge.pk, "html": "2"})
        assert desk.hear("fragment")["html"] == "2"
        assert other.silent(0.5, but=("viewers",))


def test_typing_reaches_colleagues_and_the_customer_under_the_public_name(
    web, alice, bob, double_charge, signed_in, daves_token, daves_conversation
):
    alice.public_name = "Alice from Heron"
    alice.save()
    with web.desk(signed_in(alice)) as desk, web.desk(signed_in(bob)) as other, web.widget() as widget:
        widget.say("hello", token=daves_token.raw_token, conversation=str(daves_conversation.public_id), version=0)
        widget.hear("welcome")
        for one in (desk, other):
            one.say("watch", ticket=double_charge.pk, version=0)
            one.hear("watching")
        desk.say("typing", ticket=double_charge.pk, on=True)
        assert widget.hear("typing") == {"type": "typing", "name": "Alice from Heron", "on": True}
        assert other.hear("typing")["user"] == alice.pk
        widget.say("typing", on=True)
        assert other.hear("typing") == {
            "type": "typing", "ticket": double_charge.pk, "name": "Dave Okafor", "kind": "customer", "user": None,
            "on": True,
        }  # fmt: skip


def test_typing_in_another_ticket_is_a_bad_frame(web, alice, double_charge, signed_in):
    with web.desk(signed_in(alice)) as desk:
        desk.hear("welcome")
        desk.say("typing", ticket=double_charge.pk, on=True)
        assert desk.hear("error") == {"type": "error", "code": "bad_request"}


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1", "http://127.0.0.1:1"])
def test_a_foreign_page_is_refused_at_the_handshake(web, alice, signed_in, origin):
    with pytest.raises(InvalidStatus) as refused, web.desk(signed_in(alice), origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_who_is_not_signed_in_is_told_so_with_a_code(web, db):
    for session in (None, "x" * 32):
        with web.desk(session) as desk:
            assert desk.closed_with() == 4401


def test_a_strangers_ticket_closes_the_socket(web, carol, double_charge, signed_in):
    with web.desk(signed_in(carol)) as desk:
        desk.hear("welcome")
        desk.say("watch", ticket=double_charge.pk, version=0)
        assert desk.closed_with() == 4403


def end_session(alice):
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()


def deactivate(alice):
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)


def change_password(alice):
    alice.set_password("another")
    alice.save()


@pytest.mark.parametrize("lose", [end_session, deactivate, change_password])
def test_a_session_that_ends_closes_all_its_sockets_within_five_seconds(web, alice, double_charge, signed_in, lose):
    key = signed_in(alice)
    with web.desk(key) as one, web.desk(key) as two, web.desk(key) as three:
        for desk in (one, two, three):
            desk.say("watch", ticket=double_charge.pk, version=0)
            desk.hear("watching")
        lose(alice)
        started = time.monotonic()
        assert [desk.closed_with() for desk in (one, two, three)] == [4401] * 3
        assert time.monotonic() - started < 5


def test_a_revoked_right_closes_the_socket_at_once(web, alice, double_charge, signed_in):
    with web.desk(signed_in(alice)) as desk:
        desk.say("watch", ticket=double_charge.pk, version=0)
        desk.hear("watching")
        deactivate(alice)
        started = time.monotonic()
        revoke(f"agent.{alice.pk}")
        assert desk.closed_with() == 4401
        assert time.monotonic() - started < 1


def test_a_transferred_ticket_is_no_longer_heard(web, alice, double_charge, transfers, signed_in):
    with web.desk(signed_in(alice)) as desk:
        desk.say("watch", ticket=double_charge.pk, version=0)
        desk.hear("watching")
        type(double_charge).objects.filter(pk=double_charge.pk).update(department=transfers)
        assert desk.closed_with() == 4403


def test_a_new_department_is_heard_without_coming_again(web, alice, transfers, signed_in):
    with web.desk(signed_in(alice)) as desk:
        desk.hear("welcome")
        alice.memberships.create(department=transfers)
        revoke(f"agent.{alice.pk}")
        time.sleep(0.5)
        push(f"department.{transfers.pk}", {"type": "poke", "topic": "queue", "department": transfers.pk})
        assert desk.hear("poke")["department"] == transfers.pk


def test_an_open_desk_is_a_sign_of_life(web, alice, signed_in):
    with web.desk(signed_in(alice)) as desk:
        desk.hear("welcome")
        alice.presence.refresh_from_db()
        assert alice.presence.seen_at


def test_a_ping_is_answered(web, alice, signed_in):
    with web.desk(signed_in(alice)) as desk:
        desk.hear("welcome")
        desk.say("ping")
        assert desk.hear() == {"type": "pong"}


def test_plain_group_send_of_the_layer_reaches_the_same_sockets(web, alice, signed_in):
    from channels.layers import get_channel_layer

    def send(group, message):
        asyncio.run(get_channel_layer().group_send(group, message))

    with web.desk(signed_in(alice)) as desk:
        desk.hear("welcome")
        message = {"type": "relay", "frame": {"type": "poke", "topic": "layer"}}
        # In a thread of its own: a browser's loop may be running in this one.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(send, f"agent.{alice.pk}", message).result()
        assert desk.hear("poke") == {"type": "poke", "topic": "layer"}


def test_what_somebody_has_open_is_known_for_the_board_until_it_is_left(web, alice, sam, double_charge, signed_in):
    with web.desk(signed_in(sam)) as desk:
        desk.hear("welcome")
        desk.say("watch", ticket=double_charge.pk, version=0)
        assert desk.hear("watching")["viewers"][0]["supervises"] is True
        assert what_they_view([sam.pk, alice.pk]) == {sam.pk: double_charge.pk}
        desk.say("unwatch")
        deadline = time.monotonic() + 10
        while what_they_view([sam.pk]) and time.monotonic() < deadline:
            pass
        assert what_they_view([sam.pk]) == {}

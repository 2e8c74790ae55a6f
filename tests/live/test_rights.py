"""Rights are asked for all sockets together, and who cannot be confirmed hears nothing."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from chat.consumers import rights, together
from chat.consumers.desk import DeskConsumer
from chat.consumers.versions import versions_of
from chat.models import Visitor
from core.live import heartbeat, push
from core.live.executor import Together
from core.live.hub import current_hub

pytestmark = pytest.mark.django_db(transaction=True)


class Desk(WebsocketCommunicator):
    """A socket without a server, in this very process."""

    def __init__(self, session: str):
        headers = [
            (b"origin", b"http://testserver"),
            (b"host", b"testserver"),
            (b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()),
        ]
        super().__init__(DeskConsumer.as_asgi(), "/live/desk/", headers=headers)

    async def hear(self, kind: str) -> dict:
        while (frame := await self.receive_json_from(3))["type"] != kind:
            pass
        return frame

    async def watching(self, ticket: int) -> dict:
        await self.send_json_to({"type": "watch", "ticket": ticket, "version": 0})
        return await self.hear("watching")


@pytest.fixture
def key(alice):
    client = Client()
    client.force_login(alice)
    return client.session.session_key


@pytest.mark.asyncio
async def test_who_could_not_be_confirmed_hears_nothing_until_confirmed_again(key, alice, double_charge, monkeypatch):
    monkeypatch.setattr(heartbeat, "GUARD_EVERY", 60)
    desk = Desk(key)
    await desk.connect()
    await desk.watching(double_charge.pk)
    group = f"ticket.{double_charge.pk}.agents"
    (socket,) = current_hub().sockets
    frame = {"type": "fragment", "ticket": double_charge.pk, "html": "first"}
    await sync_to_async(push)(group, frame)
    await desk.hear("fragment")
    socket.trusted_until = 0
    await sync_to_async(push)(group, {**frame, "html": "secret"})
    await asyncio.sleep(0.5)
    await together.ask_for_agents([socket])
    await sync_to_async(push)(group, {**frame, "html": "third"})
    assert (await desk.hear("fragment"))["html"] == "third"
    await desk.disconnect()


@pytest.mark.asyncio
async def test_a_group_that_everybody_left_is_unsubscribed_and_can_be_joined_again(key, double_charge):
    for _ in range(2):
        desk = Desk(key)
        await desk.connect()
        await desk.watching(double_charge.pk)
        await desk.disconnect()
        hub = current_hub()
        assert not hub.groups
        assert not hub.sockets
        await asyncio.sleep(1.3)
        assert list(hub._watcher._channels) == [f"{settings.CHANNEL_LAYERS['default']['CONFIG']['prefix']}__group__all"]


@pytest.mark.asyncio
async def test_a_crowd_is_answered_by_few_questions():
    asked = []

    def work(keys):
        asked.append(len(keys))
        return {key: key * 2 for key in keys if key != 7}

    doubled = Together(work)
    answers = await asyncio.gather(*(doubled.ask(number) for number in range(300)))
    assert answers == [None if number == 7 else number * 2 for number in range(300)]
    assert len(asked) <= 2


@pytest.mark.asyncio
async def test_a_question_that_fails_fails_for_all_who_asked_and_not_for_the_next():
    broken = [True]

    def work(keys):
        if broken.pop():
            raise RuntimeError
        return dict.fromkeys(keys, "fine")

    together_ = Together(work)
    failed = await asyncio.gather(*(together_.ask(n) for n in range(3)), return_exceptions=True)
    assert [type(error) for error in failed] == [RuntimeError] * 3
    broken.append(False)
    assert await together_.ask(1) == "fine"


def sessions(*users):
    keys = {}
    for user in users:
        client = Client()
        client.force_login(user)
        keys[user.pk] = client.session.session_key
    return keys


def test_rights_of_all_agents_take_a_handful_of_queries(
    alice, bob, carol, sam, double_charge, django_assert_max_num_queries
):
    keys = sessions(alice, bob, carol, sam)
    asked = [(key, double_charge.pk) for key in keys.values()] * 20
    with django_assert_max_num_queries(6):
        users, groups, visible = together._agents_now(asked)
    assert visible == {(user.pk, double_charge.pk) for user in (alice, bob, sam)}
    assert {user.pk for user in users.values()} == {alice.pk, bob.pk, carol.pk, sam.pk}
    assert groups[alice.pk] == {f"department.{double_charge.department_id}", "department.none"}
    assert len(groups[sam.pk]) == 3


def test_versions_of_all_open_tickets_take_one_query(double_charge, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert versions_of([double_charge.pk] * 50) == {
            double_charge.pk: (double_charge.version, double_charge.public_version)
        }


def test_visitors_of_all_widgets_take_one_query(heron, django_assert_num_queries):
    visitors = [Visitor.objects.arrive(heron)[0] for _ in range(20)]
    claims = {rights.Claim(visitor.pk, visitor.token_hash) for visitor in visitors}
    with django_assert_num_queries(1):
        assert rights.closing_code_of(claims) == {}


def test_nobodys_session_is_nobody(transactional_db):
    client = Client()
    session = client.session
    session["x"] = 1
    session.save()
    assert rights.signed_in(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")[1] is None
    assert rights.signed_in("")[1] is None
    assert rights.signed_in(f"{settings.SESSION_COOKIE_NAME}=;;;=")[1] is None
    assert rights.signed_in(f"{settings.SESSION_COOKIE_NAME}=a\0b")[1] is None


def test_a_second_factor_still_owed_keeps_the_desk_shut(settings, alice):
    settings.REQUIRE_STAFF_2FA = True
    key = sessions(alice)[alice.pk]
    assert rights.signed_in(f"{settings.SESSION_COOKIE_NAME}={key}")[1] is None


def test_what_is_published_is_encoded_once():
    import msgpack

    from core.live.publishing import packed

    message = msgpack.unpackb(packed({"type": "fragment", "html": "Привет"}))
    assert json.loads(message["text"]) == {"type": "fragment", "html": "Привет"}
    assert message["kind"] == "fragment"

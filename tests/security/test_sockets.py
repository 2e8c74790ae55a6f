"""S-12, S-13, S-14, S-18, S-22, S-24, S-27, S-29 on a real server: what HTTP refuses, no socket gives."""

import json
import random
import socket
import time
import uuid

import pytest
from django.conf import settings as configured
from django.test import Client
from websockets.exceptions import ConnectionClosed, InvalidStatus

from accounts.models import User
from chat.consumers import DeskConsumer, WidgetConsumer
from chat.consumers.pages import is_ours
from chat.models import Conversation, Visitor
from chat.routing import websocket_urlpatterns
from core.live.frames import BadFrame, parsed
from core.redis import breaker
from tests.chat.conftest import BANK, heron  # noqa: F401
from tests.live.servers import Web
from tests.security.conftest import MISSING, ticket_of
from tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)

ERROR = '{"type":"error","code":"bad_request"}'
SECRET = "Zanzibar looks like a fraud"


@pytest.fixture(scope="module")
def web(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), Web("daphne") as process:
        yield process


@pytest.fixture(autouse=True)
def _trust_redis_again():
    breaker.worked()


def key_of(user) -> str:
    client = Client()
    client.force_login(user)
    return client.session.session_key


def visitor_of(site, customer=None):
    visitor, token = Visitor.objects.arrive(site, customer=customer)
    visitor.raw_token = token
    return visitor


@pytest.fixture
def three(dave, eve, cards, transfers):
    return {
        "cards": ticket_of(dave, cards, "A card is lost").pk,
        "transfers": ticket_of(eve, transfers, "A transfer is late").pk,
        "nobodys": ticket_of(eve, None, "Hello").pk,
        "missing": MISSING,
    }


def test_every_frame_there_is_stands_in_these_tests():
    """A new socket or a new frame in needs its own answer to: who may, who may not."""
    assert [str(each.pattern) for each in websocket_urlpatterns] == ["live/desk/", "live/widget/", ""]
    assert set(DeskConsumer.frames) == {"watch", "unwatch", "typing"}
    assert set(WidgetConsumer.frames) == {"hello", "follow", "typing"}


def test_a_ticket_is_heard_by_whoever_may_see_it_alone(web, three, alice, carol, sam, nina, admin, gone):
    sees = {
        alice: {"cards", "nobodys"}, carol: {"transfers", "nobodys"}, sam: {"cards", "transfers", "nobodys"},
        nina: {"transfers", "nobodys"}, admin: {"cards", "transfers", "nobodys"},
    }  # fmt: skip
    wrong = []
    for user, seen in sees.items():
        key = key_of(user)
        for kind, ticket in three.items():
            with web.desk(key) as desk:
                desk.hear("welcome")
                desk.say("watch", ticket=ticket, version=0)
                heard = desk.hear("watching")["ticket"] if kind in seen else desk.closed_with()
                wrong += [] if heard == (ticket if kind in seen else 4403) else [(user.name, kind)]
    assert wrong == []
    key = key_of(gone)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for nobody in (None, "", "x" * 32, key):
        with web.desk(nobody) as desk:
            assert desk.closed_with() == 4401


def test_a_conversation_is_heard_by_its_visitor_alone(web, heron, dave, eve, three):  # noqa: F811
    mine, another, proved, old = (
        visitor_of(heron, dave),
        visitor_of(heron),
        visitor_of(heron, eve),
        visitor_of(heron, dave),
    )
    Visitor.objects.filter(pk=old.pk).update(expires_at="2020-01-01T00:00Z")
    conversation = Conversation.objects.create(public_id=uuid.uuid4(), visitor=mine, ticket_id=three["cards"])
    for visitor, heard in ((mine, str(conversation.public_id)), (another, None), (proved, None)):
        with web.widget(origin=BANK) as widget:
            widget.say("hello", token=visitor.raw_token, conversation=str(conversation.public_id), version=0)
            assert widget.hear("welcome")["conversation"] == heard
            widget.say("follow", conversation=str(conversation.public_id))
            assert widget.hear("welcome")["conversation"] == heard
    with web.widget(origin=BANK) as widget:
        widget.say("hello", token=old.raw_token, conversation=None, version=0)
        assert widget.closed_with() == 4401


def test_what_happens_elsewhere_is_not_even_poked(web, alice, carol, eve, three):
    with web.desk(key_of(alice)) as here, web.desk(key_of(carol)) as there:
        here.hear("welcome"), there.hear("welcome")
        late = Ticket.objects.get(pk=three["transfers"])
        late.receive(text="Still late", client_id=uuid.uuid4(), by=eve)
        late.take(by=carol)
        assert there.hear("poke")["topic"] == "queue"
        assert here.silent(0.7)


def test_a_note_is_heard_by_colleagues_and_not_by_the_customer(web, heron, dave, alice, bob, three):  # noqa: F811
    visitor = visitor_of(heron, dave)
    ticket = Ticket.objects.get(pk=three["cards"])
    conversation = Conversation.objects.create(public_id=uuid.uuid4(), visitor=visitor, ticket=ticket)
    with web.widget(origin=BANK) as widget, web.desk(key_of(bob)) as desk:
        widget.say("hello", token=visitor.raw_token, conversation=str(conversation.public_id), version=0)
        version = widget.hear("welcome")["version"]
        desk.say("watch", ticket=ticket.pk, version=0)
        desk.hear("watching")
        ticket.note(text=SECRET, client_id=uuid.uuid4(), by=alice)
        assert SECRET in desk.hear("fragment")["html"]
        assert widget.silent(0.5)
        ticket.reply(text="Good morning", client_id=uuid.uuid4(), by=alice)
        frames = [widget.hear("message") for _ in range(2)]
        assert [frame["version"] for frame in frames] == [version + 1, version + 2]
        assert SECRET not in json.dumps(frames)


def leave(alice, admin, cards):
    alice.leave(cards, by=admin)


def lose_role(alice, admin, cards):
    alice.change_role("supervisor", by=admin)


def be_deactivated(alice, admin, cards):
    alice.deactivate(by=admin)


def sign_out_everywhere(alice, admin, cards):
    alice.sign_out_everywhere(by=alice)


def new_password(alice, admin, cards):
    client = Client()
    client.force_login(alice)
    good = {"oldpassword": "demo", "password1": "A heron 4 the desk", "password2": "A heron 4 the desk"}
    assert client.post("/accounts/password/change/", good).status_code == 302


@pytest.mark.parametrize(
    ("lose", "code"),
    [(leave, 4403), (lose_role, 4401), (be_deactivated, 4401), (sign_out_everywhere, 4401), (new_password, 4401)],
)
def test_whoever_loses_the_right_hears_nothing_after_five_seconds(web, alice, admin, dave, cards, three, lose, code):
    """By the product's own verbs, with three sockets of three sessions open."""
    ticket = Ticket.objects.get(pk=three["cards"])
    with web.desk(key_of(alice)) as one, web.desk(key_of(alice)) as two, web.desk(key_of(alice)) as three_:
        sockets = (one, two, three_)
        for desk in sockets:
            desk.say("watch", ticket=ticket.pk, version=0)
            desk.hear("watching")
        lose(alice, admin, cards)
        started = time.monotonic()
        assert [desk.closed_with(within=6) for desk in sockets] == [code] * 3
        assert time.monotonic() - started < 5
        ticket.receive(text=SECRET, client_id=uuid.uuid4(), by=dave)
        for desk in sockets:
            with pytest.raises(ConnectionClosed):
                desk.ws.recv(timeout=1)


def test_signing_out_closes_the_sockets_of_that_session_alone(web, alice):
    client = Client()
    client.force_login(alice)
    key = client.session.session_key
    with web.desk(key) as one, web.desk(key) as two, web.desk(key_of(alice)) as elsewhere:
        for desk in (one, two, elsewhere):
            desk.hear("welcome")
        client.post("/accounts/logout/")
        assert [desk.closed_with(within=6) for desk in (one, two)] == [4401, 4401]
        elsewhere.say("ping")
        assert elsewhere.hear("pong")


NAMES = [
    "base", "watch", "unwatch", "typing", "hello", "follow", "ping", "pong", "welcome", "fragment", "poke", "revoked",
    "heartbeat", "degraded", "error", "viewers", "on_watch", "connect", "close", "abort", "serve", "relay", "trust",
    "say", "__init__", "__class__", "__dict__", "_take", "_listen", "hub", "groups", "websocket.receive",
    "websocket.disconnect", "group_send", "", " ", "\0", "watch ", "WATCH", "constructor", "*", "%", "ticket.*",
]  # fmt: skip
VALUES = [
    None, True, -1, 0, 1, 1.5, 2**63, 10**400, "1", "", "x" * 600, [], [1], {}, {"$ne": 1}, {"__proto__": {}},
    "ticket.*",
]  # fmt: skip
FIELDS = ["ticket", "version", "on", "conversation", "token", "type", "group", "channel", "user", "__class__"]


def fuzzed(dice) -> str:
    frame = {"type": dice.choice(NAMES)} | {
        name: dice.choice(VALUES) for name in dice.sample(FIELDS, dice.randrange(0, 4)) if name != "type"
    }
    text = json.dumps(frame)
    return text if dice.random() < 0.7 else text[: dice.randrange(len(text))] + chr(dice.choice([0, 34, 125, 0x430]))


@pytest.mark.parametrize("consumer", [DeskConsumer, WidgetConsumer])
def test_of_ten_thousand_fuzzed_frames_each_is_taken_whole_or_refused(consumer):
    """What is taken has a listed name and listed fields of the right types; nothing else ever comes of a frame."""
    dice, taken = random.Random(11), 0
    for _ in range(10_000):
        try:
            kind, fields = parsed(fuzzed(dice), consumer.frames)
        except BadFrame:
            continue
        taken += 1
        assert kind == "ping" or fields.keys() == consumer.frames[kind].keys()
        assert all(value is None or isinstance(value, (int, str)) for value in fields.values())
    assert 50 < taken < 5_000


# Twenty bad ones end a socket, and so does a flood.
A_SOCKETFUL = 19


@pytest.mark.parametrize("who", ["operator", "stranger"])
def test_a_thousand_fuzzed_frames_get_one_fixed_answer(web, heron, alice, who):  # noqa: F811
    """Nothing of the answer tells what is inside, nothing stands in the log."""
    dice, key = random.Random(11), key_of(alice)
    start, refused, other = web.log.stat().st_size, 0, set()
    for _ in range(1_000 // A_SOCKETFUL):
        with web.desk(key) if who == "operator" else web.widget(origin=BANK) as end:
            try:
                for _ in range(A_SOCKETFUL):
                    end.ws.send(fuzzed(dice))
                end.say("ping")
                while (heard := end.ws.recv(timeout=3)) != '{"type":"pong"}':
                    refused += heard == ERROR
                    other |= {json.loads(heard)["type"]} if heard != ERROR else set()
            except ConnectionClosed:
                continue
    assert refused > 300
    assert other <= {"welcome", "heartbeat", "watching", "viewers"}
    log = web.log.read_bytes()[start:]
    assert b"Traceback" not in log
    assert b"socket_failed" not in log


def handshake(web, path: str, *lines: str) -> bytes:
    """As no browser and no library would send it."""
    head = [
        f"GET {path} HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", *lines,
    ]  # fmt: skip
    return raw(web, "\r\n".join(head) + "\r\n\r\n")


def raw(web, request: str, *, whole: bool = False) -> bytes:
    with socket.create_connection(("127.0.0.1", web.port), timeout=5) as line:
        line.sendall(request.encode("latin-1"))
        line.settimeout(3)
        answer = b""
        try:
            while b"\r\n\r\n" not in answer and (more := line.recv(65536)):
                answer += more
            while whole and (more := line.recv(65536)):
                answer += more
        except TimeoutError:
            pass
        return answer


ORIGINS = {
    "two": ["Origin: {ours}", "Origin: https://evil.test"],
    "two, the other way": ["Origin: https://evil.test", "Origin: {ours}"],
    "two in one": ["Origin: {ours}, https://evil.test"],
    "with a user": ["Origin: http://127.0.0.1@evil.test"],
    "ours within": ["Origin: http://127.0.0.1.evil.test"],
    "none": [],
    "null": ["Origin: null"],
    "empty": ["Origin: "],
    "file": ["Origin: file://"],
    "an extension": ["Origin: chrome-extension://abcdefgh"],
    "another port": ["Origin: http://127.0.0.1:1"],
    "the older name": ["Sec-WebSocket-Origin: {ours}"],
    "host agrees with the evil": ["Origin: http://evil.test:{port}"],
}


@pytest.mark.parametrize("path", ["/live/desk/", "/live/widget/"])
def test_no_page_of_others_opens_a_socket(web, heron, alice, path):  # noqa: F811
    cookie = f"Cookie: {configured.SESSION_COOKIE_NAME}={key_of(alice)}"
    opened = []
    for name, origin in ORIGINS.items():
        lines = [line.format(ours=web.origin, port=web.port) for line in origin]
        evil = any("evil.test:" in line for line in lines)
        host = f"Host: evil.test:{web.port}" if evil else f"Host: 127.0.0.1:{web.port}"
        status = handshake(web, path, host, cookie, *lines).split(b" ")[1:2]
        opened += [] if status in ([b"403"], [b"400"]) else [(name, status)]
    assert opened == []


def test_where_pages_come_by_https_one_by_http_is_not_ours(settings):
    scope = {"headers": [(b"host", b"help.example")]}
    settings.ALLOWED_HOSTS = ["help.example"]
    assert is_ours(scope, "http://help.example")
    settings.SECURE = True
    assert not is_ours(scope, "http://help.example")
    assert is_ours(scope, "https://help.example")


def test_the_right_page_opens_it(web, alice):
    """The same handshake by hand, as it should be."""
    cookie = f"Cookie: {configured.SESSION_COOKIE_NAME}={key_of(alice)}"
    answer = handshake(web, "/live/desk/", f"Host: 127.0.0.1:{web.port}", cookie, f"Origin: {web.origin}")
    assert answer.split(b" ")[1] == b"101"


def test_no_cookie_and_no_address_is_a_token_for_the_widget(web, heron, dave):  # noqa: F811
    visitor = visitor_of(heron, dave)
    address = f"/live/widget/?token={visitor.raw_token}"
    with web.socket(address, origin=BANK, Cookie=f"token={visitor.raw_token}; session={visitor.raw_token}") as ws:
        ws.send(json.dumps({"type": "follow", "conversation": str(uuid.uuid4())}))
        assert ws.recv(timeout=3) == ERROR


def test_there_is_no_other_socket(web):
    for path in ("/live/", "/live/admin/", "/live/desk", "/live/desk/1/", "/ws/", "/"):
        with pytest.raises(InvalidStatus) as refused, web.socket(path):
            pass
        assert refused.value.response.status_code in (403, 404, 500)


REQUESTS = {
    "two hosts": "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.test\r\n",
    "two hosts, the other way": "GET {path} HTTP/1.1\r\nHost: evil.test\r\nHost: 127.0.0.1:{port}\r\n",
    "an absolute address": "GET http://evil.test{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n",
    "no host": "GET {path} HTTP/1.0\r\n",
    "another host": "GET {path} HTTP/1.1\r\nHost: evil.test\r\n",
    "a folded line": "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n evil.test\r\n",
    "an underscore": "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX_Forwarded_Host: evil.test\r\n",
}


def test_no_answer_repeats_a_host_that_is_not_ours(web):
    repeated = []
    for name, request in REQUESTS.items():
        for path in ("/desk/", "/accounts/login/", "/accounts/password/reset/"):
            head = request.format(path=path, port=web.port) + "Connection: close\r\n\r\n"
            repeated += [(name, path)] if b"evil.test" in raw(web, head, whole=True) else []
    assert repeated == []

"""What an idle socket costs the web process, on both servers."""

import time

import pytest

from chat.models import Visitor
from tests.live.conftest import BANK
from tests.live.servers import Raw

pytestmark = pytest.mark.django_db(transaction=True)

SOCKETS = 1000
AT_MOST = 45_000


def settled(web) -> int:
    time.sleep(1)
    return web.memory


def test_an_idle_widget_costs_less_than_45_kb(web, heron, daves_conversation):
    visitors = [Visitor.objects.arrive(heron) for _ in range(SOCKETS // 8 + 5)]
    tokens = [token for _visitor, token in visitors]
    warm = [Raw(web, "/live/widget/", origin=BANK).opened().say("hello", token=tokens.pop()) for _ in range(5)]
    before = settled(web)
    sockets = []
    for number in range(SOCKETS):
        raw = Raw(web, "/live/widget/", origin=BANK).opened()
        sockets.append(raw.say("hello", token=tokens[number % len(tokens)], conversation=None, version=0))
    for raw in sockets:
        assert b"welcome" in raw.socket.recv(200)
    cost = (settled(web) - before) / SOCKETS
    for raw in [*warm, *sockets]:
        raw.close()
    print(f"idle-socket {web.env['HELPDESK_SERVER']}: {cost / 1000:.1f} kB")
    assert cost < AT_MOST


def test_closed_sockets_leave_nothing(web, heron):
    _visitor, token = Visitor.objects.arrive(heron)

    def a_crowd():
        crowd = [Raw(web, "/live/widget/", origin=BANK).opened() for _ in range(300)]
        for raw in crowd[:9]:
            raw.say("hello", token=token)
        for raw in crowd:
            raw.close()
        return settled(web)

    sizes = [a_crowd() for _ in range(15)]
    print([round(size / 1e6, 1) for size in sizes])
    # What each crowd left would show in every stretch; what is taken for a heartbeat to all at once shows in one.
    assert min(later - earlier for earlier, later in zip(sizes[3:], sizes[7:], strict=False)) < 1e6

"""Below JSON: octets that are no WebSocket, and floods of those that are (F-20), on both servers."""

import time
import zlib

import pytest

from tests.live.conftest import BANK
from tests.live.servers import Raw, framed

pytestmark = pytest.mark.django_db(transaction=True)

TEXT, FRAGMENT, CONTINUED, LAST, PING, PONG, CLOSE = 0x81, 0x01, 0x00, 0x80, 0x89, 0x8A, 0x88
BOMB = zlib.compressobj(wbits=-15).compress(b"a" * 50_000_000)

BROKEN = {
    "invalid UTF-8": (framed(TEXT, b"\xff\xfe\xfd"), {1007}),
    "unknown opcode": (framed(0x83, b"x"), {1002}),
    "reserved bit, as a deflate bomb has it": (framed(0xC1, BOMB[:60_000]), {1002}),
    "unmasked": (b"\x81\x02{}", {1002}),
    "control frame of 200 octets": (framed(PING, b"x" * 200), {1002}),
    "continued nothing": (framed(LAST, b"x"), {1002}),
    "announced a gigabyte": (b"\x81\xff" + (1 << 30).to_bytes(8) + bytes(4), {1009}),
    "announced the impossible": (b"\x81\xff" + (1 << 63).to_bytes(8) + bytes(4), {1002, 1009}),
    "a megabyte": (framed(TEXT, b"x" * 1_048_576), {1009}),
    "a megabyte and one": (framed(TEXT, b"x" * 1_048_577), {1009}),
    "sixteen megabytes": (framed(TEXT, b"x" * 16_777_216), {1009, 1006}),
    "a hundred thousand fragments above the limit": (
        framed(FRAGMENT, b"x") + framed(CONTINUED, b"xxx") * 100_000 + framed(LAST, b"x"),
        {1009, 1006},
    ),
    "closing without a word": (framed(CLOSE), {1000, 1005, 1006, 0}),
}


@pytest.fixture
def raw(web, heron):
    line = Raw(web, "/live/widget/", origin=BANK).opened()
    yield line
    line.close()


def alive(web) -> bool:
    with web.widget(origin=BANK) as other:
        other.say("ping")
        return other.hear() == {"type": "pong"}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_websocket_is_closed_with_its_code(web, raw, name):
    octets, codes = BROKEN[name]
    raw.flood(octets)
    assert raw.close_code() in codes
    assert alive(web)


def test_a_hundred_thousand_fragments_within_the_limit_are_one_frame(web, raw):
    raw.flood(framed(FRAGMENT, b"[") + framed(CONTINUED, b"") * 100_000 + framed(LAST, b"]"))
    raw.socket.settimeout(10)
    assert b"bad_request" in raw.socket.recv(200)
    assert alive(web)


def test_ten_thousand_pings_are_answered_or_end_it_and_nothing_stays(web, raw):
    before = web.memory
    raw.flood(framed(PING, b"x" * 125) * 10_000)
    assert alive(web)
    raw.close()
    time.sleep(1)
    assert web.memory < before * 1.1


def test_pongs_that_nobody_reads_do_not_pile_up(web, heron):
    lines = [Raw(web, "/live/widget/", origin=BANK, buffer=4096).opened() for _ in range(3)]
    before, flood = web.memory, framed(PING, b"x" * 125) * 1000
    deadline = time.monotonic() + 8
    for line in lines:
        line.socket.setblocking(False)
    while time.monotonic() < deadline:
        for line in lines:
            try:
                line.socket.send(flood)
            except BlockingIOError:
                time.sleep(0.001)
            except OSError:
                deadline = 0
    assert web.memory - before < 30e6
    assert alive(web)
    for line in lines:
        line.close()

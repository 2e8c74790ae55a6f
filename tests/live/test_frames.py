"""What comes in from strangers: limits, floods and nonsense, on both servers, before and after signing in."""

import json
import random
import time

import pytest
from websockets.exceptions import ConnectionClosed

from tests.live.conftest import BANK

pytestmark = pytest.mark.django_db(transaction=True)

ERROR = '{"type":"error","code":"bad_request"}'
NONSENSE = [
    "", " ", "{", "nul", "[]", "1", '"hello"', "{}", '{"type":null}', '{"type":[]}', '{"type":{"a":1}}',
    '{"type":"base"}', '{"type":"__class__"}', '{"type":"websocket.disconnect"}', '{"type":"close"}',
    '{"type":"hello"}', '{"type":"hello","token":1}', '{"type":"hello","token":"\\ud800","conversation":null}',
    '{"type":"hello","token":"x","conversation":"%"}', '{"type":"hello","token":"x","version":NaN}',
    '{"type":"follow","conversation":"conversation.*"}', '{"type":"typing","on":"yes"}', '{"type":"typing","on":1}',
    '{"type":"watch","ticket":"1"}', '{"type":"watch","ticket":1.5}', '{"type":"watch","ticket":true}',
    '{"type":"watch","ticket":-1}', '{"type":"watch","ticket":' + "9" * 30 + "}",
    '{"type":"watch","ticket":' + "9" * 5000 + "}",
    '{"type":"watch","ticket":NaN}', '{"type":"watch","ticket":Infinity}', "[" * 10_000 + "]" * 10_000,
    '{"a":' * 10_000 + "1" + "}" * 10_000, "\ufeff{}", b"\x00\xff", b"{}",
]  # fmt: skip


def answers_to(widget, frames):
    heard = []
    for frame in frames:
        widget.ws.send(frame)
        heard.append(widget.ws.recv(timeout=3))
    return heard


@pytest.mark.parametrize("start", range(0, len(NONSENSE), 12))
def test_nonsense_is_answered_with_one_fixed_frame(web, heron, start):
    frames = NONSENSE[start : start + 12]
    with web.widget(origin=BANK) as widget:
        assert answers_to(widget, frames) == [ERROR] * len(frames)


@pytest.mark.parametrize("start", range(0, len(NONSENSE), 12))
def test_the_desk_answers_nonsense_the_same(web, alice, signed_in, start):
    frames = NONSENSE[start : start + 12]
    with web.desk(signed_in(alice)) as desk:
        desk.hear("welcome")
        assert answers_to(desk, frames) == [ERROR] * len(frames)


def test_twenty_bad_frames_end_it(web, heron):
    with web.widget(origin=BANK) as widget:
        for _ in range(20):
            widget.ws.send("{")
        assert widget.closed_with() == 4429


def test_a_flood_of_good_frames_ends_it(web, heron):
    with web.widget(origin=BANK) as widget:
        for _ in range(200):
            try:
                widget.say("ping")
            except ConnectionClosed:
                break
        assert widget.closed_with() == 4429


@pytest.mark.parametrize(("size", "code"), [(65_536, None), (65_537, 1009), (262_144, 1009), (300_000, 1009)])
def test_the_widgets_frames_end_at_64_kb(web, heron, size, code):
    with web.widget(origin=BANK) as widget:
        widget.ws.send('"' + "a" * (size - 2) + '"')
        assert widget.closed_with(within=1.5) == code


@pytest.mark.parametrize(("size", "code"), [(262_144, None), (262_145, 1009)])
def test_the_desks_frames_end_at_256_kb(web, alice, signed_in, size, code):
    with web.desk(signed_in(alice)) as desk:
        desk.hear("welcome")
        desk.ws.send('"' + "a" * (size - 2) + '"')
        assert desk.closed_with(within=1.5) == code


def test_ten_thousand_fuzzed_frames_raise_nothing_and_leave_the_process_alive(web, heron, daves_token):
    dice = random.Random(7)
    seeds = ['{"type":"hello","token":"abc","conversation":null,"version":0}', '{"type":"typing","on":true}']
    sent, before = 0, web.memory
    log_before = web.log.stat().st_size
    while sent < 10_000:
        with web.widget(origin=BANK) as widget:
            if dice.random() < 0.5:
                widget.say("hello", token=daves_token.raw_token, conversation=None, version=0)
            try:
                for _ in range(200):
                    text = list(dice.choice(seeds))
                    for _ in range(dice.randrange(1, 6)):
                        text[dice.randrange(len(text))] = chr(dice.choice([0, 34, 92, 123, 0x430, 0x1F600, 125]))
                    widget.ws.send("".join(text)[: dice.randrange(1, 90)])
                    sent += 1
            except ConnectionClosed:
                pass
            try:
                while True:
                    heard = widget.ws.recv(timeout=0.5)
                    assert heard == ERROR or json.loads(heard)["type"] in {"welcome", "heartbeat"}
            except (ConnectionClosed, TimeoutError):
                pass
    log = web.log.read_bytes()[log_before:]
    assert b"socket_failed" not in log
    assert b"Traceback" not in log
    assert web.memory - before < 30e6


def test_the_rest_goes_on_while_one_floods(web, heron, daves_token):
    with web.widget(origin=BANK) as quiet, web.widget(origin=BANK) as noisy:
        for _ in range(300):
            try:
                noisy.ws.send("[" * 60_000)
            except ConnectionClosed:
                break
        started = time.monotonic()
        quiet.say("ping")
        quiet.hear("pong")
        assert time.monotonic() - started < 1

"""A process that is stopped says so to its sockets; the next one takes them all."""

import signal
import time

import pytest

from tests.live.conftest import BANK
from tests.live.servers import Web

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("kind", ["daphne", "uvicorn"])
def test_a_stopped_process_sends_its_sockets_away_with_1012(kind, heron, daves_token):
    with Web(kind) as web, web.widget(origin=BANK) as greeted, web.widget(origin=BANK) as silent:
        greeted.say("hello", token=daves_token.raw_token, conversation=None, version=0)
        greeted.hear("welcome")
        started = time.monotonic()
        web.process.send_signal(signal.SIGTERM)
        assert [greeted.closed_with(), silent.closed_with()] == [1012, 1012]
        web.process.wait(8)
        assert time.monotonic() - started < 8

"""What was acknowledged is there, once and in order, whatever was killed meanwhile (F-03, F-07, F-10, M10)."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser.serving import wait_until
from tests.faults.visitor import Ledger, Visitor

pytestmark = pytest.mark.requirement("R2")

CUSTOMERS = 30
EACH = 20
PATIENCE = 60
TEXTS = [f"line {number:02}" for number in range(EACH)]
STORED = """
    SELECT c.public_id::text, array_agg(m.text ORDER BY m.seq) FROM chat_conversation c
    JOIN tickets_message m ON m.ticket_id = c.ticket_id AND m.happening = ''
    WHERE c.public_id = ANY(%s) GROUP BY 1
"""


@pytest.fixture
def ledgers(whole, bank):
    visitors = (Visitor(whole.port, site=bank.key, origin=bank.url).arrive() for _ in range(CUSTOMERS))
    ledgers = [Ledger(visitor) for visitor in visitors]
    yield ledgers
    for ledger in ledgers:
        ledger.visitor.hang_up()


@pytest.fixture
def writing(ledgers):
    """All of them write at the same time while the block runs."""
    with ThreadPoolExecutor(CUSTOMERS) as pool:
        until = time.monotonic() + PATIENCE
        yield [pool.submit(ledger.write, TEXTS, until=until) for ledger in ledgers]


def stored(house, ledgers):
    return dict(house.rows(STORED, [ledger.visitor.conversation for ledger in ledgers]))


def acknowledged(ledgers):
    return sum(len(ledger.acknowledged) for ledger in ledgers)


@pytest.mark.parametrize("victims", [["web"], ["postgres"], ["valkey", "worker", "web", "postgres"]], ids="-".join)
def test_nothing_acknowledged_is_lost_or_doubled(victims, whole, ledgers, writing, figure):
    wait_until(lambda: acknowledged(ledgers) >= CUSTOMERS * EACH // 4, what="a quarter of the messages")
    whole.kill(*victims)
    known = {ledger.visitor.conversation: list(ledger.acknowledged) for ledger in ledgers}
    whole.spawn(*victims)
    whole.wait_ready(*victims)
    mended = time.monotonic()
    for each in writing:
        each.result()
    figure(f"600 messages taken after {'-'.join(victims)}", time.monotonic() - mended)

    found = stored(whole, ledgers)
    assert all(set(known[conversation]) <= set(found.get(conversation, [])) for conversation in known)
    assert [found[ledger.visitor.conversation] for ledger in ledgers] == [TEXTS] * CUSTOMERS
    assert sum(sum(status not in (200, 201) for status in ledger.statuses) for ledger in ledgers) > 0
    assert all(set(ledger.statuses) <= {0, 200, 201, 429, 503} for ledger in ledgers)
    assert not any(ledger.unannounced for ledger in ledgers)
    messages = ledgers[0].visitor.read()
    assert [(message["seq"], message["text"]) for message in messages] == list(enumerate(TEXTS, 1))

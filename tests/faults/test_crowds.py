"""Fifty operators reach for one conversation through the real server: one gets it, the others are told who (F-29)."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from tests.faults.visitor import Visitor

pytestmark = pytest.mark.requirement("R2")

CROWD = 50
SECRET = "f" * 32


def take(port, ticket, session):
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Cookie": f"session={session}; csrf={SECRET}",
        "X-CSRFToken": SECRET,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        line.request("POST", f"/desk/tickets/{ticket}/ownership/", "seen_assignee=", headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    finally:
        line.close()


def test_fifty_who_take_at_once_get_one_owner(whole, bank, driver, names):
    visitor = Visitor(whole.port, site=bank.key, origin=bank.url).arrive()
    assert visitor.say("Who has me?").status == 201
    visitor.hang_up()
    [[ticket]] = whole.rows("SELECT max(ticket_id) FROM chat_conversation WHERE public_id = %s", visitor.conversation)
    sessions = driver.sessions(names=names(CROWD))

    with ThreadPoolExecutor(CROWD) as pool:
        answers = dict(
            zip(sessions, pool.map(lambda key: take(whole.port, ticket, key), sessions.values()), strict=True)
        )

    [owner] = [name for name, (status, _) in answers.items() if status == 200]
    assert driver.owner(ticket=ticket) == owner
    losers = [body for status, body in answers.values() if status == 409]
    assert len(losers) == CROWD - 1
    assert all(f"{owner} has taken it." in body for body in losers)
    joined = "SELECT count(*) FROM tickets_message WHERE ticket_id = %s AND happening = 'joined'"
    assert whole.rows(joined, ticket) == [(1,)]

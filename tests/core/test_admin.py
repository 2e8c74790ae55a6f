import pytest

from core.actors import SYSTEM
from core.events.recording import record
from core.models import Reaction


@pytest.fixture
def given_up(db, lamp_broke):
    row = record(lamp_broke(lamp_id=7), by=SYSTEM)
    return Reaction.objects.create(
        event=row, handler="lamps.reactions.mend", attempts=12, failed_at=row.happened_at, error="KeyError in mend"
    )


def test_the_admin_retries_what_was_given_up(client, admin, given_up):
    client.force_login(admin)
    page = client.get("/admin/core/reaction/")
    assert "KeyError in mend" in page.text

    client.post("/admin/core/reaction/", {"action": "retry", "_selected_action": [given_up.pk]})

    given_up.refresh_from_db()
    assert (given_up.attempts, given_up.failed_at) == (0, None)


def test_an_operator_may_not(client, alice, given_up):
    client.force_login(alice)
    client.post("/admin/core/reaction/", {"action": "retry", "_selected_action": [given_up.pk]})
    given_up.refresh_from_db()
    assert given_up.failed_at is not None


def test_events_are_only_looked_at(client, admin, given_up):
    client.force_login(admin)
    address = f"/admin/core/event/{given_up.event_id}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "other"}).status_code == 403
    assert client.get("/admin/core/event/add/").status_code == 403
    assert client.post(f"/admin/core/event/{given_up.event_id}/delete/").status_code == 403

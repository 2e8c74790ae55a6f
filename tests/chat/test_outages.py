"""While the database is away nothing is accepted, nothing is lost: 503, and when to come again."""

import pytest
from django.db import InterfaceError, OperationalError

from chat import doors
from chat.views import messages
from tests.chat.conftest import BANK


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("place", [(doors, "holder_of"), (messages, "begin"), (messages, "standing_of")])
def test_the_widget_is_asked_to_come_again(browser, monkeypatch, error, place):
    def away(*args, **kwargs):
        raise error("the connection to 10.0.0.7 is gone")

    module, name = place
    monkeypatch.setattr(module, name, away)
    response = browser.write()

    assert response.status_code == 503
    assert int(response["Retry-After"]) >= 1
    assert response["Access-Control-Allow-Origin"] == BANK
    assert response.json()["error"]["code"] == "unavailable"
    assert "10.0.0.7" not in response.text

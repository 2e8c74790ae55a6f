"""Tokens of programs: shown once, kept as a hash, and worth nothing from the moment they are revoked."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client

from accounts import bearer
from accounts.bearer import keyring
from accounts.models import ApiToken, Scope
from core.limits import Limit
from core.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R109")]
URL = "/api/v1/notifications/6f1e2d3c-0000-4000-8000-000000000000"
PAGES = "/desk/settings/tokens/"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    keyring.forget()


def made(by, **more):
    return ApiToken.make(**{"name": "Core banking", "scopes": [Scope.READ], "by": by} | more)


def status(secret, client=None):
    return (client or Client()).get(URL, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_it_is_made_on_a_page_and_shown_once(desk_of, admin):
    page = desk_of(admin)
    answer = page.post(PAGES + "new/", {"name": "Core banking", "scopes": ["notifications:read"], "days": "30"})
    token = ApiToken.objects.get()
    secret = answer.text.split("hd_")[1].split("<")[0]
    assert answer.headers["Cache-Control"] == "no-store"
    assert status(f"hd_{secret}") == 404
    assert secret not in page.get(f"{PAGES}{token.pk}/").text + page.get(PAGES).text
    assert secret not in str(list(Event.objects.values("name", "payload")))
    assert len(secret) >= 43
    assert token.digest != secret and 29 <= (token.expires_at - token.created_at).days <= 30


def test_a_form_that_is_refused_keeps_what_was_typed(desk_of, admin):
    answer = desk_of(admin).post(PAGES + "new/", {"name": "Core banking", "days": "30"})
    assert answer.status_code == 422
    assert 'value="Core banking"' in answer.text
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("wrong", ["", "hd_", "hd_x", "None", "0", "hd_\x00", "ключ"])
def test_what_is_no_token_is_nobodys(admin, wrong):
    _token, secret = made(admin)
    assert status(wrong) == 401
    assert status(secret) == 404


def test_a_session_is_no_token(desk_of, admin):
    answer = desk_of(admin).get(URL)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["error"]["code"] == "bad_token"


@pytest.mark.parametrize(
    "ending",
    [
        {"expires_at": Now() - timedelta(seconds=1)},
        {"revoked_at": Now()},
    ],
)
def test_one_that_has_ended_opens_nothing(admin, ending):
    token, secret = made(admin)
    ApiToken.objects.filter(pk=token.pk).update(**ending)
    assert status(secret) == 401


def test_it_goes_with_whoever_made_it(admin, sam):
    _token, secret = made(admin)
    assert status(secret) == 404
    admin.deactivate(by=sam)
    keyring.forget()
    assert status(secret) == 401


def test_a_process_that_knows_it_lets_a_revoked_one_in_for_three_seconds_at_most(admin, monkeypatch):
    token, secret = made(admin)
    clock = [1000.0]
    monkeypatch.setattr(bearer.time, "monotonic", lambda: clock[0])
    assert status(secret) == 404
    token.revoke(by=admin)
    clock[0] += 3.1
    assert bearer.KEEP_SECONDS <= 5
    assert status(secret) == 401


def test_revoking_it_on_its_page_ends_it_at_once_and_is_noted_once(desk_of, admin):
    token, secret = made(admin)
    assert status(secret) == 404
    for _time in range(2):
        assert desk_of(admin).post(f"{PAGES}{token.pk}/").status_code == 302
    assert status(secret) == 401
    assert Event.objects.filter(name="api_token.revoked").count() == 1


def test_its_last_use_is_known_to_the_minute(admin):
    token, secret = made(admin)
    status(secret)
    token.refresh_from_db()
    first = token.last_used_at
    keyring.forget()
    status(secret)
    token.refresh_from_db()
    assert first is not None and token.last_used_at == first

    ApiToken.objects.update(last_used_at=F("last_used_at") - timedelta(seconds=61))
    keyring.forget()
    status(secret)
    token.refresh_from_db()
    assert token.last_used_at >= first


def test_one_that_asks_too_often_is_told_when_to_come_again(admin, monkeypatch):
    _token, secret = made(admin)
    _other, others = made(admin)
    monkeypatch.setattr(bearer, "RATE", Limit("api.test", "2/1h"))
    client = Client()
    assert [status(secret, client) for _time in range(3)] == [404, 404, 429]
    assert int(client.get(URL, headers={"Authorization": f"Bearer {secret}"}).headers["Retry-After"]) > 0
    assert status(others, client) == 404


def test_whoever_deactivates_its_maker_is_told_what_stops(desk_of, admin):
    from tests.conftest import person

    leaving = person("Lea", role="admin")
    made(leaving)
    page = desk_of(admin).get(f"/desk/settings/people/{leaving.pk}/activation/").text
    assert "1 API token of theirs stops working" in page

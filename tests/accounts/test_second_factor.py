import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

SIGN_IN = "/accounts/login/"
SET_UP = "/accounts/2fa/totp/activate/"


def code(secret, ahead=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def password(client):
    return client.post(SIGN_IN, {"login": "alice@demo.test", "password": "demo"})


@pytest.fixture
def required(settings):
    settings.REQUIRE_STAFF_2FA = True


@pytest.fixture
def secret(client, alice):
    password(client)
    client.get(SET_UP)
    secret = client.session["mfa.totp.secret"]
    assert client.post(SET_UP, {"code": code(secret, -1)}).status_code == 302
    client.logout()
    return secret


def test_it_is_off_unless_asked_for(client, alice):
    client.force_login(alice)
    assert client.get("/accounts/profile/").status_code == 200


def test_the_secret_rests_encrypted(secret, alice):
    stored = Authenticator.objects.get(user=alice, type="totp").data["secret"]
    assert secret not in stored


def test_with_it_nothing_comes_before_the_set_up(client, alice, required):
    password(client)
    for path in ["/accounts/profile/", "/accounts/password/change/", "/admin/", "/desk/"]:
        assert client.get(path)["Location"] == SET_UP
    page = client.get(SET_UP)
    assert page.status_code == 200
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "data:" in page["Content-Security-Policy"]


def test_an_htmx_request_is_led_there_as_well(client, alice, required):
    password(client)
    answer = client.get("/accounts/profile/", headers={"hx-request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (403, SET_UP)


def test_open_doors_stay_open(client, alice, required):
    password(client)
    assert client.get("/health/live").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


def test_after_the_set_up_everything_is_open_and_recovery_codes_are_shown(client, alice, required):
    password(client)
    client.get(SET_UP)
    answer = client.post(SET_UP, {"code": code(client.session["mfa.totp.secret"])}, follow=True)
    assert "Recovery codes" in answer.text
    assert client.get("/accounts/profile/").status_code == 200


def test_the_password_alone_does_not_let_in(client, secret):
    assert password(client)["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.get("/accounts/profile/").status_code == 302


def test_the_code_lets_in_once_and_with_a_new_session_key(client, secret):
    from django.test import Client

    password(client)
    before, right = client.session.session_key, code(secret)
    assert client.post("/accounts/2fa/authenticate/", {"code": right})["Location"] == "/desk/"
    assert client.session.session_key != before
    again = Client()
    password(again)
    assert again.post("/accounts/2fa/authenticate/", {"code": right}).status_code == 200
    assert "_auth_user_id" not in again.session


def test_five_wrong_codes_close_the_door(client, secret):
    password(client)
    for number in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{number}"})
    answer = client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    assert "Wait 15 minutes" in answer.text
    assert "_auth_user_id" not in client.session


def test_where_it_is_required_nobody_switches_it_off(client, secret, alice, required):
    password(client)
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=alice, type="totp").exists()


def test_pages_of_the_second_factor_open(client, secret):
    password(client)
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    for path in ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "recovery-codes/download/"]:
        assert client.get(f"/accounts/2fa/{path}").status_code == 200


def test_an_admin_helps_whoever_lost_the_phone(client, secret, alice, admin):
    from core.models import Event

    client.force_login(admin)
    client.post("/admin/accounts/user/", {"action": "remove_second_factor", "_selected_action": [alice.pk]})
    assert not Authenticator.objects.filter(user=alice).exists()
    assert Event.objects.get(name="agent.second_factor_removed").actor_id == admin.pk

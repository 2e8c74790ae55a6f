import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.models import User

SIGN_IN = "/accounts/login/"


@pytest.fixture
def sign_in(client):
    def post(email, password, **more):
        return client.post(SIGN_IN, {"login": email, "password": password, **more})

    return post


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_page_has_the_promised_names(client, db):
    page = client.get(SIGN_IN, headers={"accept-language": "en"}).text
    assert '<label class="field__label" for="id_login">E-mail</label>' in page
    assert '<label class="field__label" for="id_password">Password</label>' in page
    assert "Sign in</button>" in page


def test_whoever_knows_the_password_comes_in_whatever_the_capitals(client, sign_in, alice):
    answer = sign_in("Alice@Demo.test ", "demo")
    assert answer.status_code == 302
    assert answer["Location"] == "/desk/"
    assert signed_in(client)


@pytest.mark.requirement("S-23")
def test_a_wrong_password_an_unknown_and_a_deactivated_account_look_alike(client, sign_in, alice, bob, admin):
    bob.deactivate(by=admin)
    answers = [
        sign_in("alice@demo.test", "wrong"),
        sign_in("nobody@demo.test", "wrong"),
        sign_in("bob@demo.test", "demo"),
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all("E-mail and password do not match." in answer.text for answer in answers)
    assert not signed_in(client)


def test_what_was_typed_is_kept(sign_in, alice):
    assert 'value="alice@demo.test"' in sign_in("alice@demo.test", "wrong").text


@pytest.mark.requirement("S-23")
@pytest.mark.parametrize("email", ["alice@demo.test", "nobody@demo.test"])
def test_five_failures_close_an_account_for_a_while(client, sign_in, alice, email):
    assert [sign_in(email, "wrong").status_code for _ in range(5)] == [422] * 5
    refused = sign_in(email.upper(), "demo")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "900"
    assert "Wait 15 minutes" in refused.text
    assert not signed_in(client)


def test_success_uses_nothing_up(client, sign_in, alice):
    for _ in range(25):
        assert sign_in("alice@demo.test", "demo").status_code == 302
        client.logout()


@pytest.mark.requirement("S-23")
def test_twenty_failures_close_one_address_for_a_while(client, sign_in, alice):
    assert {sign_in(f"nobody{number}@demo.test", "wrong").status_code for number in range(20)} == {422}
    assert sign_in("alice@demo.test", "demo").status_code == 429


@pytest.mark.django_db(transaction=True)
def test_failures_at_the_same_time_are_all_counted(client, at_once, settings):
    from django.test import Client

    answers = at_once(
        12, lambda number: Client().post(SIGN_IN, {"login": "x@demo.test", "password": "wrong"}).status_code
    )
    assert answers.count(422) <= 5
    assert set(answers) <= {422, 429}


def test_forwarded_addresses_are_believed_of_our_own_proxies_only(client, settings, rf):
    from accounts.addresses import client_address

    request = rf.get("/", headers={"x-forwarded-for": "6.6.6.6, 203.0.113.9"}, REMOTE_ADDR="10.0.0.2")
    assert client_address(request) == "10.0.0.2"
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert client_address(request) == "203.0.113.9"


def test_the_session_key_is_new_after_signing_in(client, sign_in, alice):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["session"] = before
    sign_in("alice@demo.test", "demo")
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.test/",
        "/\\evil.test",
        "https:evil.test",
        "https://evil.test/",
        "http://testserver/desk/",
        "///evil.test",
        "javascript:alert(1)",
        "%0d%0aLocation:evil",
        "/\r\nSet-Cookie: a=b",
        "\thttps://evil.test",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(sign_in, alice, elsewhere):
    answer = sign_in("alice@demo.test", "demo", next=elsewhere)
    assert answer["Location"] == "/desk/"
    assert "Set-Cookie: a=b" not in str(answer.headers)


def test_our_own_paths_are_followed(sign_in, alice):
    assert sign_in("alice@demo.test", "demo", next="/desk/tickets/5/?a=b")["Location"] == "/desk/tickets/5/?a=b"


def test_nobody_signs_up(client, db):
    for path in ["/accounts/signup/", "/accounts/email/", "/accounts/confirm-email/"]:
        assert client.post(path, {"email": "new@demo.test", "password1": "long enough 1"}).status_code in (302, 404)
    assert not User.objects.exists()


def test_no_second_list_of_addresses_grows(client, sign_in, alice):
    sign_in("alice@demo.test", "demo")
    client.post(reverse("account_reset_password"), {"email": "alice@demo.test"})
    assert not EmailAddress.objects.exists()


def test_signing_out_takes_a_post(client, alice):
    client.force_login(alice)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)
    client.post("/accounts/logout/")
    assert not signed_in(client)


def test_the_switch_changes_the_language_and_a_person_keeps_it(client, alice):
    client.post(reverse("set_language"), {"language": "ru", "next": SIGN_IN})
    assert '<html lang="ru">' in client.get(SIGN_IN).text
    client.force_login(alice)
    client.post(reverse("set_language"), {"language": "ru"})
    alice.refresh_from_db()
    assert alice.language == "ru"


@pytest.mark.parametrize("elsewhere", ["//evil.test", "https://evil.test/", "/\\evil.test"])
def test_the_switch_sends_nobody_elsewhere(client, db, elsewhere):
    answer = client.post(reverse("set_language"), {"language": "ru", "next": elsewhere})
    assert "evil" not in answer["Location"]


def test_the_admin_has_no_door_of_its_own(client, db):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer["Location"].startswith("/accounts/login/?next=")


def test_nor_a_way_of_its_own_to_change_the_password(client, admin):
    client.force_login(admin)
    assert client.get("/admin/password_change/")["Location"] == "/accounts/password/change/"

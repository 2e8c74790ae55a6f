"""S-21, S-22, S-24, S-28: what opens a door cannot be guessed, lasts no longer than it must, and leads to us alone."""

import math
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core import signing
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.reactions import reset_link
from chat.file_links import LIFE_SECONDS
from chat.models import Site, Visitor
from chat.models.site import new_key, new_secret
from core.actors import SYSTEM
from core.sweeps.claiming import run_due
from tests.security.routes import every_route
from tickets.models.attachment import _random_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_counted_here")]


def bits(samples: list[str]) -> float:
    """What a guesser must try, as far as samples can tell: per place, the entropy of the letters seen there."""
    length = min(map(len, samples))
    places = [Counter(sample[place] for sample in samples) for place in range(length)]
    return sum(-sum(n / len(samples) * math.log2(n / len(samples)) for n in place.values()) for place in places)


def a_session_key(alice) -> str:
    client = Client()
    client.force_login(alice)
    return client.session.session_key


MADE = {
    "a visitor's token": lambda client, alice, heron: Visitor.objects.arrive(heron)[1],
    "a site's key": lambda client, alice, heron: new_key(),
    "a site's secret": lambda client, alice, heron: new_secret(),
    "a file's key": lambda client, alice, heron: _random_key(),
    "a session": lambda client, alice, heron: a_session_key(alice),
}


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_it_cannot_be_guessed(client, alice, heron, make):
    samples = [make(client, alice, heron) for _ in range(200)]
    assert len(set(samples)) == 200
    assert bits(samples) >= 128


def test_a_reset_link_is_a_signature_of_128_bits_and_differs_for_each_person_and_second(alice, bob, time_machine):
    now = timezone.now()
    keys = []
    for second in range(100):
        time_machine.move_to(now + timedelta(seconds=second), tick=False)
        keys += [reset_link(person).rstrip("/").rpartition("-")[2] for person in (alice, bob)]
    assert len(set(keys)) == 200
    assert all(re.fullmatch(r"[0-9a-f]{32,}", key) for key in keys)
    assert bits(keys) > 120  # of 128; two hundred samples cannot show more


def test_tokens_rest_hashed_and_secrets_encrypted(heron, raw):
    _visitor, token = Visitor.objects.arrive(heron)
    assert token not in str(raw("chat_visitor"))
    assert heron.identity_secret not in str(raw("chat_site"))


@pytest.fixture
def raw(db):
    from django.db import connection

    def rows(table):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            return cursor.fetchall()

    return rows


def test_lives_are_short():
    assert configured.PASSWORD_RESET_TIMEOUT <= 3600
    assert LIFE_SECONDS <= 3600


@pytest.mark.parametrize("token", ["", " ", "0", "None", "null", "undefined", "Bearer", "\0", "%00", "A" * 5000])
def test_an_empty_token_is_nobodys(client, heron, token):
    Visitor.objects.arrive(heron)
    headers = {"Authorization": f"Bearer {token}", "Origin": "https://heron.example"}
    answer = client.post("/widget/api/uploads", headers=headers)
    assert answer.status_code == 401


def test_two_links_at_once_both_die_with_the_first_that_is_used(client, alice):
    first, second = reset_link(alice), reset_link(alice)
    page = client.get(first.removeprefix(configured.PUBLIC_URL), follow=True)
    new = {"password1": "A heron 4 the desk", "password2": "A heron 4 the desk"}
    client.post(page.redirect_chain[-1][0], new)
    for link in (first, second):
        assert "works no longer" in Client().get(link.removeprefix(configured.PUBLIC_URL), follow=True).text


def test_the_link_of_one_person_is_not_anothers(client, alice, bob):
    mine, his = reset_link(alice), reset_link(bob)
    crossed = his.rpartition("/key/")[0] + "/key/" + his.rstrip("/").rpartition("/")[2].partition("-")[0]
    crossed += "-" + mine.rstrip("/").rpartition("/")[2].partition("-")[2] + "/"
    assert "works no longer" in client.get(crossed.removeprefix(configured.PUBLIC_URL), follow=True).text


def test_a_signed_link_of_another_purpose_opens_no_file(client):
    for salt in ("django.core.signing", "chat", "django.contrib.sessions.SessionStore"):
        assert client.get(f"/files/{signing.dumps(['x', 1, 0], salt=salt)}/").status_code == 404


HOSTS = {
    "another host": {"host": "evil.test"},
    "another port": {"host": "testserver:6666"},
    "a user part": {"host": "testserver@evil.test"},
    "two in one": {"host": "testserver, evil.test"},
    "a path": {"host": "testserver/evil.test"},
    "a dot behind": {"host": "testserver.evil.test"},
    "forwarded host": {"x-forwarded-host": "evil.test"},
    "forwarded": {"forwarded": "host=evil.test;proto=https"},
    "original": {"x-original-url": "http://evil.test/", "x-rewrite-url": "http://evil.test/"},
    "host by another name": {
        "x-host": "evil.test",
        "x-forwarded-server": "evil.test",
        "x-http-host-override": "evil.test",
    },
    "scheme": {"x-forwarded-proto": "https", "x-forwarded-port": "6666", "x-forwarded-prefix": "/evil.test"},
}


@pytest.mark.parametrize("headers", HOSTS.values(), ids=HOSTS)
def test_no_link_leads_where_a_header_says(client, alice, settings, mailoutbox, headers):
    settings.ALLOWED_HOSTS = ["testserver"]
    answers = [
        client.post("/accounts/password/reset/", {"email": alice.email}, headers=headers),
        client.get("/accounts/login/", headers=headers), client.get("/desk/", headers=headers),
        client.get("/", headers=headers), client.get("/widget/v1.js", headers=headers),
    ]  # fmt: skip
    run_due()
    for answer in answers:
        assert "evil.test" not in str(answer.headers)
        assert "evil.test" not in answer.text
        assert "6666" not in str(answer.headers.get("Location"))
    for mail in mailoutbox:
        assert f"{configured.PUBLIC_URL}/accounts/password/reset/key/" in mail.body
        assert "evil.test" not in mail.body
    if "host" in headers and headers["host"] != "testserver:6666":
        assert {answer.status_code for answer in answers} == {400}
        assert mailoutbox == []


# Where no cookie counts: a token of the widget, a site's signature or ours is asked for instead.
WITHOUT_COOKIES = (
    "widget/api/",
    "health/",
    "metrics",
    "files/",
    "widget/",
    "push/receipt",
    "push/renewed",
    "push/devices",
    "notifications/bench/callback/",
)
# The same for everybody, and holds nothing; or takes what we have signed from any page.
FOR_EVERY_PAGE = ("widget/v1.js", "push/key", "push/receipt", "push/renewed")

FORGED = {
    "application/x-www-form-urlencoded": "https://evil.test",
    "text/plain": "null",
    "multipart/form-data; boundary=x": None,
}


def test_every_write_by_cookie_needs_the_token_against_forgery(session_of, admin, tickets):
    """S-28: of every address that a person of ours uses, whatever another page makes his browser post."""
    browser = session_of(admin, enforce_csrf_checks=True)
    open_to_forgery = []
    for route in every_route():
        if route.pattern.startswith(WITHOUT_COOKIES):
            continue
        address = re.sub(r"<number:number>", str(tickets.cards.pk), "/" + route.pattern)
        address = re.sub(r"\(\?P<app_label>[^)]*\)", "tickets", address).replace("(?P<url>.*)$", "x/")
        address = (
            re.sub(r"<[a-z_:]*>|\(\?P<\w+>[^)]*\)", "1", address).replace("^", "").replace("$", "").replace("\\", "")
        )
        for kind, origin in FORGED.items():
            answer = browser.post(address, "a=b", content_type=kind, headers={"Origin": origin} if origin else {})
            if answer.status_code not in (401, 403, 404, 405):
                open_to_forgery.append((route.pattern, kind, origin, answer.status_code))
    assert open_to_forgery == []


def test_no_address_shares_its_answers_with_another_page(session_of, admin, tickets):
    browser = session_of(admin)
    shared = []
    for route in every_route():
        if "<" in route.pattern or "?P" in route.pattern:
            continue
        for verb, origin in (("get", "https://evil.test"), ("options", "null"), ("get", "http://testserver.evil.test")):
            answer = getattr(browser, verb)(f"/{route.pattern}", headers={"Origin": origin})
            allowed = answer.headers.get("Access-Control-Allow-Origin")
            shares = allowed and not route.pattern.startswith(FOR_EVERY_PAGE)
            if shares or "Access-Control-Allow-Credentials" in answer.headers:
                shared.append((route.pattern, origin, allowed))
    assert shared == []


def test_a_forged_origin_does_not_pass_with_a_right_token(session_of, alice, tickets):
    browser = session_of(alice, enforce_csrf_checks=True)
    token = re.search(r'name="csrf-token" content="(\w+)"', browser.get("/desk/").text).group(1)
    address = f"/desk/tickets/{tickets.cards.pk}/seen/"
    for origin, status in (("http://testserver", 204), ("https://evil.test", 403), ("null", 403)):
        headers = {"Origin": origin, "X-CSRFToken": token}
        assert browser.post(address, {"read": 1}, headers=headers).status_code == status


COOKIES = """
import django
django.setup()
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)
print(s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY, s.CSRF_COOKIE_SAMESITE)
print(s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0)
"""


def test_behind_https_cookies_are_bound_to_the_host_and_out_of_reach_of_scripts():
    env = {**os.environ, "PUBLIC_URL": "https://help.example", "DEBUG": "0"}
    root = Path(configured.BASE_DIR)
    told = subprocess.run(
        [sys.executable, "-c", COOKIES], env=env, cwd=root, capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines() == [
        "__Host-session True True Lax",
        "__Host-csrf True True Lax",
        "True True",
    ]


def test_a_cookie_of_a_session_says_so_itself(client, alice):
    client.post("/accounts/login/", {"login": alice.email, "password": "demo"})
    session = client.cookies[configured.SESSION_COOKIE_NAME]
    assert (session["httponly"], session["samesite"], session["path"], session["domain"]) == (True, "Lax", "/", "")


def test_a_planted_session_key_is_not_used(alice):
    browser = Client()
    browser.cookies[configured.SESSION_COOKIE_NAME] = "a" * 32
    browser.post("/accounts/login/", {"login": alice.email, "password": "demo"})
    assert browser.cookies[configured.SESSION_COOKIE_NAME].value != "a" * 32
    planted = Client()
    planted.cookies[configured.SESSION_COOKIE_NAME] = "a" * 32
    assert planted.get("/desk/").status_code == 302


def test_a_visitor_who_proves_who_he_is_goes_on_under_a_new_token(browser, heron):
    from tests.security.conftest import signed

    before = browser.token
    browser.arrive(signed(heron, name="Dave"))
    assert browser.token != before


def test_rotating_a_sites_secret_ends_what_was_signed_with_the_old(heron):
    from chat.directory import directory
    from tests.security.conftest import Browser, signed

    old = signed(heron)
    Site.objects.get().rotate_secret(by=SYSTEM)
    directory.forget()
    visitor = Browser(heron)
    assert visitor.arrive(old).json()["visitor"]["verified"] is False
    assert User.objects.count() == 0

"""S-28: exact origins of the site's own list, a token and never a cookie."""

import json
import uuid

import pytest

from chat.directory import directory
from chat.models import Site
from tests.chat.conftest import BANK, Browser

FOREIGN = [
    "null",
    "https://evil.example",
    "http://heron.example",
    "https://heron.example:8443",
    "https://heron.example.evil.example",
    "https://evilheron.example",
    "https://www.heron.example",
    "HTTPS://HERON.EXAMPLE",
    "https://heron.example/",
    "*",
    "",
]
# The same in each process: tests are known by their names.
NOBODYS = uuid.UUID(int=7)
ROUTES = {
    "session": "POST",
    "uploads": "POST",
    f"conversations/{NOBODYS}": "GET",
    f"conversations/{NOBODYS}/messages": "POST",
    f"conversations/{NOBODYS}/seen": "POST",
    f"conversations/{NOBODYS}/page": "POST",
}


def test_the_sites_own_page_may_read_the_answer(heron):
    response = Browser(heron).arrive()
    assert response["Access-Control-Allow-Origin"] == BANK
    assert "Access-Control-Allow-Credentials" not in response
    assert "Origin" in response["Vary"]
    assert not response.cookies


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("path", ROUTES)
def test_other_pages_are_refused_and_told_nothing(browser, origin, path):
    browser.origin = origin or None
    response = browser.ask(ROUTES[path], path, {"site": browser.site.key}, headers={"Origin": origin})

    assert response.status_code == 403
    assert "Access-Control-Allow-Origin" not in response
    assert "Origin" in response["Vary"]


@pytest.mark.parametrize("path", ROUTES)
def test_a_preflight_from_the_site_is_answered(browser, path):
    browser.token = ""
    response = browser.ask("OPTIONS", path, headers={"Access-Control-Request-Method": ROUTES[path]})

    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == BANK
    assert response["Access-Control-Allow-Methods"] == ROUTES[path]
    assert response["Access-Control-Allow-Headers"] == "authorization, content-type"
    assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("path", ROUTES)
def test_a_preflight_from_elsewhere_is_refused(heron, origin, path):
    response = Browser(heron, origin).ask("OPTIONS", path, headers={"Origin": origin})
    assert response.status_code == 403
    assert "Access-Control-Allow-Origin" not in response


def test_a_page_of_one_site_cannot_use_the_token_of_another(browser, cards):
    Site.objects.create(name="Other", origins=["https://other.example"], department=cards)
    directory.forget()
    browser.origin = "https://other.example"
    assert browser.write().status_code == 403


def test_a_page_of_our_own_needs_no_entry(heron):
    assert Browser(heron, "http://testserver").arrive().status_code == 200


@pytest.mark.parametrize("path", [path for path in ROUTES if path != "session"])
@pytest.mark.parametrize("token", ["", "x", "0", "None", "null", "{}", "é"])
def test_without_a_token_nobody_gets_in(heron, path, token):
    stranger = Browser(heron)
    stranger.token = token
    response = stranger.ask(ROUTES[path], path, {})
    assert response.status_code == 401
    assert response["Access-Control-Allow-Origin"] == BANK


def test_cookies_open_nothing(heron, browser, client, alice):
    browser.write()
    client.force_login(alice)
    client.cookies["token"] = browser.token
    response = client.get(f"/widget/api/conversations/{browser.conversation}", headers={"Origin": BANK})
    assert response.status_code == 401


def test_a_token_in_the_address_opens_nothing(heron, browser):
    browser.write()
    token, browser.token = browser.token, ""
    assert browser.read(token=token).status_code == 401


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_json_under_a_simple_type_is_refused(heron, kind):
    body = json.dumps({"site": heron.key})
    assert Browser(heron).ask("POST", "session", body, content_type=kind).status_code == 400


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("verb", ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_only_the_listed_verbs(browser, path, verb):
    if verb != ROUTES[path]:
        response = browser.ask(verb, path)
        assert response.status_code == 405
        assert response["Allow"] == ROUTES[path]


def test_a_site_that_is_off_takes_nobody(heron, browser):
    Site.objects.update(is_active=False)
    directory.forget()
    assert browser.write().status_code == 403
    assert Browser(heron).arrive().json()["error"]["code"] == "site_off"

"""The desk as an app: what a browser needs to install it, and that nothing private is kept on the device (R145)."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R145")
def test_the_manifest_says_what_the_app_is_and_its_icons_are_there(client):
    answer = client.get("/desk/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    app = answer.json()
    assert (app["start_url"], app["display"]) == ("/desk/", "standalone")
    assert {icon["purpose"] for icon in app["icons"]} == {"any", "maskable"}
    for icon in app["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_the_manifest_speaks_the_readers_language(client):
    names = [one["name"] for one in client.get("/desk/manifest.webmanifest").json()["shortcuts"]]
    assert names == ["Assigned to me", "All open"]


def test_the_worker_keeps_one_page_and_nothing_else(client):
    answer = client.get("/desk/worker.js?language=en")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache", "a browser must learn of a new one"
    kept = json.loads(re.search(r"KEPT = (\[.*\])", answer.text)[1])
    assert kept == ["/static/offline.css", "/static/icon.svg"]
    assert 'OFFLINE = "/desk/offline/?language=en"' in answer.text
    assert "cache.put" not in answer.text


def test_another_language_is_another_worker(client):
    assert "language=ru" in client.get("/desk/worker.js?language=ru").text
    assert "language=en" in client.get("/desk/worker.js?language=%22-alert(1)").text


def test_the_page_without_a_network_needs_nothing_that_is_not_kept(client):
    page = client.get("/desk/offline/?language=en").text
    assert "No network" in page
    assert set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)) == {"/static/offline.css", "/static/icon.svg"}
    assert "<script" not in page


def test_every_page_of_the_desk_leads_to_the_manifest_under_a_policy_that_lets_the_worker_run(desk_of, alice):
    answer = desk_of(alice).get("/desk/")
    assert '<link rel="manifest" href="/desk/manifest.webmanifest">' in answer.text
    assert "worker-src 'self'" in answer["Content-Security-Policy"]

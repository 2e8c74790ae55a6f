import gzip
import re

import jwt
import pytest

from chat.models import Site
from chat.views.bank import SITE_KEY


@pytest.fixture
def demo_bank(cards):
    return Site.objects.create(key=SITE_KEY, name="Heron Bank", origins=[], department=cards)


def test_the_script_is_one_for_all_and_fresh_within_minutes(client, db):
    response = client.get("/widget/v1.js")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, max-age=300"
    assert re.search(r'"/widget/app-[0-9a-f]{16}\.js"', response.text)
    assert not response.cookies
    again = client.get("/widget/v1.js", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_what_lies_behind_the_button_is_one_file_kept_for_ever(client, db):
    address = re.search(r"/widget/app-[0-9a-f]{16}\.js", client.get("/widget/v1.js").text)[0]
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert "immutable" in response["Cache-Control"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert gzip.decompress(response.content) == client.get(address).content
    assert client.get("/widget/app-0000000000000000.js")["Cache-Control"] == "no-store"


def test_the_demo_bank_signs_dave(client, demo_bank):
    response = client.get("/demo/bank/")
    assert response.status_code == 200
    claims = jwt.decode(response.context["identity"], demo_bank.identity_secret, ["HS256"], audience=demo_bank.key)
    assert claims["sub"] == "dave"
    assert demo_bank.identity_secret not in response.text


def test_without_its_site_there_is_no_bank(client, heron):
    assert client.get("/demo/bank/").status_code == 404


def test_the_help_centre_opens_to_strangers(client, heron):
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/demo/bank/", "/widget/v1.js"])
def test_pages_only_read(client, demo_bank, path):
    assert client.post(path).status_code in (403, 405)

import gzip
import json
import re
import time

import jwt
import pytest
from django.utils import translation

from chat.card_payloads import about
from chat.connecting import signature
from chat.models import Site
from chat.toy_bank import PAYMENTS, card_of
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


@pytest.mark.requirement("R4")
def test_each_payment_has_a_card_that_its_bank_has_signed(client, demo_bank):
    shown = client.get("/demo/bank/").context["payments"]
    assert len(shown) == 6
    for payment in shown:
        claims = jwt.decode(
            payment["signature"], demo_bank.identity_secret, ["HS256"], audience=f"{demo_bank.key}:card"
        )
        assert claims["card"] == json.loads(payment["card"]) and claims["sub"] == "dave"
        assert about({**claims["card"], "signature": payment["signature"]})


@pytest.mark.parametrize("page", ["cards", "transfers", "tariffs"])
def test_the_bank_has_pages_to_walk_through(client, demo_bank, page):
    assert client.get(f"/demo/bank/{page}/").status_code == 200
    assert client.get("/demo/bank/vault/").status_code == 404


def ask_the_bank(client, site, question, *, secret=None, age=0):
    body, timestamp = json.dumps(question).encode(), str(int(time.time()) - age)
    signed = signature(secret or site.identity_secret, "msg_1", timestamp, body)
    headers = {"webhook-id": "msg_1", "webhook-timestamp": timestamp, "webhook-signature": signed}
    return client.post("/demo/bank/connector/", body, content_type="application/json", headers=headers)


@pytest.mark.requirement("R4")
def test_the_banks_connector_tells_its_helpdesk_of_daves_payments_alone(client, demo_bank):
    payment = next(iter(PAYMENTS.values()))
    card = card_of(payment, address="https://heron.example/payments", now=0)
    question = {"type": "card", "card": card, "customer": {"id": "dave"}}
    told = ask_the_bank(client, demo_bank, question).json()
    assert told["status"] in payment.statuses and told["fields"][0] == card["fields"][0]
    with translation.override("ru"):
        russian = {**question, "card": card_of(payment, address="https://heron.example/payments", now=0)}
    assert (
        ask_the_bank(client, demo_bank, russian).json()["fields"][0]["label"] == russian["card"]["fields"][0]["label"]
    )
    for customer in (None, {"id": "eve"}):
        assert ask_the_bank(client, demo_bank, {**question, "customer": customer}).status_code == 404
    assert ask_the_bank(client, demo_bank, {"type": "test"}).json()["status"] == "ok"
    assert ask_the_bank(client, demo_bank, question, secret="x" * 40).status_code == 401
    assert ask_the_bank(client, demo_bank, question, age=600).status_code == 401
    assert client.post("/demo/bank/connector/", b"{}", content_type="application/json").status_code == 401


def test_without_its_site_there_is_no_bank(client, heron):
    assert client.get("/demo/bank/").status_code == 404


def test_the_help_centre_opens_to_strangers(client, heron):
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/demo/bank/", "/widget/v1.js"])
def test_pages_only_read(client, demo_bank, path):
    assert client.post(path).status_code in (403, 405)

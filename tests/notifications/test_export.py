"""The ledger as CSV: everything that fits, nothing a spreadsheet would run, no number for who may not see it."""

import csv
import io

import pytest

from core.sweeps.claiming import run_due
from notifications import listing
from notifications.models import Step
from notifications.notifying import notify
from notifications.spreadsheets import safe

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R105")]


@pytest.fixture
def told(payment, dave, number_of_dave, console):
    payment.steps = [{"channel": "sms", "seconds": 30}]
    payment.save()
    dave.rename('=HYPERLINK("http://evil.test")', by=dave)
    for key in ("1", "2", "3"):
        notify(category=payment, customer=dave, variables={"amount": "5"}, source="test", key=key)
    run_due()


@pytest.fixture
def exported(client):
    def rows(user, query=""):
        client.force_login(user)
        answer = client.get(f"/notifications/export/{query}")
        assert answer.status_code == 200 and answer.streaming

        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    return rows


def test_every_attempt_is_a_row_however_many_pages_it_takes(told, exported, sam, monkeypatch):
    monkeypatch.setattr(listing, "CHUNK", 2)
    rows = exported(sam)
    assert [row["key"] for row in rows] == ["3", "2", "1"]
    assert {row["channel"] for row in rows} == {"sms"}


def test_filters_hold_for_the_export_too(told, exported, sam):
    assert exported(sam, "?category=other") == []
    assert len(exported(sam, "?channel=sms")) == 3


def test_no_cell_is_a_formula(told, exported, admin):
    row = exported(admin)[0]
    assert row["customer"].startswith("'=HYPERLINK")
    assert row["address"] == "'+380441234567"


@pytest.mark.parametrize("bad", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_what_begins_like_a_formula_becomes_words(bad):
    assert safe(bad) == f"'{bad}"


def test_other_words_stay_as_they_are():
    assert safe("a=b") == "a=b" and safe(None) == "" and safe(2) == "2"


def test_numbers_are_masked_for_who_may_not_see_them(told, exported, sam, settings):
    settings.SEEN_BY = {"supervisor": ()}
    row = exported(sam)[0]
    assert "123" not in row["address"] and row["address"].endswith("67")


def test_an_operator_gets_no_export(told, client, alice):
    client.force_login(alice)
    assert client.get("/notifications/export/").status_code == 404


def test_codes_and_texts_are_not_exported(told, exported, admin):
    assert Step.objects.exists()
    assert "Paid" not in str(exported(admin))

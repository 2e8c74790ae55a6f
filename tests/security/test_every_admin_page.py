"""S-12: the admin's pages are an admin's alone, each of them, by reading and by writing."""

import re
import uuid

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.test import Client

from accounts.models import User
from tests.security.routes import every_route

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_counted_here")]

SIGN_IN = "/accounts/login/"
# Whoever is signed in may sign out, at whichever door.
SIGN_OUT = "admin/logout/"
# Led on to the one way there is; asked for without what they need; no page at all.
ELSEWHERE = {
    "admin/login/": 302,
    "admin/password_change/": 302,
    "admin/password_change/done/": 200,
    "admin/autocomplete/": 403,
    "admin/r/<path:content_type_id>/<path:object_id>/": 404,
    "admin/(?P<url>.*)$": 404,
}


@pytest.fixture
def rows(browser, tickets, alice, dave):
    """A row of each kind that the admin knows, where there is one."""
    dave.identify("email", "dave@demo.test", by=alice)
    tickets.cards.take(by=alice)
    return {model._meta.label_lower: model._base_manager.first() for model in admin.site._registry}


def addresses(rows):
    for route in every_route():
        if not route.pattern.startswith("admin/") or route.pattern == SIGN_OUT:
            continue
        label = ".".join(route.pattern.split("/")[1:3])
        known = rows.get(label)
        pk = str(known.pk) if known else "1"
        address = re.sub(r"\(\?P<\w+>.*\)", "accounts" if "app_list" in route.names else "x", route.pattern)
        address = re.sub(r"<(?:(?:path|int):)?\w+>", pk, address)
        yield route, "/" + address.replace("^", "").replace("$", "")


def test_all_of_it_is_registered():
    """A new model is seen by the tests below as soon as the admin knows it."""
    assert {"tickets.ticket", "chat.site", "customers.customer"} <= {m._meta.label_lower for m in admin.site._registry}
    assert all(apps.get_model(m._meta.label_lower) for m in admin.site._registry)


def test_nobody_below_an_admin_comes_in(rows, session_of, alice, sam, gone):
    browsers = {
        "stranger": Client(),
        "operator": session_of(alice),
        "supervisor": session_of(sam),
        "gone": session_of(gone),
    }
    User.objects.filter(pk=gone.pk).update(is_active=False)
    wrong = []
    for route, address in addresses(rows):
        for who, browser in browsers.items():
            for verb in ("get", "post"):
                with transaction.atomic():
                    answer = getattr(browser, verb)(address)
                    transaction.set_rollback(True)
                away = answer.status_code == 302 and answer["Location"].startswith(
                    (SIGN_IN, "/accounts/password/change/", "/admin/login/")
                )
                if not (away or answer.status_code in (403, 404, 405)):
                    wrong.append((route.pattern, who, verb, answer.status_code))
    assert wrong == []


def test_an_admin_gets_every_page_and_no_accident(rows, session_of, admin):
    browser = session_of(admin)
    wrong = []
    for route, address in addresses(rows):
        status = browser.get(address).status_code
        good = ELSEWHERE.get(route.pattern.replace("^", ""))
        # Where nothing may be added, changed or deleted by hand the form is refused; the list and the view are there.
        allowed = (
            {good}
            if good
            else {200, 302}
            if not address.endswith(("/add/", "/delete/", "/password/"))
            else {200, 302, 403}
        )
        if status not in allowed:
            wrong.append((route.pattern, address, status))
    assert wrong == []


@pytest.mark.parametrize("field", ["customers.customer.organisation", "accounts.membership.department"])
def test_the_choosers_answer_admins_alone(session_of, alice, sam, admin, cards, field):
    app, model, name = field.split(".")
    query = {"app_label": app, "model_name": model, "field_name": name, "term": ""}
    assert session_of(alice).get("/admin/autocomplete/", query).status_code in (302, 403)
    assert session_of(sam).get("/admin/autocomplete/", query).status_code in (302, 403)
    assert session_of(admin).get("/admin/autocomplete/", query).status_code == 200


def test_no_secret_stands_on_any_page(rows, session_of, admin, heron, alice):
    browser = session_of(admin)
    key = rows["tickets.attachment"].key
    token_hash = str(uuid.uuid4().hex)
    type(rows["chat.visitor"]).objects.update(token_hash=token_hash)
    secrets = [heron.identity_secret, key, token_hash, alice.password.split("$")[-1]]
    for route, address in addresses(rows):
        if "secret" in route.names[-1]:
            continue
        page = browser.get(address).text
        assert [each for each in secrets if each in page] == [], route.pattern

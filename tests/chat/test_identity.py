"""S-20: who somebody is, is what the site's server signed, and nothing that the browser says."""

import time

import pytest

from chat.models import Visitor
from core.actors import SYSTEM
from customers.models import Customer, Identity
from tests.chat.conftest import Browser, signed


@pytest.fixture
def daves_history(daves_browser):
    daves_browser.write("My salary is late")
    return daves_browser.conversation


def test_a_signed_visitor_is_verified_and_named(heron):
    answer = Browser(heron).arrive(signed(heron, name="Dave Okafor")).json()

    assert answer["visitor"]["verified"] is True
    assert answer["visitor"]["name"] == "Dave Okafor"
    identity = Identity.objects.get()
    assert (identity.kind, identity.value, identity.verified_how) == ("widget", f"{heron.key}:dave", "signed")


@pytest.mark.requirement("R60")
def test_the_same_customer_on_another_device_sees_the_history(heron, daves_history):
    phone = Browser(heron)
    answer = phone.arrive(signed(heron)).json()

    assert [each["id"] for each in answer["conversations"]] == [daves_history]
    assert phone.read(daves_history, after=0).json()["messages"][0]["text"] == "My salary is late"
    assert phone.write("From the phone", conversation=daves_history).json()["conversation"]["id"] == daves_history
    assert Customer.objects.count() == 1


FORGED = {
    "none": lambda site: None,
    "wrong secret": lambda site: signed(site, secret="x" * 64),
    "not signed": lambda site: signed(site, algorithm="none"),
    "another algorithm": lambda site: signed(site, algorithm="HS512"),
    "expired": lambda site: signed(site, issued=int(time.time()) - 3600, lasts=600),
    "lives too long": lambda site: signed(site, lasts=3601),
    "no expiry": lambda site: signed(site, exp=None),
    "no time of issue": lambda site: signed(site, iat=None),
    "from the future": lambda site: signed(site, issued=int(time.time()) + 600),
    "no subject": lambda site: signed(site, sub=None),
    "empty subject": lambda site: signed(site, sub=""),
    "numeric subject": lambda site: signed(site, sub=1),
    "for another site": lambda site: signed(site, aud="another-site"),
    "for several sites": lambda site: signed(site, aud=["another-site", site.key]),
    "no audience": lambda site: signed(site, aud=None),
    "name of the wrong type": lambda site: signed(site, name={"$ne": 1}),
    "garbage": lambda site: "a.b.c",
    "empty": lambda site: "",
    "infinite": lambda site: signed(site, exp=float("inf")),
    "cut short": lambda site: signed(site)[:-4],
    "claims of another": lambda site: _with_payload_of(signed(site, sub="eve"), signed(site)),
}


def _with_payload_of(token, other):
    head, _, signature = token.split(".")
    return ".".join([head, other.split(".")[1], signature])


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_nobody_becomes_dave_without_his_signature(heron, daves_history, forge):
    mallory = Browser(heron)
    answer = mallory.arrive(forge(heron)).json()

    assert answer["visitor"]["verified"] is False
    assert answer["conversations"] == []
    assert mallory.read(daves_history, after=0).status_code == 404
    assert Customer.objects.count() == 1


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_site_may_refuse_everybody_unverified(heron, forge):
    heron.reject_unverified = True
    heron.save()

    response = Browser(heron).arrive(forge(heron))

    assert response.status_code == 403
    assert response.json()["error"]["code"] == "not_welcome"
    assert not Visitor.objects.exists()


def test_a_site_that_refuses_the_unverified_still_takes_the_verified(heron):
    heron.reject_unverified = True
    heron.save()
    assert Browser(heron).arrive(signed(heron)).status_code == 200


def test_a_rotated_secret_ends_what_the_old_one_signed(heron):
    old = signed(heron)
    heron.rotate_secret(by=SYSTEM)
    assert Browser(heron).arrive(old).json()["visitor"]["verified"] is False
    assert Browser(heron).arrive(signed(heron)).json()["visitor"]["verified"] is True


def test_an_old_token_goes_on_for_the_same_person(heron, daves_browser):
    token = daves_browser.token
    daves_browser.arrive(signed(heron))
    assert daves_browser.token == token
    assert Visitor.objects.count() == 1


@pytest.mark.parametrize("then", ["eve", None])
def test_an_old_token_does_not_go_on_for_somebody_else(heron, daves_browser, daves_history, then):
    token = daves_browser.token
    answer = daves_browser.arrive(signed(heron, sub=then) if then else None).json()

    assert answer["token"] != token
    assert answer["conversations"] == []
    assert daves_browser.read(daves_history, after=0).status_code == 404


def test_an_anonymous_visitor_comes_back_to_the_history(browser):
    browser.write()
    token = browser.token
    answer = browser.arrive().json()
    assert browser.token == token
    assert [each["id"] for each in answer["conversations"]] == [browser.conversation]


def test_a_token_of_another_site_is_not_continued(heron, browser, cards):
    from chat.models import Site

    other = Site.objects.create(name="Other", origins=["https://other.example"], department=cards)
    stranger = Browser(other, "https://other.example")
    stranger.token = browser.token
    stranger.arrive()
    assert stranger.token != browser.token


def test_an_expired_token_is_not_continued(browser):
    Visitor.objects.update(expires_at="2020-01-01T00:00Z")
    assert browser.write().status_code == 401
    token = browser.token
    browser.arrive()
    assert browser.token != token


def test_a_signed_address_becomes_a_verified_identity(heron):
    Browser(heron).arrive(signed(heron, email="Dave@Demo.test", phone="+380 44 000 00 01"))
    known = set(Identity.objects.filter(verified_how="signed").values_list("kind", "value"))
    assert known >= {("email", "dave@demo.test"), ("phone", "+380440000001")}


@pytest.mark.parametrize("claims", [{"email": "dave@demo.test"}, {"phone": "+380440000001"}])
def test_an_address_proved_by_another_customer_stays_theirs(heron, claims):
    Browser(heron).arrive(signed(heron, "dave", **claims))
    Browser(heron).arrive(signed(heron, "eve", **claims))

    kind, value = next(iter(claims.items()))
    owner = Identity.objects.get(kind=kind, value=value).customer
    assert Customer.objects.count() == 2
    assert owner.identities.filter(value=f"{heron.key}:dave").exists()


@pytest.mark.parametrize("claims", [{"email": "nonsense"}, {"phone": "nonsense"}, {"phone": "112"}])
def test_a_broken_address_is_passed_over(heron, claims):
    assert Browser(heron).arrive(signed(heron, **claims)).json()["visitor"]["verified"] is True
    assert Identity.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_are_one_customer(heron, at_once):
    token = signed(heron, name="Dave", email="dave@demo.test")
    answers = at_once(6, lambda number: Browser(heron).arrive(token))
    assert [answer.status_code for answer in answers] == [200] * 6
    assert Customer.objects.count() == 1


def test_the_token_is_random_and_kept_only_as_a_hash(browser, another):
    stored = list(Visitor.objects.values_list("token_hash", flat=True))
    assert len(browser.token) >= 43
    assert browser.token != another.token
    assert browser.token not in stored

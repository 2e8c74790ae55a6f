"""A customer sees and says what he is told, by a link that is his alone (S-21)."""

import pytest
from django.test import Client

from chat.models import Site, Visitor
from core.models import Event
from notifications.models import Category, OptOut
from notifications.notifying import notify
from notifications.wishes.opting_out import address_of_wishes, refuse_adverts, token_for

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R108")]


@pytest.fixture(autouse=True)
def _no_other_categories(payment):
    Category.objects.exclude(pk=payment.pk).update(is_active=False)


@pytest.fixture
def page(dave):
    return f"/w/{token_for(dave.pk)}/"


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def everything(payment):
    kind = f"kind-{payment.pk}"
    return {"asked": ["adverts", kind], "adverts": ["push", "sms", "email"], kind: ["push", "sms"]}


def test_looking_changes_nothing(browser, page, payment, dave):
    refuse_adverts(dave, "sms", said_by="sms", by=dave)
    before = (list(OptOut.objects.values()), Event.objects.count())
    answer = browser.get(page)

    assert answer.status_code == 200 and "Payment" in answer.text
    assert (list(OptOut.objects.values()), Event.objects.count()) == before


def test_what_is_unticked_is_not_told(browser, page, payment, dave):
    kept = everything(payment) | {"adverts": ["email"], f"kind-{payment.pk}": ["push"]}
    assert browser.post(page, kept).status_code == 302
    said = set(OptOut.objects.values_list("category", "channel"))
    assert said == {(None, "push"), (None, "sms"), (payment.pk, "sms")}
    assert OptOut.channels_of(dave, payment) == {"sms"}
    assert Event.objects.filter(name="customer.wishes_changed").count() == 1

    assert browser.post(page, kept).status_code == 302
    assert Event.objects.filter(name="customer.wishes_changed").count() == 1, "the same again is no news"
    browser.post(page, everything(payment))
    assert not OptOut.objects.exists()


def test_what_was_refused_everywhere_is_shown_and_taken_back_by_channel(browser, page, payment, dave):
    OptOut.objects.create(customer=dave, category=None, channel="", said_by="agent")
    assert browser.get(page).text.count("checked") == 2
    browser.post(page, everything(payment) | {"adverts": ["email"]})

    assert set(OptOut.objects.values_list("channel", flat=True)) == {"push", "sms"}


def test_the_kinds_are_named_in_his_language(browser, page, payment):
    Category.objects.filter(pk=payment.pk).update(name="Answer in a chat")
    shown = browser.get(page, headers={"Accept-Language": "ru"}).text
    assert "Ответ в чате" in shown and "Answer in a chat" not in shown


def test_codes_are_not_asked_about(browser, page, payment):
    Category.objects.create(slug="otp", name="One-time codes", purpose="code")
    assert "One-time codes" not in browser.get(page).text


def test_a_kind_that_was_not_on_his_page_yet_is_not_refused(browser, page, payment, dave):
    seen = everything(payment)
    later = Category.objects.create(slug="later", name="Later")
    browser.post(page, seen | {"adverts": []})

    assert set(OptOut.objects.values_list("category", flat=True)) == {None}
    assert OptOut.channels_of(dave, later) == set()


@pytest.mark.requirement("R150")
def test_his_own_way_is_tried_first(browser, page, payment, dave, phone_of_dave, number_of_dave, console):
    browser.post(page, everything(payment) | {"first_by": "sms"})
    dave.refresh_from_db()
    assert dave.preferred_channel == "sms"
    notification = notify(category=payment, customer=dave, variables={"amount": "5"}, source="test")
    assert notification.steps.get().channel == "sms"


@pytest.mark.parametrize(
    "words", [{"adverts": ["fax"]}, {"first_by": "fax"}, {"admin": "1"}, {"kind-999": ["sms"]}, {"asked": ["kind-999"]}]
)
def test_what_the_page_did_not_ask_is_refused_with_the_same_page(browser, page, payment, dave, words):
    answer = browser.post(page, everything(payment) | words)
    assert answer.status_code == 422
    assert not OptOut.objects.exists()


def strange_links(dave, eve):
    good = token_for(dave.pk)
    signature = good.partition("-")[2]
    made_up = f"999999-{token_for(999999).partition('-')[2]}"
    return [
        *("", "None", "0", "-", f"{dave.pk}", f"{dave.pk}-", f"{eve.pk}-{signature}", f"-{signature}", made_up),
        *(f"{good}x", good[:-1], f"0{good}", f" {good}", f"٣-{signature}"),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [1, 2])
def test_one_click_in_a_mail_program_ends_adverts_by_mail(browser, page, dave, times):
    """In no transaction but its own, as every request is."""
    for _ in range(times):
        assert browser.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert list(OptOut.objects.values_list("category", "channel", "said_by")) == [(None, "email", "link")]
    assert Event.objects.filter(name="customer.wishes_changed").count() == 1


def test_no_other_link_opens_anything(browser, page, dave, eve):
    assert browser.get(page).status_code == 200
    for link in strange_links(dave, eve):
        for answer in (browser.get(f"/w/{link}/"), browser.post(f"/w/{link}/", {"List-Unsubscribe": "One-Click"})):
            assert answer.status_code == 404, link
    assert not OptOut.objects.exists()


def test_the_link_is_short_and_as_long_as_128_bits_must_be(dave):
    number, _dash, signature = token_for(dave.pk).partition("-")
    assert number == str(dave.pk) and len(signature) == 22
    assert address_of_wishes(dave).endswith(f"/w/{number}-{signature}/")


def test_the_page_bears_the_name_of_the_site_where_he_was(browser, page, dave):
    site = Site.objects.create(name="Heron Bank", origins=["https://heron.example"])
    assert "Heron Bank" not in browser.get(page).text
    Visitor.objects.arrive(site, customer=dave)
    assert "Heron Bank" in browser.get(page).text

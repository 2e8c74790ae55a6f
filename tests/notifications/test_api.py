"""One call for a bank's system: it is answered with an id at once, and nothing is dropped in silence."""

import json
import uuid

import pytest
from django.db.models.functions import Now

from accounts.models import ApiToken, Scope
from core.limits import Limit
from core.sweeps.claiming import run_due
from customers.models import Customer, Identity
from notifications import api
from notifications.catalogue import catalogue
from notifications.models import Device, Notification, OptOut, WebhookDelivery, WebhookEndpoint
from tests.notifications.conftest import Bank

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.requirement("R109"),
    pytest.mark.usefixtures("_nothing_remembered"),
]

URL = "/api/v1/notifications"
NUMBER = "+380441234567"


def paid(dave, **more):
    return {"category": "payment", "customer": dave.pk, "variables": {"amount": "5 EUR"}} | more


def refusal(answer):
    """Its code, after a look at the ledger, which must have it too."""
    said = answer.json()
    row = Notification.objects.get(public_id=said["id"])
    assert answer.status_code == 422
    assert row.why == said["error"]["code"]
    assert said["error"]["message"]
    assert row.state in (Notification.State.REFUSED, Notification.State.FAILED)
    return said["error"]["code"]


def test_a_notification_is_answered_with_its_id_and_then_goes_out(bank, payment, dave, number_of_dave, console):
    answer = bank.post(paid(dave))
    assert answer.status_code == 202
    assert answer.json()["state"] == "running"
    run_due()

    told = bank.get(answer.json()["id"]).json()
    assert (told["category"], told["state"]) == ("payment", "out")
    assert [(step["channel"], step["state"]) for step in told["steps"]] == [("push", "failed"), ("sms", "accepted")]
    assert told["shown"]["sms"]["body"] == "Paid 5 EUR"
    assert NUMBER not in json.dumps(told)


def test_it_costs_few_statements(bank, payment, dave, number_of_dave, django_assert_max_num_queries):
    bank.post(paid(dave), key="warm")
    with django_assert_max_num_queries(7):
        assert bank.post(paid(dave), key="counted").status_code == 202


def test_whom_the_banks_system_names_is_known_from_then_on(bank, payment, console):
    named = {"category": "payment", "identity": {"kind": "phone", "value": "+380 44 123-45-67"}}
    for _time in range(2):
        assert bank.post(named | {"variables": {"amount": 5}}).status_code == 202
    identity = Identity.objects.get(kind="phone", value=NUMBER)
    assert identity.verified_how == Identity.How.SIGNED
    assert identity.customer.notifications.count() == 2


def test_a_mere_claim_to_a_number_gets_nothing_that_is_meant_for_its_owner(bank, payment, eve):
    eve.identify("phone", NUMBER, by=eve)
    bank.post({"category": "payment", "identity": {"kind": "phone", "value": NUMBER}, "variables": {"amount": "5"}})
    assert Notification.objects.get().customer != eve


def test_what_cannot_be_told_is_said_and_stands_in_the_ledger(bank, payment, dave, number_of_dave):
    stranger = {"category": "payment", "variables": {"amount": "5"}}
    assert refusal(bank.post(paid(dave, category="pament"))) == "unknown_category"
    assert refusal(bank.post(paid(dave, customer=2**40))) == "unknown_customer"
    assert refusal(bank.post(paid(dave, variables={"sum": "5"}))) == "wrong_variables"
    assert refusal(bank.post(paid(dave, variables={}))) == "wrong_variables"
    assert refusal(bank.post(stranger | {"identity": {"kind": "phone", "value": "+1 2"}})) == "impossible_number"
    assert refusal(bank.post(stranger | {"identity": {"kind": "email", "value": "nobody"}})) == "impossible_address"
    assert Notification.objects.count() == 6


def test_a_number_that_is_complete_within_its_town_alone_is_impossible(bank, payment, dave):
    asked = {"category": payment.slug, "variables": {"amount": "5 EUR"}}
    short = {"identity": {"kind": "phone", "value": "+380 44 12345"}}
    assert refusal(bank.post(asked | short)) == "impossible_number"


def test_a_customer_without_any_channel_is_told_of_in_the_answer(bank, payment, dave):
    assert refusal(bank.post(paid(dave))) == "no_channel"
    assert Notification.objects.get().state == "failed"


def test_a_wrong_variable_is_named_and_its_value_is_not(bank, payment, dave):
    answer = bank.post(paid(dave, variables={"amount": "5", "pin": "secret-4417"}))
    assert list(answer.json()["error"]["fields"]) == ["variables.pin"]
    assert "secret-4417" not in answer.text
    assert "secret-4417" not in Notification.objects.get().detail


def test_what_a_customer_does_not_wish_is_held_back_and_said(bank, payment, dave, number_of_dave):
    OptOut.objects.create(customer=dave, category=payment)
    answer = bank.post(paid(dave))
    assert answer.status_code == 202
    assert (answer.json()["state"], answer.json()["why"]) == ("suppressed", "opted_out")


def test_codes_are_hidden_from_whoever_asks_for_the_status(bank, payment, dave, number_of_dave):
    payment.variables[0]["secret"] = True
    payment.save()
    catalogue.forget()
    answer = bank.post(paid(dave))
    assert "5 EUR" not in bank.get(answer.json()["id"]).text
    assert Notification.objects.get().words["sms"]["body"] == "Paid 5 EUR"


def test_one_bad_item_of_a_batch_stops_no_other(bank, payment, dave, number_of_dave, console):
    items = [paid(dave), paid(dave, category="no"), {"category": 5}, paid(dave, customer=2**40), paid(dave)]
    said = bank.post({"notifications": items}, url=f"{URL}/batch").json()
    assert (said["accepted"], said["refused"]) == (2, 3)
    codes = [result.get("error", {}).get("code") for result in said["results"]]
    assert codes == [None, "unknown_category", "invalid", "unknown_customer", None]
    run_due()
    states = [bank.get(result["id"]).json()["state"] for result in said["results"]]
    assert states == ["out", "refused", "refused", "refused", "out"]


@pytest.fixture
def wrong(payment, dave):
    """What the issue names, each as a bank's system may get it wrong, with the word that the ledger has for it."""
    somebody = {"category": "payment", "variables": {"amount": "5 EUR"}}
    return {
        "wrong_variables": paid(dave, variables={"sum": "5 EUR"}),
        "impossible_number": {**somebody, "identity": {"kind": "phone", "value": "+1"}},
        "unknown_category": paid(dave, category="no"),
        # He has nothing by which to reach him.
        "no_channel": paid(dave),
    } | {
        f"invalid {number}": item
        for number, item in enumerate(
            [
                paid(dave, variables={"amount": ["5 EUR"]}),
                {**somebody, "identity": {"kind": "phone", "value": ""}},
                {**somebody, "identity": {"kind": "telex", "value": NUMBER}},
                paid(dave, category="x" * 1000),
                paid(dave, **{"to\0": "5 EUR"}),
                {},
            ]
        )
    }


def test_each_thing_that_is_wrong_is_said_and_leaves_its_row_alone_and_in_a_batch(bank, wrong):
    for word, item in wrong.items():
        assert refusal(bank.post(item)) == word.split()[0]
    said = bank.post({"notifications": list(wrong.values())}, url=f"{URL}/batch").json()

    assert (said["accepted"], said["refused"]) == (0, len(wrong))
    rows = [Notification.objects.get(public_id=result["id"]) for result in said["results"]]
    assert [row.why for row in rows] == [word.split()[0] for word in wrong]
    assert Notification.objects.count() == 2 * len(wrong)
    # What was wrong is named there, and what was sent is not.
    assert rows[4].detail.startswith("variables.amount") and rows[4].category.slug == "payment"
    assert "5 EUR" not in "".join(row.detail for row in rows)


def test_one_that_was_sent_again_under_its_key_leaves_one_row(bank, payment, dave):
    answers = [bank.post(paid(dave, variables={"amount": []}), key="once") for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert Notification.objects.count() == 1


def test_a_batch_of_a_thousand_takes_few_statements(bank, payment, django_assert_max_num_queries):
    customers = Customer.objects.bulk_create(Customer(name=f"C{number}") for number in range(1000))
    Identity.objects.bulk_create(
        Identity(customer=customer, kind="phone", value=f"+38044{number:07}", verified_how="signed", verified_at=Now())
        for number, customer in enumerate(customers)
    )
    items = [paid(customer) for customer in customers]
    with django_assert_max_num_queries(15):
        answer = bank.post({"notifications": items}, url=f"{URL}/batch", key="all")
    assert answer.json()["accepted"] == 1000
    assert Notification.objects.moving().count() == 1000
    assert bank.post({"notifications": [*items, items[0]]}, url=f"{URL}/batch").status_code == 422


def test_a_batch_tells_nobody_more_often_than_its_category_may(bank, payment, dave, number_of_dave):
    payment.cap_count = 2
    payment.save()
    catalogue.forget()
    said = bank.post({"notifications": [paid(dave)] * 3}, url=f"{URL}/batch").json()
    assert [result["state"] for result in said["results"]] == ["running", "running", "suppressed"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        "{",
        '{"category": {"$ne": 1}, "customer": 1}',
        '{"category": "payment"}',
        '{"category": "payment", "customer": "1"}',
        '{"category": "payment", "customer": 1, "identity": {"kind": "phone", "value": "+380441234567"}}',
        '{"category": "payment", "customer": 1, "to": "x"}',
        '{"category": "payment", "customer": 1, "variables": {"amount": "\\u0000"}}',
        '{"category": "payment", "customer": 1, "variables": {"amount": "\\ud800"}}',
        '{"category": "payment", "customer": 1, "variables": {"amount": {}}}',
        '{"category": "payment", "customer": 1e30}',
        '{"category": "\\ud800", "customer": 1}',
    ],
)
def test_nonsense_is_answered_in_the_one_shape(bank, payment, body):
    answer = bank.post(body)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["message"]
    assert not Notification.objects.exclude(state=Notification.State.REFUSED).exists()
    # What is no JSON at all is nothing that was asked for.
    assert Notification.objects.exists() == (body not in ("", "{"))


def test_a_token_does_what_its_scopes_say_and_no_more(admin, payment, dave, number_of_dave, bank):
    reader = Bank(ApiToken.make(name="Reader", scopes=[Scope.READ], by=admin)[1])
    sender = Bank(ApiToken.make(name="Sender", scopes=[Scope.SEND], by=admin)[1])
    assert reader.post(paid(dave)).status_code == 403
    made = sender.post(paid(dave))
    assert made.status_code == 202
    assert sender.get(made.json()["id"]).status_code == 403
    assert reader.get(made.json()["id"]).status_code == 200
    assert reader.get(uuid.uuid4()).status_code == 404
    assert Notification.objects.count() == 1


@pytest.mark.requirement("R102")
def test_an_app_is_registered_moves_with_its_owner_and_is_removed(bank, dave, eve):
    url = "/api/v1/devices"
    phone = {"platform": "android", "token": "a-token-of-firebase"}
    first = bank.post(phone | {"customer": dave.pk}, url=url).json()
    assert bank.post(phone | {"customer": eve.pk}, url=url).json() == first
    assert Device.objects.get().customer == eve
    for _time in range(2):
        assert bank.http.delete(f"{url}/{first['id']}").status_code == 204
    assert not Device.objects.live().exists()
    assert bank.http.delete(f"{url}/{2**40}").status_code == 404
    assert bank.post(phone | {"customer": 2**40}, url=url).status_code == 422


def test_the_device_of_a_colleague_is_nobodys_to_remove(bank, alice):
    hers = Device.register(kind="webpush", platform="web", address="x", user=alice)
    assert bank.http.delete(f"/api/v1/devices/{hers.pk}").status_code == 404


def test_a_customer_is_made_and_brought_up_to_date(bank):
    url, named = "/api/v1/customers", {"identity": {"kind": "email", "value": "Olena@Bank.test"}}
    also = [{"kind": "phone", "value": NUMBER}]
    made = bank.post(named | {"name": "Olena K.", "language": "ru", "also": also}, url=url)
    assert (made.status_code, made.json()["created"]) == (201, True)
    again = bank.post(named | {"preferred_channel": "sms"}, url=url)
    assert again.json() == {"id": made.json()["id"], "created": False}
    customer = Customer.objects.get()
    assert (customer.name, customer.language, customer.preferred_channel) == ("Olena K.", "ru", "sms")
    assert customer.identities.count() == 2
    assert bank.post(named | {"time_zone": "Mars/Olympus"}, url=url).status_code == 422


def test_more_than_a_request_may_hold_is_refused_in_the_one_shape(bank, payment, dave, settings):
    answer = bank.post(paid(dave, variables={"amount": "5" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert not Notification.objects.exists()


def test_only_as_many_batches_are_taken_as_the_house_can_carry(bank, payment, dave, number_of_dave, monkeypatch):
    monkeypatch.setattr(api, "BATCHES", Limit("api.batches.test", "1/1h"))
    statuses = [bank.post({"notifications": [paid(dave)]}, url=f"{URL}/batch").status_code for _time in range(2)]
    assert statuses == [202, 429]
    assert Notification.objects.count() == 1


def test_all_that_is_wrong_with_the_variables_is_said_at_once(bank, payment, dave):
    said = bank.post(paid(dave, variables={"sum": "5 EUR"})).json()["error"]["fields"]
    assert said == {
        "variables.amount": "This variable is missing.",
        "variables.sum": "The category has no such variable. It has: amount.",
    }


def test_a_step_says_in_a_sentence_why_it_failed(bank, payment, dave, number_of_dave, console):
    answer = bank.post(paid(dave))
    run_due()
    push, sms = bank.get(answer.json()["id"]).json()["steps"]
    assert push["meaning"].startswith("The customer has nothing that this channel reaches")
    assert sms["meaning"] == ""


def test_a_method_that_is_not_taken_is_refused_in_the_shape_of_all_mistakes(bank):
    answer = bank.http.delete(URL)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.json()["error"] == {"code": "wrong_method", "message": "This address takes only POST."}


def test_a_token_is_told_which_scope_it_lacks(payment, dave, admin):
    reader = Bank(ApiToken.make(name="Reader", scopes=[Scope.READ], by=admin)[1])
    answer = reader.post(paid(dave))
    assert answer.status_code == 403
    assert "“notifications:send”" in answer.json()["error"]["message"]


def test_no_webhook_hears_of_what_is_only_tried_out(payment, dave, admin):
    WebhookEndpoint.make(url="https://bank.example/hook", kinds=["notification.settled"], by=admin)
    for source in ("trial:1", "bench:1", "api:1"):
        Notification.objects.create(category=payment, customer=dave, source=source).settle("failed", why="no_channel")
    assert WebhookDelivery.objects.count() == 1


def test_a_whole_card_number_among_the_variables_is_stored_and_sent_nowhere(bank, payment, dave, number_of_dave):
    told = bank.post(paid(dave, variables={"amount": "5 EUR from 4111 1111 1111 1111"})).json()
    row = Notification.objects.get(public_id=told["id"])
    assert "from 4111 11•• •••• 1111" in row.content
    assert row.shown["sms"]["body"] == "Paid 5 EUR from 4111 11•• •••• 1111"

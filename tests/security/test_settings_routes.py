"""S-12: the settings are an admin's; a supervisor keeps the hours of his own departments, an operator none of it."""

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import ApiToken
from messengers.models import SmsCountry
from notifications.models import Category, Notification, TestRun, WebhookEndpoint
from tests.security.settings_table import FOR_ADMINS, FOR_KEEPERS, FOR_READERS, FOR_REVIEWERS
from tickets.models import Feedback, Field, Question, RoutingRule, SentimentWord, Session, Tag

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_counted_here")]


@pytest.fixture
def knock(session_of, alice, nina, admin, cards, transfers, heron, double_charge):
    """Nina supervises Transfers; what is asked about is of Cards and of Alice."""
    tag = Tag.make(name="refund", by=admin)
    field = Field.make(key="amount", label="Amount", by=admin)
    question = Question.make(key="effort", label="How easy?", kind="text", by=admin)
    word = SentimentWord.make(phrase="marvellous", language="en", mood="good", by=admin)
    double_charge.close(by=alice)
    low = Feedback.objects.create(session=Session.objects.get(ticket=double_charge), mood="bad")
    browsers = {"admin": session_of(admin), "nina": session_of(nina), "alice": session_of(alice), "nobody": Client()}
    rule = RoutingRule.make(name="Loans", words=["loan"], department=cards, by=admin)
    token, _secret = ApiToken.make(name="Bank", scopes=["notifications:read"], by=admin)
    hook = WebhookEndpoint.make(url="https://bank.test/", kinds=["notification.settled"], by=admin)
    delivery = hook.send_test()
    told = Notification.objects.create(
        category=Category.objects.get(slug="advert"), customer=low.session.ticket.customer
    )
    run = TestRun.objects.create(category=told.category, count=1, faults=["none"], started_by=admin)
    rows = {"notifications": told.category_id, "people": alice.pk, "departments": cards.pk, "tags": tag.pk,
            "fields": field.pk, "sites": heron.pk, "chats": cards.pk, "routing": cards.pk, "rules": rule.pk,
            "tokens": token.pk, "webhooks": hook.pk,
            "questions": question.pk, "moods": word.pk, "sms": SmsCountry.objects.earliest("pk").pk,
            "<int:pk>": low.pk}  # fmt: skip

    def ask(who, verb, pattern):
        place = [*pattern.split("/"), ""][2]
        address = "/" + pattern.replace("<int:pk>", str(rows.get(place))).replace("<slug:step>", "you")
        address = address.replace("<int:delivery>", str(delivery.pk))
        address = address.replace("<slug:channel>", "sms").replace("<slug:language>", "en")
        address = address.replace("<uuid:public_id>", str(told.public_id)).replace("<int:run>", str(run.pk))
        with transaction.atomic():
            answer = getattr(browsers[who], verb.lower())(address)
            transaction.set_rollback(True)
        return answer

    return ask


@pytest.mark.parametrize("pattern", FOR_ADMINS)
def test_what_is_an_admins_is_nobody_elses(knock, pattern):
    for verb in ("GET", "POST", "PUT", "DELETE"):
        if verb not in FOR_ADMINS[pattern]:
            assert knock("admin", verb, pattern).status_code == 405, verb
            continue
        good = FOR_ADMINS[pattern][verb]
        assert knock("admin", verb, pattern).status_code in (good if isinstance(good, tuple) else (good,)), verb
        for who in ("nina", "alice"):
            assert knock(who, verb, pattern).status_code == 404, (who, verb)
        away = knock("nobody", verb, pattern)
        assert away.status_code == 302 and away["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("pattern", FOR_KEEPERS | FOR_REVIEWERS)
def test_what_a_supervisor_keeps_is_his_own_alone(knock, pattern):
    for verb, good in (FOR_KEEPERS | FOR_REVIEWERS)[pattern].items():
        assert knock("admin", verb, pattern).status_code == good
        assert knock("nina", verb, pattern).status_code == (404 if "<int:pk>" in pattern else good)
        assert knock("alice", verb, pattern).status_code == 404
        assert knock("nobody", verb, pattern).status_code == 302


@pytest.mark.parametrize("pattern", FOR_READERS)
def test_the_ledger_is_for_supervisors_and_admins(knock, pattern):
    for verb in ("GET", "POST", "PUT", "DELETE"):
        good = FOR_READERS[pattern].get(verb, 405)
        assert knock("admin", verb, pattern).status_code == knock("nina", verb, pattern).status_code == good
    assert knock("alice", "GET", pattern).status_code == 404
    assert knock("nobody", "GET", pattern).status_code == 302


def test_the_settings_show_everybody_what_is_theirs(session_of, alice, sam, admin):
    seen = {user.name: session_of(user).get("/desk/settings/").text for user in (alice, sam, admin)}
    assert "/desk/settings/people/" in seen["Ada"] and "/admin/" in seen["Ada"]
    assert "/desk/settings/departments/" in seen["Sam"] and "/desk/settings/people/" not in seen["Sam"]
    assert "/desk/settings/departments/" not in seen["Alice"] and "/desk/settings/canned/" in seen["Alice"]
    assert not any("/admin/" in seen[name] for name in ("Alice", "Sam"))

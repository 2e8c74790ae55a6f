import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.reactions import mail_the_reset_link, reset_link
from core.models import Event
from core.sweeps.claiming import run_due as run_reactions

RESET = "/accounts/password/reset/"
NEW = "A heron 4 the desk"


def open_link(client, link):
    return client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)


def set_password(client, link, password=NEW):
    page = open_link(client, link)
    action = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(action, {"password1": password, "password2": password})


@pytest.mark.requirement("S-23")
def test_known_and_unknown_addresses_are_told_the_same(client, alice):
    known = client.post(RESET, {"email": "Alice@demo.test"}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@demo.test"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert strip_tokens(known.text) == strip_tokens(unknown.text)


def strip_tokens(page):
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", page)


@pytest.mark.requirement("S-23")
def test_known_and_unknown_addresses_cost_the_same_work(client, alice, mailoutbox):
    def statements(email):
        with CaptureQueriesContext(connection) as queries:
            client.post(RESET, {"email": email})
        return [re.sub(r"[\d'].*", "", query["sql"]) for query in queries]

    statements("warm@demo.test")
    assert statements("alice@demo.test") == statements("nobody@demo.test")
    run_reactions()
    assert [mail.to for mail in mailoutbox] == [["alice@demo.test"]]


def test_the_link_is_mailed_by_a_worker_and_leads_to_our_own_address(client, alice, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(RESET, {"email": "alice@demo.test"}, headers={"host": "evil.test", "x-forwarded-host": "evil.test"})
    assert mailoutbox == []
    run_reactions()
    [mail] = mailoutbox
    assert mail.to == ["alice@demo.test"]
    assert f"{settings.PUBLIC_URL}/accounts/password/reset/key/" in mail.body
    assert "evil" not in mail.body


def test_an_unknown_host_is_refused(client, db, settings):
    settings.ALLOWED_HOSTS = ["helpdesk.test"]
    assert client.post(RESET, {"email": "a@demo.test"}, headers={"host": "evil.test"}).status_code == 400


def test_the_mail_speaks_the_language_of_its_reader(alice, mailoutbox):
    alice.ask_password_reset(by=alice)
    run_reactions()
    assert mailoutbox[0].subject == "A new password for the helpdesk"


def test_a_link_sets_the_password_once(client, alice):
    link = reset_link(alice)
    assert set_password(client, link).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert "works no longer" in open_link(Client(), link).text


def test_a_link_dies_with_a_newer_password_with_deactivation_and_with_signing_out_everywhere(client, alice, admin):
    def dead(link):
        return "works no longer" in open_link(Client(), link).text

    assert not dead(reset_link(alice))
    for happens in [
        lambda: alice.change_password("Another one 77", by=alice),
        lambda: alice.sign_out_everywhere(by=alice),
        lambda: alice.deactivate(by=admin),
    ]:
        link = reset_link(alice)
        happens()
        assert dead(link)


def test_a_link_dies_after_an_hour(alice, time_machine):
    link = reset_link(alice)
    time_machine.move_to(timezone.now() + timezone.timedelta(minutes=61))
    assert "works no longer" in open_link(Client(), link).text


@pytest.mark.parametrize("key", ["0", "None", "1-0", "1-"])
def test_an_empty_key_opens_nothing(client, alice, key):
    answer = client.get(f"/accounts/password/reset/key/{key}/")
    assert answer.status_code == 404 or "works no longer" in answer.text


def test_a_weak_password_is_refused_with_the_reason(client, alice):
    answer = set_password(client, reset_link(alice), "alice")
    assert "too short" in answer.text
    alice.refresh_from_db()
    assert alice.check_password("demo")


def test_a_late_worker_mails_no_link_that_nobody_waits_for(alice, mailoutbox):
    alice.ask_password_reset(by=alice)
    row = Event.objects.get(name="agent.password_reset_asked")
    row.happened_at -= timezone.timedelta(hours=2)
    mail_the_reset_link(row.restore(), row)
    assert mailoutbox == []


def test_changing_the_password_ends_every_other_session(client, alice, mailoutbox):
    elsewhere = Client()
    for each in (client, elsewhere):
        each.force_login(alice)
    answer = client.post("/accounts/password/change/", {"oldpassword": "demo", "password1": NEW, "password2": NEW})
    assert answer["Location"] == "/accounts/profile/"
    assert client.get("/accounts/profile/").status_code == 200
    assert elsewhere.get("/accounts/profile/").status_code == 302
    assert Event.objects.filter(name="agent.password_changed", actor_id=alice.pk).count() == 1
    run_reactions()
    assert mailoutbox[0].subject == "Your password was changed"


def test_changing_needs_the_old_password(client, alice):
    client.force_login(alice)
    client.post("/accounts/password/change/", {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert User.objects.get(pk=alice.pk).check_password("demo")

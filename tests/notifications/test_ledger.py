"""The ledger: what was told, narrowed and page by page, and one notification second by second."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from accounts.models import ApiToken
from core.sweeps.claiming import run_due
from notifications.ledger import listing
from notifications.ledger.life import life_of
from notifications.models import Mailing, Notification, Segment, Step
from notifications.notifying import notify
from notifications.receipts import receipt_for, receive

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R105")]


@pytest.fixture
def ledger(client, sam):
    """The ledger as Sam, who supervises, gets it."""
    client.force_login(sam)
    return lambda query="": client.get(f"/notifications/{query}")


@pytest.fixture
def tell(payment, dave, phone_of_dave, number_of_dave, console):
    def told(key, customer=dave):
        notification = notify(
            category=payment, customer=customer, variables={"amount": "5 EUR"}, source="test", key=key
        )
        run_due()
        notification.refresh_from_db()
        return notification

    return told


def test_an_operator_finds_no_ledger(client, alice):
    client.force_login(alice)
    assert client.get("/notifications/").status_code == 404


def test_a_supervisor_reads_what_was_told(ledger, tell):
    one = tell("1")
    page = ledger().text
    assert str(one.public_id) in page and "Dave Okafor" in page and "Payment" in page


def test_filters_narrow_the_list(ledger, tell, payment):
    one = tell("1")
    for fits in (
        "category=payment",
        "state=running",
        "channel=push",
        f"provider={one.steps.get().provider}",
        "period=hour",
        "q=okaf",
    ):
        assert str(one.public_id) in ledger(f"?{fits}").text, fits
    for misses in ("category=other", "state=failed", "channel=email", "provider=x", "country=UA", "q=nobody"):
        assert str(one.public_id) not in ledger(f"?{misses}").text, misses


def test_a_number_finds_its_owner_and_part_of_it_only_for_who_sees_numbers(client, sam, admin, tell, settings):
    settings.SEEN_BY = {"supervisor": ()}
    one = str(tell("1").public_id)
    for user, query, found in (
        (sam, "%2B380441234567", True), (sam, "1234567", False), (admin, "1234567", True), (admin, "9999999", False),
    ):  # fmt: skip
        client.force_login(user)
        assert (one in client.get(f"/notifications/?q={query}").text) is found, (user, query)


def test_the_list_goes_on_where_it_ended(ledger, tell, monkeypatch):
    monkeypatch.setattr("notifications.listing.PAGE", 2)
    first, second, third = tell("1"), tell("2"), tell("3")
    page = ledger().text
    assert str(third.public_id) in page and str(first.public_id) not in page
    after = ledger(f"?after={second.pk}").text
    assert str(first.public_id) in after and str(second.public_id) not in after


def test_more_rows_need_no_more_queries(ledger, tell, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as counted:
            ledger()
        return len(counted)

    tell("1")
    few = queries()
    for key in "23456":
        tell(key)
    assert queries() == few


def test_a_life_tells_the_missed_deadline_and_the_late_proof(tell, pass_time):
    one = tell("1")
    pass_time(one, 5)
    receive(receipt_for(one.steps.get(channel="push")))
    one.refresh_from_db()

    life = life_of(listing.with_steps(Notification.objects.all()).get(pk=one.pk), sees_contacts=True)
    titles = [moment.title for moment in life.moments]
    assert titles.index("Push called") < titles.index("No proof in time") <= titles.index("SMS called")
    assert titles[-1] == "Push proved late"
    assert [bar.name for bar in life.picture.bars] == ["Push", "SMS"]
    assert life.picture.bars[0].point and life.picture.limits


def test_a_number_is_masked_for_who_may_not_see_it(client, sam, admin, tell, pass_time, settings):
    settings.SEEN_BY = {"supervisor": ()}
    one = tell("1")
    pass_time(one, 5)
    for user, sees in ((admin, True), (sam, False)):
        client.force_login(user)
        assert ("+380 44 123 4567" in client.get(f"/notifications/{one.public_id}/").text) is sees


def test_a_code_is_never_shown(ledger, payment, dave, phone_of_dave, console):
    payment.variables = [{"name": "amount", "example": "1", "secret": True}]
    payment.save()
    one = notify(category=payment, customer=dave, variables={"amount": "482913"}, source="test")
    page = ledger(f"{one.public_id}/").text
    assert "482913" not in page and "••••" in page


def test_a_running_one_asks_again_and_an_ended_one_does_not(ledger, tell):
    one = tell("1")
    assert "every 1s" in ledger(f"{one.public_id}/").text
    receive(receipt_for(one.steps.get()))
    assert "every 1s" not in ledger(f"{one.public_id}/now/").text


def test_a_refused_request_is_there_with_its_reason(ledger):
    one = Notification.objects.create(
        source="api:1", state="refused", why="unknown_customer", due_at=None, settled_at=Now()
    )
    assert "There is no such customer." in ledger(f"{one.public_id}/").text
    assert str(one.public_id) in ledger("?state=refused").text


def test_the_desk_shows_what_a_customer_was_told(client, alice, tell, double_charge):
    tell("1")
    client.force_login(alice)
    panel = client.get(f"/notifications/tickets/{double_charge.pk}/").text
    assert "Payment" in panel and "on its way" in panel and "/notifications/" not in panel


def test_the_panel_of_a_strange_ticket_does_not_exist(client, carol, double_charge):
    client.force_login(carol)
    assert client.get(f"/notifications/tickets/{double_charge.pk}/").status_code == 404


def test_a_step_that_is_hours_late_stays_on_the_picture(tell, pass_time):
    one = tell("1")
    pass_time(one, 5)
    receive(receipt_for(one.steps.get(channel="push")))
    Step.objects.filter(channel="push").update(receipt_at=Now() + timedelta(hours=3))
    life = life_of(listing.with_steps(Notification.objects.all()).get(pk=one.pk), sees_contacts=True)
    assert float(life.picture.bars[0].point) == 100


@pytest.mark.requirement("R108")
def test_a_mailings_report_leads_to_its_own_rows(ledger, tell, payment, admin, client):
    segment = Segment.objects.create(name="Everybody")
    mailing = Mailing.objects.create(
        name="Spring", category=payment, segment=segment, channels=["push"], state="done", started_at=Now()
    )
    other, one = tell("1"), tell("2")
    Notification.objects.filter(pk=one.pk).update(mailing=mailing)

    found = ledger(f"?mailing={mailing.pk}")
    assert str(one.public_id) in found.text and str(other.public_id) not in found.text
    assert '<option value="%d" selected>Spring</option>' % mailing.pk in found.text  # noqa: UP031
    for nonsense in ("x", "0", "9" * 30, "%00"):
        assert str(other.public_id) in ledger(f"?mailing={nonsense}").text, nonsense
    client.force_login(admin)
    assert (
        f"/notifications/?mailing={mailing.pk}&amp;state=" in client.get(f"/notifications/mailings/{mailing.pk}/").text
    )


def test_trials_and_test_runs_are_left_out_unless_asked_for(ledger, payment, dave):
    def asked_by(source):
        row = Notification.objects.create(category=payment, customer=dave, source=source, state="out", due_at=None)
        return str(row.public_id)

    real, trial, bench = asked_by("api:1"), asked_by("trial:1"), asked_by("bench:1")
    for query, shown in (("", [real]), ("tests=too", [real, trial, bench]), ("tests=alone", [trial, bench])):
        for where in ("", "export/"):
            page = ledger(f"{where}?{query}")
            text = page.getvalue().decode() if page.streaming else page.text
            assert [one for one in (real, trial, bench) if one in text] == shown, (where, query)


def test_a_life_says_by_name_who_asked(ledger, payment, dave, admin):
    token, _secret = ApiToken.make(name="Core banking", scopes=["notifications:send"], by=admin)
    segment = Segment.objects.create(name="Everybody")
    mailing = Mailing.objects.create(name="Spring", category=payment, segment=segment, created_by=admin)
    for source, said in (
        (token.source, "the API token “Core banking”"),
        (mailing.source, "the mailing “Spring”"),
        (f"trial:{mailing.pk}", "a trial of the mailing “Spring”"),
        ("bench:7", "test run #7"),
        ("chat", "the chat"),
        ("api:999999", "api:999999"),
        ("somebody else", "somebody else"),
    ):
        row = Notification.objects.create(category=payment, customer=dave, source=source, state="out", due_at=None)
        assert f"Asked for by {said}" in ledger(f"{row.public_id}/").text


def test_a_number_that_had_enough_is_no_customer_without_a_channel(ledger, payment, dave, number_of_dave, console):
    for number in range(8):
        notify(category=payment, customer=dave, variables={"amount": "5"}, source="test", key=str(number))
        run_due()
    last = Notification.objects.latest("pk")
    assert (last.state, last.why) == ("failed", "nobody_reached")
    assert "SMS: This number has had its SMS for the hour." in ledger().text


def test_an_id_that_the_api_gave_finds_its_notification(ledger, tell):
    one, other = tell("1"), tell("2")
    for typed in (str(one.public_id), f" {str(one.public_id).upper()} "):
        page = ledger(f"?q={typed}").text
        assert str(one.public_id) in page.split("<tbody>")[1] and str(other.public_id) not in page

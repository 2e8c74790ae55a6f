"""What colleagues are told about tickets: whom, once, and how it is over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from core.models import Reaction
from core.sweeps.claiming import run_due
from notifications.models import Notice, NoticeWishes
from notifications.models.notice import Kind
from notifications.notices.reactions import tell_of_promises_at_risk
from notifications.notices.telling import tell
from tickets.models import Mention, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R102")]


@pytest.fixture
def watching(alice, bob):
    """Both want to hear of everything in their department."""
    User.objects.update(notify_about=User.Notify.DEPARTMENTS)


@pytest.fixture
def call(double_charge, new_id, after_commit):
    def note(text, *, by):
        with after_commit():
            double_charge.note(text=text, client_id=new_id(), by=by)
        run_due()

    return note


def told(user, **which):
    return list(Notice.objects.filter(user=user, **which).values_list("kind", "ticket_id"))


def test_who_is_called_by_name_is_told_once(call, alice, bob, double_charge):
    call("@Alice could you look?", by=bob)
    assert told(alice) == [("mentioned", double_charge.pk)]
    assert told(bob) == []


def test_a_message_that_calls_nobody_owes_no_reaction(double_charge, dave, new_id):
    double_charge.receive(text="Hello?", client_id=new_id(), by=dave)
    double_charge.refresh_from_db()
    assert not Reaction.objects.filter(handler__endswith="tell_who_is_called").exists()


def test_who_has_seen_the_call_already_is_not_told(double_charge, alice, bob, new_id):
    double_charge.note(text="@Alice look", client_id=new_id(), by=bob)
    Mention.see(double_charge, by=alice)
    run_due()
    assert told(alice) == []


def test_who_is_given_a_ticket_is_told_and_who_takes_it_is_not(double_charge, alice, bob):
    double_charge.take(by=bob)
    run_due()
    assert told(bob) == []
    double_charge.assign(alice, by=bob)
    run_due()
    assert told(alice) == [("assigned", double_charge.pk)]


def test_a_new_ticket_is_told_to_those_of_its_department_who_want_everything(double_charge, watching, carol):
    run_due()
    assert set(Notice.objects.values_list("user__name", "kind")) == {("Alice", "queue"), ("Bob", "queue")}


@pytest.mark.parametrize("wish", ["mine", "nothing"])
def test_the_queue_is_told_to_nobody_else(double_charge, alice, bob, wish):
    User.objects.update(notify_about=wish)
    run_due()
    assert told(alice) == []


def test_who_wants_to_hear_of_nothing_hears_nothing(call, alice, bob):
    User.objects.filter(pk=alice.pk).update(notify_about="nothing")
    call("@Alice!", by=bob)
    assert told(alice) == []


def test_what_is_wanted_by_no_way_is_not_written_down(call, alice, bob):
    NoticeWishes.objects.create(user=alice, bell=[], push=[], mail=["mentioned"], digest="off")
    call("@Alice!", by=bob)
    assert told(alice) == []


def test_a_queue_that_somebody_has_emptied_is_news_no_more(double_charge, watching, alice, bob, after_commit):
    run_due()
    with after_commit():
        double_charge.take(by=bob)
    assert told(alice, read_at=None) == []


def test_what_is_solved_calls_only_by_name(call, double_charge, alice, bob, after_commit):
    double_charge.assign(alice, by=bob)
    call("@Alice look", by=bob)
    with after_commit():
        double_charge.resolve(by=bob)
    assert told(alice, read_at=None) == [("mentioned", double_charge.pk)]


def test_a_promise_at_risk_is_told_once_to_whoever_has_the_ticket(double_charge, alice, bob):
    double_charge.assign(alice, by=bob)
    now = timezone.now()
    Ticket.objects.update(answer_due_at=now, answer_risk_at=now - timedelta(minutes=1))
    for _ in range(2):
        tell_of_promises_at_risk(now=now)
    assert told(alice, kind="risk") == [("risk", double_charge.pk)]
    Ticket.objects.update(answer_due_at=now + timedelta(hours=1), answer_risk_at=now + timedelta(minutes=50))
    tell_of_promises_at_risk(now=now + timedelta(minutes=51))
    assert told(alice, kind="risk") == [("risk", double_charge.pk)] * 2


@pytest.mark.django_db(transaction=True)
def test_one_event_told_by_several_at_once_is_one_notice(double_charge, alice, bob, at_once):
    everybody = User.objects.filter(pk__in=[alice.pk, bob.pk])
    results = at_once(
        6, lambda number: tell(everybody, kind=Kind.ASSIGNED, ticket=double_charge, key="7", at=timezone.now())
    )
    assert results == [None] * 6
    assert sorted(Notice.objects.values_list("user__name", "key")) == [("Alice", "7"), ("Bob", "7")]


@pytest.mark.django_db(transaction=True)
def test_two_events_at_once_are_a_notice_each(double_charge, alice, bob, at_once):
    both = User.objects.filter(pk__in=[alice.pk, bob.pk])
    results = at_once(
        2, lambda number: tell(both, kind=Kind.ASSIGNED, ticket=double_charge, key=str(number), at=timezone.now())
    )
    assert results == [None] * 2
    assert Notice.objects.count() == 4


def test_reading_settles_what_is_told_of_the_ticket_and_a_repeat_changes_nothing(call, alice, bob, desk_of):
    call("@Alice look", by=bob)
    notice = Notice.objects.get()
    desk = desk_of(alice)
    assert desk.get("/desk/notices/count/").json() == {"count": 1, "tickets": [notice.ticket_id]}
    assert desk.post("/desk/notices/readings/", {"ticket": notice.ticket_id}).status_code == 204
    read_at = Notice.objects.get().read_at
    assert desk.post("/desk/notices/readings/", {"ticket": notice.ticket_id}).status_code == 204
    assert read_at is not None
    assert Notice.objects.get().read_at == read_at
    assert desk.get("/desk/notices/count/").json() == {"count": 0, "tickets": []}


def test_nobody_reads_for_somebody_else(call, alice, bob, desk_of, double_charge):
    call("@Alice look", by=bob)
    assert desk_of(bob).post("/desk/notices/readings/", {"ticket": double_charge.pk}).status_code == 204
    assert Notice.objects.get().read_at is None


def test_all_that_was_on_the_list_is_read_and_nothing_that_came_after_it(call, alice, bob, desk_of):
    call("@Alice look", by=bob)
    latest = Notice.objects.get().pk
    call("@Alice again", by=bob)
    assert desk_of(alice).post("/desk/notices/readings/", {"upto": latest}).status_code == 204
    assert [notice.read_at is None for notice in Notice.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize(
    "data", [{}, {"ticket": 1, "upto": 1}, {"ticket": "x"}, {"upto": -1}, {"ticket": 1, "more": 1}]
)
def test_a_reading_that_names_nothing_right_is_told_so(alice, desk_of, data):
    answer = desk_of(alice).post("/desk/notices/readings/", data)
    assert answer.status_code == 422
    assert answer.content


def test_a_ticket_that_went_to_another_department_takes_its_notices_along(call, alice, bob, desk_of, transfers):
    call("@Alice look", by=bob)
    desk = desk_of(alice)
    assert "You were mentioned in" in desk.get("/desk/notices/").content.decode()
    Ticket.objects.update(department=transfers)
    assert "You were mentioned in" not in desk.get("/desk/notices/").content.decode()
    assert desk.get("/desk/notices/count/").json()["count"] == 0


def test_the_list_goes_on_where_it_ended(double_charge, alice, desk_of):
    rows = [Notice(user=alice, kind="assigned", ticket=double_charge, key=str(n)) for n in range(25)]
    Notice.objects.bulk_create(rows)
    desk = desk_of(alice)
    first = desk.get("/desk/notices/").content.decode()
    before = Notice.objects.order_by("-pk")[19].pk
    rest = desk.get(f"/desk/notices/?before={before}").content.decode()
    assert (first.count("bell__row"), rest.count("bell__row")) == (20, 5)
    assert f"before={before}" in first
    assert "before=" not in rest


def test_what_was_shown_is_shown_again_with_what_is_new(double_charge, alice, desk_of):
    rows = [Notice(user=alice, kind="assigned", ticket=double_charge, key=str(n)) for n in range(45)]
    Notice.objects.bulk_create(rows)
    desk = desk_of(alice)
    for shown, expected in (("40", 40), ("7", 20), ("45", 45), ("9" * 30, 20), ("-1", 20)):
        assert desk.get("/desk/notices/", {"shown": shown}).content.decode().count("bell__row") == expected


def test_the_list_and_the_bell_ask_as_often_however_many_there_are(double_charge, alice, desk_of):
    desk = desk_of(alice)
    costs = []
    for count in (1, 15):
        Notice.objects.bulk_create(
            Notice(user=alice, kind="queue", ticket=double_charge, key=f"{count}-{n}") for n in range(count)
        )
        with CaptureQueriesContext(connection) as asked:
            desk.get("/desk/notices/")
            desk.get("/desk/notices/bell/")
        costs.append(len(asked))
    assert costs[0] == costs[1]

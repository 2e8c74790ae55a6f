"""The acts of a ticket's header and side panel, as pages send them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tickets.models import Field, Tag
from tickets.snoozes import UNTIL_THE_CUSTOMER_WRITES, choices

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
PARTS = [
    "following/",
    "snooze/",
    "priority/",
    "subject/",
    "tags/",
    "values/",
    "customer/notes/",
    "customer/identities/",
]


@pytest.mark.parametrize("part", PARTS)
def test_another_department_may_not(carols_desk, act, now, part):
    given = {"until": "customer", "priority": 4, "subject": "x", "name": "x", "notes": "x", "kind": "email"}
    before = now().version
    assert carols_desk.post(act(part), given).status_code == 404
    assert now().version == before


@pytest.mark.requirement("R29")
def test_who_could_have_it_is_listed_with_how_busy_he_is(alices_desk, alice, bob, carol, act, queue_of):
    for ticket in queue_of(2):
        ticket.assign(bob, by=alice)
    bob.presence.see()
    page = alices_desk.get(act("assignment/")).text
    assert page.index("Alice (you)") < page.index("Bob")
    assert "2 open" in page and "Online" in page
    assert "Carol" not in page


def test_passing_on_is_undone_to_whoever_had_it(alices_desk, bob, act, now):
    answer = alices_desk.post(act("assignment/"), {"agent": bob.pk})
    assert f'hx-delete="{act("assignment/")}"' in answer.text, "nobody had it: back to the queue"
    assert alices_desk.delete(act("assignment/")).status_code == 200
    assert now().assignee is None


def test_a_colleague_of_another_department_gets_it_with_his_department(alices_desk, carol, transfers, act, now):
    page = alices_desk.get(act("transfer/")).text
    assert f'data-set=\'{{"department": "{transfers.pk}", "agent": "{carol.pk}"}}\'' in page
    given = {"department": transfers.pk, "agent": carol.pk, "note": "Yours"}
    assert alices_desk.post(act("transfer/"), given).status_code == 200
    assert (now().department, now().assignee) == (transfers, carol)


def test_a_transfer_to_nobody_is_refused_with_a_sentence(alices_desk, act):
    answer = alices_desk.post(act("transfer/"), {"note": "x"})
    assert answer.status_code == 422
    assert "Choose a department or a colleague." in answer.text


@pytest.mark.parametrize(
    ("moment", "keys"),
    [
        ("2026-11-18T10:00", ["later 13:00", "tomorrow 19 09:00", "monday 23 09:00", "customer"]),
        ("2026-11-18T22:30", ["tomorrow 19 09:00", "monday 23 09:00", "customer"]),
        ("2026-11-22T10:00", ["later 13:00", "tomorrow 23 09:00", "customer"]),
    ],
)
def test_times_to_come_back_are_on_the_agents_clock(moment, keys):
    at = datetime.fromisoformat(moment).replace(tzinfo=KYIV)
    said = {
        "later": lambda c: f"later {c.until:%H:%M}",
        "tomorrow": lambda c: f"tomorrow {c.until:%d %H:%M}",
        "monday": lambda c: f"monday {c.until:%d %H:%M}",
        "customer": lambda c: "customer",
    }
    assert [said[choice.key](choice) for choice in choices(at)] == keys


def test_a_morning_after_the_clocks_changed_is_still_at_nine():
    saturday = datetime(2026, 10, 24, 12, tzinfo=KYIV)
    monday = next(choice for choice in choices(saturday) if choice.key == "monday")
    assert (monday.until.hour, str(monday.until.utcoffset())) == (9, "2:00:00")


def test_snoozing_till_a_time_of_ones_own_means_ones_own_zone(alices_desk, alice, act, now):
    alice.time_zone = "Europe/Kyiv"
    alice.save()
    assert alices_desk.post(act("snooze/"), {"until": "at", "at": "2031-01-15T14:30"}).status_code == 200
    assert now().snoozed_until == datetime(2031, 1, 15, 14, 30, tzinfo=KYIV)


def test_snoozing_until_the_customer_writes_and_waking(alices_desk, act, now):
    page = alices_desk.post(act("snooze/"), {"until": "customer"}).text
    assert now().snoozed_until == UNTIL_THE_CUSTOMER_WRITES
    assert "Wake" in page and "Undo" in page
    assert alices_desk.delete(act("snooze/")).status_code == 200
    assert now().snoozed_until is None


@pytest.mark.parametrize("given", [{"until": "at"}, {"until": "at", "at": "soon"}, {"until": "never"}, {}])
def test_a_time_that_is_none_is_asked_for_again(alices_desk, act, now, given):
    answer = alices_desk.post(act("snooze/"), given)
    assert answer.status_code == 422
    assert now().snoozed_until is None


def test_a_time_that_is_over_is_refused(alices_desk, act):
    answer = alices_desk.post(act("snooze/"), {"until": "at", "at": "2001-01-15T14:30"})
    assert (answer.status_code, "still to come" in answer.text) == (409, True)


def test_priority_and_subject_are_set_and_can_be_undone(alices_desk, act, now):
    answer = alices_desk.post(act("priority/"), {"priority": 4})
    assert "Priority: Urgent." in answer.text
    assert "&quot;priority&quot;: 2" in answer.text, "what it was, for undoing"
    answer = alices_desk.post(act("subject/"), {"subject": "  Two payments "})
    assert now().subject == "Two payments"
    assert "I was charged twice." in answer.text, "the former subject, for undoing"
    assert alices_desk.post(act("subject/"), {"subject": " "}).status_code == 422
    assert alices_desk.post(act("priority/"), {"priority": 9}).status_code == 422


def test_tags_are_found_by_their_letters_without_those_on_the_ticket(alices_desk, alice, double_charge, act):
    double_charge.tag(Tag.named("refund"), by=alice)
    Tag.named("Refused"), Tag.named("limit")
    page = alices_desk.get(act("tags/"), {"q": "#ref"}).text
    assert "Refused" in page and "limit" not in page
    assert 'id="tag-1"' not in page
    assert "New tag “ref”" in page


def test_a_tag_is_one_whatever_its_capitals(alices_desk, act, now):
    alices_desk.post(act("tags/"), {"name": "Refund"})
    page = alices_desk.post(act("tags/"), {"name": "#refund "}).text
    assert Tag.objects.count() == 1
    assert page.count("Remove tag Refund") == 1
    assert alices_desk.delete(act(f"tags/{Tag.objects.get().pk}/")).status_code == 200
    assert not now().tags.exists()


def test_where_agents_make_no_tags_only_known_ones_are_taken(alices_desk, act, now, settings):
    settings.NEW_TAGS_BY_AGENTS = False
    assert alices_desk.post(act("tags/"), {"name": "mine"}).status_code == 422
    assert "New tag" not in alices_desk.get(act("tags/"), {"q": "mine"}).text
    assert not now().tags.exists() and not Tag.objects.exists()


def test_a_tag_that_was_switched_off_is_not_put_on_again(alices_desk, act):
    Tag.objects.create(name="old", is_active=False)
    assert alices_desk.post(act("tags/"), {"name": "Old"}).status_code == 422


@pytest.mark.requirement("R30")
@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", " two coffees ", "two coffees"),
        ("number", "1 018,40", "1018.40"),
        ("date", "2026-11-21", "2026-11-21"),
        ("choice", "Fees", "Fees"),
        ("switch", "no", False),
        ("switch", "", None),
    ],
)
def test_a_field_keeps_what_its_kind_means(alices_desk, act, now, kind, given, kept):
    Field.objects.create(key="it", label="It", kind=kind, options=["Fees"] if kind == "choice" else [])
    assert alices_desk.post(act("values/"), {"values-it": given}).status_code == 200
    assert now().values.get("it") == kept


@pytest.mark.requirement("R30")
@pytest.mark.parametrize(
    ("kind", "given"), [("number", "many"), ("date", "soon"), ("choice", "Mine"), ("text", "x" * 501)]
)
def test_a_field_refuses_what_it_is_not(alices_desk, act, now, kind, given):
    Field.objects.create(key="it", label="It", kind=kind, options=["Fees"] if kind == "choice" else [])
    answer = alices_desk.post(act("values/"), {"values-it": given})
    assert (answer.status_code, now().values) == (422, {})
    assert answer.text


@pytest.mark.requirement("R30")
def test_the_panel_asks_what_the_tickets_department_asks(alices_desk, act, cards, transfers):
    Field.objects.create(key="amount", label="Amount", label_ru="Сумма", kind="number", department=cards)
    Field.objects.create(key="bank", label="Other bank", department=transfers)
    page = alices_desk.get(act("customer/panel/")).text
    assert "Amount" in page and "Other bank" not in page


def test_following_is_seen_in_the_header_and_the_panel(alices_desk, act):
    assert "Unfollow" in alices_desk.post(act("following/")).text
    panel = alices_desk.get(act("customer/panel/")).text
    assert "Followed by" in panel
    assert "Unfollow" not in alices_desk.delete(act("following/")).text

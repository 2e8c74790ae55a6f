"""R12: a visitor is told when he is answered, in his language, on his clock, and never what is not so."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from accounts.models import Department, OpeningHours
from accounts.timetable import Timetable
from chat.directory import directory
from chat.promising import promised
from tests.chat.conftest import Browser
from tickets.models import Ticket

pytestmark = pytest.mark.requirement("R12")

KYIV, LONDON = ZoneInfo("Europe/Kyiv"), ZoneInfo("Europe/London")
OFFICE = {weekday: ((time(9), time(18)),) for weekday in range(5)}


def kyiv(*when):
    return datetime(*when, tzinfo=KYIV)


def office(**fields):
    department = Department(reply_within=timedelta(minutes=fields.pop("minutes", 15)))
    department.timetable = Timetable(**{"zone": KYIV, "week": OFFICE, **fields})
    return department


def said(department, now, *, owed=None, zone=KYIV, language="en"):
    with translation.override(language):
        return promised(department, owed=owed, now=now, zone=zone).sentence


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        # Wednesday 18 November 2026
        (kyiv(2026, 11, 18, 12), "We reply within about 15 minutes"),
        (kyiv(2026, 11, 18, 7), "We are back today at 9:00. Write now, we answer then."),
        (kyiv(2026, 11, 18, 20), "We are back tomorrow at 9:00. Write now, we answer then."),
        (kyiv(2026, 11, 21, 12), "We are back on Monday at 9:00. Write now, we answer then."),
        # Ten minutes before closing, a quarter of an hour is not promised.
        (kyiv(2026, 11, 18, 17, 50), "We reply tomorrow by 9:05"),
        (kyiv(2026, 11, 20, 17, 50), "We reply by 9:05 on Monday"),
    ],
)
def test_what_who_writes_now_is_promised(now, sentence):
    assert said(office(), now) == sentence


def test_the_readers_clock_decides_what_today_is():
    sydney = ZoneInfo("Australia/Sydney")
    late = kyiv(2026, 11, 18, 7)
    assert said(office(), late, zone=LONDON) == "We are back today at 7:00. Write now, we answer then."
    assert said(office(), late, zone=sydney) == "We are back today at 18:00. Write now, we answer then."
    assert said(office(), kyiv(2026, 11, 17, 14, 30).astimezone(UTC), zone=sydney) == "We reply within about 15 minutes"
    assert (
        said(office(), kyiv(2026, 11, 17, 19), zone=sydney) == "We are back today at 18:00. Write now, we answer then."
    )


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [(1, "1 minute"), (90, "90 minutes"), (180, "3 hours"), (60 * 72, "3 days")],
)
def test_spans_are_said_in_a_unit_of_their_size(minutes, sentence):
    assert said(office(week={}, minutes=minutes), kyiv(2026, 11, 18, 12)) == f"We reply within about {sentence}"


def test_who_does_not_open_names_no_day():
    days = frozenset(date(2026, 11, 1) + timedelta(days=n) for n in range(500))
    assert said(office(days_off=days), kyiv(2026, 11, 18, 12)) == "Write now, we answer as soon as we can."


def test_a_day_far_off_has_its_date():
    days = frozenset(date(2026, 11, 19) + timedelta(days=n) for n in range(20))
    assert said(office(days_off=days), kyiv(2026, 11, 18, 20)).startswith("We are back on 9 December at 9:00.")


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (timedelta(minutes=13), "We reply within about 15 minutes"),
        (timedelta(minutes=1), "We reply within about 5 minutes"),
        (timedelta(hours=3), "We reply today by 15:00"),
        (timedelta(0), "This takes longer than we promised. Your message is not forgotten."),
        (timedelta(minutes=-30), "This takes longer than we promised. Your message is not forgotten."),
    ],
)
def test_who_waits_is_told_what_is_left_of_the_promise(left, sentence):
    now = kyiv(2026, 11, 18, 12)
    assert said(office(), now, owed=now + left) == sentence


def test_the_session_tells_it_and_the_setting_keeps_it_back(heron, cards):
    OpeningHours.objects.create(
        department=cards, weekday=(timezone.now().weekday() + 3) % 7, opens_at="9:00", closes_at="9:30"
    )
    directory.forget()
    opened = Browser(heron).arrive(zone="Europe/Kyiv").json()
    assert opened["open"] is False and opened["promise"].startswith("We are back on ")

    type(heron).objects.update(shows_hours=False)
    directory.forget()
    hidden = Browser(heron).arrive().json()
    assert (hidden["open"], hidden["promise"]) == (None, "")


@pytest.mark.parametrize("hours", ["closed", "open"])
def test_a_request_is_taken_at_any_hour_with_a_promise(heron, cards, hours):
    if hours == "closed":
        OpeningHours.objects.create(
            department=cards, weekday=(timezone.now().weekday() + 3) % 7, opens_at="9:00", closes_at="9:30"
        )
    directory.forget()
    visitor = Browser(heron)
    visitor.arrive()

    assert visitor.write("At night").status_code == 201

    due = Ticket.objects.get().answer_due_at
    assert due is not None and (due - timezone.now() > timedelta(hours=12)) is (hours == "closed")
    told = visitor.ask("GET", "standing").json()["promise"]
    assert told == "We reply within about 15 minutes" if hours == "open" else told.startswith("We reply by 9:15 on ")


def test_an_unknown_zone_is_no_zone(heron):
    visitor = Browser(heron)
    assert visitor.arrive(zone="Mars/Olympus").status_code == 200
    assert visitor.ask("GET", "standing").json()["promise"]


@pytest.mark.requirement("R13")
def test_where_people_answer_alone_the_customer_is_told_so_and_meets_no_bot(heron):
    assert Browser(heron).arrive().json()["site"]["bot"] == {"name": "Heron assistant", "photo": None}
    type(heron).objects.update(people_only=True)
    directory.forget()

    site = Browser(heron).arrive().json()["site"]

    assert site["people_only"] is True
    assert site["bot"] == {"kind": "agent", "name": "Heron Bank", "photo": None}

"""R12: whether a department answers now, when it answers again, and by when it has answered."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Department, Holiday, OpeningHours
from accounts.timetable import Timetable

pytestmark = pytest.mark.requirement("R12")

KYIV = ZoneInfo("Europe/Kyiv")
OFFICE = {weekday: ((time(9), time(18)),) for weekday in range(5)}
STEP = timedelta(minutes=5)


def kyiv(*when):
    return datetime(*when, tzinfo=KYIV)


def office(**more):
    return Timetable(zone=KYIV, week=OFFICE, **more)


@pytest.mark.parametrize(
    ("now", "is_open", "opens_next", "quarter_past"),
    [
        # Wednesday 18 November 2026
        (kyiv(2026, 11, 18, 8, 59), False, kyiv(2026, 11, 18, 9), kyiv(2026, 11, 18, 9, 15)),
        (kyiv(2026, 11, 18, 9, 0), True, kyiv(2026, 11, 19, 9), kyiv(2026, 11, 18, 9, 15)),
        (kyiv(2026, 11, 18, 17, 45), True, kyiv(2026, 11, 19, 9), kyiv(2026, 11, 18, 18, 0)),
        (kyiv(2026, 11, 18, 17, 50), True, kyiv(2026, 11, 19, 9), kyiv(2026, 11, 19, 9, 5)),
        (kyiv(2026, 11, 18, 18, 0), False, kyiv(2026, 11, 19, 9), kyiv(2026, 11, 19, 9, 15)),
        # Friday evening: the weekend lies between
        (kyiv(2026, 11, 20, 17, 55), True, kyiv(2026, 11, 23, 9), kyiv(2026, 11, 23, 9, 10)),
        (kyiv(2026, 11, 21, 12, 0), False, kyiv(2026, 11, 23, 9), kyiv(2026, 11, 23, 9, 15)),
    ],
)
def test_an_office_week(now, is_open, opens_next, quarter_past):
    assert office().is_open(now) is is_open
    assert office().opens_next(now) == opens_next
    assert office().after(now, timedelta(minutes=15)) == quarter_past


def test_days_off_are_left_out():
    friday_to_tuesday = office(days_off=frozenset({date(2026, 11, 20), date(2026, 11, 23)}))
    thursday_evening = kyiv(2026, 11, 19, 17, 50)

    assert not friday_to_tuesday.is_open(kyiv(2026, 11, 20, 12))
    assert friday_to_tuesday.opens_next(thursday_evening) == kyiv(2026, 11, 24, 9)
    assert friday_to_tuesday.after(thursday_evening, timedelta(minutes=15)) == kyiv(2026, 11, 24, 9, 5)


def test_a_night_is_one_opening_although_it_is_two_rows():
    week = {4: ((time(22), time(0)),), 5: ((time(0), time(6)),)}
    night = Timetable(zone=KYIV, week=week)
    before_midnight = kyiv(2026, 11, 20, 23, 55)

    assert night.is_open(kyiv(2026, 11, 21, 0, 0)) and night.is_open(kyiv(2026, 11, 21, 5, 59))
    assert night.closes_next(before_midnight) == kyiv(2026, 11, 21, 6)
    assert night.after(before_midnight, timedelta(minutes=15)) == kyiv(2026, 11, 21, 0, 10)
    assert night.opens_next(before_midnight) == kyiv(2026, 11, 27, 22)


def test_a_day_off_takes_its_own_half_of_the_night():
    week = {4: ((time(22), time(0)),), 5: ((time(0), time(6)),)}
    night = Timetable(zone=KYIV, week=week, days_off=frozenset({date(2026, 11, 21)}))

    assert night.closes_next(kyiv(2026, 11, 20, 23)) == kyiv(2026, 11, 21, 0)


def test_without_hours_it_is_day_and_night():
    always = Timetable(zone=KYIV, week={})
    now = kyiv(2026, 11, 21, 3, 30)

    assert always.is_open(now)
    assert always.opens_next(now) is None and always.closes_next(now) is None
    assert always.after(now, timedelta(hours=30)) == now + timedelta(hours=30)


def test_day_and_night_but_for_a_day_off():
    always = Timetable(zone=KYIV, week={}, days_off=frozenset({date(2026, 12, 25)}))

    assert always.closes_next(kyiv(2026, 12, 24, 12)) == kyiv(2026, 12, 25)
    assert always.opens_next(kyiv(2026, 12, 25, 12)) == kyiv(2026, 12, 26)
    assert not always.is_open(kyiv(2026, 12, 25, 12))
    assert always.closes_next(kyiv(2026, 12, 26, 12)) is None


def test_who_never_opens_promises_nothing():
    days = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(800))
    shut = office(days_off=days)
    now = kyiv(2026, 11, 18, 12)

    assert (shut.is_open(now), shut.opens_next(now), shut.after(now, timedelta(minutes=1))) == (False, None, None)


def test_the_night_the_clock_goes_back_has_an_hour_more():
    # 25 October 2026, Kyiv: at 04:00 it is 03:00 again.
    nights = Timetable(zone=KYIV, week={6: ((time(2), time(5)),)})
    opens = kyiv(2026, 10, 25, 2)

    assert nights.closes_next(opens).astimezone(UTC) - opens.astimezone(UTC) == timedelta(hours=4)
    assert nights.after(opens, timedelta(hours=4)) == kyiv(2026, 10, 25, 5)


def test_the_night_the_clock_goes_on_has_an_hour_less():
    # 29 March 2026, Kyiv: at 03:00 it is 04:00. Nobody opens at 03:30; the clock shows more than that from 04:00.
    nights = Timetable(zone=KYIV, week={6: ((time(3, 30), time(5)),)})

    assert nights.opens_next(kyiv(2026, 3, 29, 1)) == kyiv(2026, 3, 29, 4)
    assert nights.after(kyiv(2026, 3, 29, 1), timedelta(minutes=90)) == kyiv(2026, 4, 5, 4)
    gone = Timetable(zone=KYIV, week={6: ((time(3, 10), time(3, 50)),)})
    assert gone.opens_next(kyiv(2026, 3, 29, 1)) == kyiv(2026, 4, 5, 3, 10)


def test_a_zone_that_skipped_a_whole_day():
    # Samoa had no 30 December 2011, a Friday.
    apia = ZoneInfo("Pacific/Apia")
    table = Timetable(zone=apia, week=OFFICE)

    assert table.opens_next(datetime(2011, 12, 29, 20, tzinfo=apia)) == datetime(2012, 1, 2, 9, tzinfo=apia)


TURNS = {
    "Europe/Kyiv": (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2026, 4, 4, tzinfo=UTC), datetime(2026, 10, 3, tzinfo=UTC)),
    "Asia/Kathmandu": (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)),
}
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 5, 30, 55]))


@st.composite
def tables(draw):
    zone = draw(st.sampled_from(list(TURNS)))
    week = {}
    for weekday in draw(st.sets(st.integers(0, 6), min_size=1)):
        pairs = draw(st.lists(st.tuples(clocks, clocks | st.just(time(0))), min_size=1, max_size=3))
        week[weekday] = tuple(sorted((a, b) for a, b in pairs if a < b or b == time(0)))
    turn = draw(st.sampled_from(TURNS[zone]))
    off = frozenset(turn.date() + timedelta(days=n) for n in draw(st.sets(st.integers(-2, 9), max_size=3)))
    # Always open again within the days looked at, so that the plain count below comes to an end.
    week[2] = ((time(0), time(0)),)
    off = frozenset(day for day in off if day.weekday() != 2)
    now = turn + draw(st.integers(-200, 400)) * STEP
    return Timetable(zone=ZoneInfo(zone), week=week, days_off=off), now


def plainly_open(table, start, steps):
    """The same by looking at the clock on the wall every five minutes, and at nothing else."""
    moments = [start + n * STEP for n in range(steps)]
    walls = [moment.astimezone(table.zone).replace(tzinfo=None) for moment in moments]
    shown = [False] * steps

    def first(wall):
        return next((n for n, seen in enumerate(walls) if seen >= wall), steps)

    day = walls[0].date() + timedelta(days=1)
    while datetime.combine(day, time(0)) < walls[-1]:
        for opens, closes in () if day in table.days_off else table.week.get(day.weekday(), ()):
            end = day + timedelta(days=1) if closes == time(0) else day
            for n in range(first(datetime.combine(day, opens)), first(datetime.combine(end, closes))):
                shown[n] = True
        day += timedelta(days=1)
    return dict(zip(moments, shown, strict=True))


@settings(max_examples=80, deadline=None)
@given(tables(), st.integers(0, 60))
def test_it_agrees_with_the_clock_on_the_wall(case, steps_promised):
    table, now = case
    shown = plainly_open(table, now - timedelta(days=3), 17 * 288)
    later = [moment for moment in shown if moment >= now]

    assert table.is_open(now) == shown[now]
    opens = next(m for m in later if shown[m] and not shown.get(m - STEP, True) and m > now)
    assert table.opens_next(now) == opens
    open_moments = [moment for moment in later if shown[moment]]
    due = open_moments[steps_promised - 1] + STEP if steps_promised else open_moments[0]
    assert table.after(now, steps_promised * STEP) == due


@pytest.mark.django_db
def test_a_department_counts_on_its_own_clock(django_assert_num_queries):
    cards = Department.objects.create(
        name="Cards", slug="cards", time_zone="Europe/Kyiv", reply_within=timedelta(minutes=20)
    )
    other = Department.objects.create(name="Loans", slug="loans")
    OpeningHours.objects.create(department=cards, weekday=0, opens_at="09:00", closes_at="18:00")
    OpeningHours.objects.create(department=other, weekday=1, opens_at="00:00", closes_at="00:00")
    Holiday.objects.create(department=other, on=date(2026, 11, 23), name="Somebody else's")
    Holiday.objects.create(on=date(2026, 11, 30), name="Everybody's")
    cards = Department.objects.get(pk=cards.pk)
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)

    with django_assert_num_queries(2):
        assert not cards.is_open(sunday)
        assert cards.opens_next(sunday) == kyiv(2026, 11, 23, 9)
        assert cards.answer_due(sunday) == kyiv(2026, 11, 23, 9, 20)
        assert cards.closes_next(kyiv(2026, 11, 23, 10)) == kyiv(2026, 11, 23, 18)
        assert cards.answer_due(kyiv(2026, 11, 23, 17, 50)) == kyiv(2026, 12, 7, 9, 10)

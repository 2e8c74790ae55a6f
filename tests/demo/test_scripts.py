"""The demo's content files say what can be played."""

from datetime import timedelta

import pytest

from helpdesk.demo.scripts import later, script_of, scripts, span
from tickets.models import Ticket


def test_durations_are_read():
    assert span("2d 3h") == timedelta(days=2, hours=3)
    assert span("1m 40s") == timedelta(seconds=100)


@pytest.mark.parametrize("text", ["", "2", "2 days", "3h2d ", "-5m"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match="is not a duration"):
        span(text)


def test_a_step_never_comes_before_the_one_above_it():
    assert later(timedelta(hours=1), "+10m") == timedelta(minutes=50)
    with pytest.raises(ValueError, match="comes before"):
        later(timedelta(hours=1), "2h")


def test_a_step_in_the_future_is_refused():
    steps = [["1m", "dave", "says", "Hello"], ["+2m", "bob", "says", "Hello"]]
    with pytest.raises(ValueError, match=r"Ticket 7 .* step 2 lies in the future"):
        script_of({"number": 7, "channel": "sms", "customer": "dave", "steps": steps})


def test_the_company_has_every_channel_and_two_languages():
    played = scripts()
    assert 40 <= len(played) <= 50
    channels = {script.channel for script in played}
    assert channels == set(Ticket.Channel.values) - {"messenger", "api"}
    said = [step.words for script in played for step in script.steps if step.verb == "says"]
    russian = [words for words in said if any("а" <= letter <= "я" for letter in words.lower())]
    assert 0.25 < len(russian) / len(said) < 0.6


def test_later_tickets_have_higher_numbers():
    opened = [script.steps[0].ago for script in scripts()]
    assert opened == sorted(opened, reverse=True)


def test_the_newest_word_is_about_a_minute_old_and_the_oldest_months():
    times = [step.ago for script in scripts() for step in script.steps]
    assert min(times) < timedelta(minutes=2)
    assert max(times) > timedelta(days=180)

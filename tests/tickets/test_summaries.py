"""The operator sums up what he has ended, in two presses and never before he may go on (R25)."""

import pytest

from core.models import Event
from tickets.models import Feedback, Message, Session

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R25")
@pytest.mark.parametrize("part", ["closure/", "resolution/"])
def test_whoever_ends_a_conversation_is_offered_to_sum_it_up(alices_desk, act, part, double_charge):
    answer = alices_desk.post(act(part))
    assert answer.status_code == 200
    assert f'hx-get="/desk/tickets/{double_charge.pk}/summary/"' in answer.text


@pytest.mark.requirement("R25")
def test_a_summary_is_kept_with_its_session_and_told_to_colleagues(alices_desk, act, now, alice, double_charge):
    alices_desk.post(act("closure/"))
    public = now().public_version
    answer = alices_desk.post(act("summary/"), {"text": "Left content. Wants a <b>bigger</b> limit."})
    assert "The summary is kept." in answer.text
    kept = Feedback.objects.get()
    assert kept.session == Session.objects.get(ticket=double_charge)
    assert (kept.summary, kept.summarised_by) == ("Left content. Wants a <b>bigger</b> limit.", alice)
    line = Message.objects.get(happening="summarised")
    assert line.visibility == "internal" and now().public_version == public
    assert "&lt;b&gt;bigger" in alices_desk.get(act("")).text
    told = Event.objects.get(name="ticket.session_summarised")
    assert told.payload["session_id"] == kept.session_id and "bigger" not in str(told.payload)


def test_the_same_again_is_said_once_and_other_words_replace_it(alices_desk, act):
    for text in ("Content", "Content", "Not content"):
        alices_desk.post(act("summary/"), {"text": text})
    assert Feedback.objects.get().summary == "Not content"
    assert Message.objects.filter(happening="summarised").count() == 2
    assert "Not content" in alices_desk.get(act("summary/")).text


@pytest.mark.parametrize("text", ["", "  ", "x" * 501])
def test_what_cannot_be_kept_is_said(alices_desk, act, text):
    answer = alices_desk.post(act("summary/"), {"text": text})
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert not Feedback.objects.exists()

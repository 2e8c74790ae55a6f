"""Questions after a rating (R24) and words of mood (R22), kept by an admin without code; the mood in the lists."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from tickets import moods
from tickets.models import Feedback, Message, Question, SentimentHit, SentimentWord, Session

pytestmark = pytest.mark.django_db
AT = "/desk/settings/"


@pytest.fixture
def desk(desk_of, admin):
    SentimentWord.objects.all().delete()
    return desk_of(admin)


def question(**fields):
    return {"label": "How easy was it?", "label_ru": "Легко ли было?", "kind": "choice", "options": "Easy\nHard",
            "options_ru": "Легко\nТрудно", "department": "", "position": 0} | fields  # fmt: skip


@pytest.mark.requirement("R24")
def test_a_question_is_made_changed_and_switched_off(desk, double_charge):
    assert desk.post(f"{AT}questions/new/", question(is_required="on")).status_code == 302
    made = Question.objects.get()
    assert (made.key, made.options, made.options_ru, made.is_required) == (
        "how-easy-was-it", ["Easy", "Hard"], ["Легко", "Трудно"], True,
    )  # fmt: skip
    changed = question(options="Easy\nSo-so\nHard", options_ru="")
    del changed["kind"]
    assert desk.post(f"{AT}questions/{made.pk}/", changed).status_code == 302
    made.refresh_from_db()
    assert (made.options, made.is_required) == (["Easy", "So-so", "Hard"], False)
    Feedback.objects.create(session=Session.objects.get(ticket=double_charge), answers={made.key: "Easy"})
    assert "1 customer has answered it." in desk.get(f"{AT}questions/{made.pk}/activation/").text
    desk.post(f"{AT}questions/{made.pk}/activation/")
    made.refresh_from_db()
    assert not made.is_active
    assert "<b>How easy was it?</b>" in desk.get(f"{AT}questions/").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"options": ""}, "A choice needs something to choose from."),
        ({"options_ru": "Легко"}, "There are not as many as above."),
        ({"options": "x" * 81, "options_ru": ""}, "at most 80 characters"),
        ({"label": ""}, "This field is required."),
        ({"key": "stolen"}, "This form has no field “key”."),
    ],
)
def test_what_is_wrong_with_a_question_is_said_and_kept(desk, wrong, said):
    answer = desk.post(f"{AT}questions/new/", question(**wrong))
    assert answer.status_code == 422
    assert said in answer.text and "Легко ли было?" in answer.text
    assert not Question.objects.exists()


def word(**fields):
    return {"phrase": "did not  help", "language": "en", "mood": "bad", "weight": 2} | fields


@pytest.mark.requirement("R22")
def test_a_word_is_added_tried_changed_and_switched_off(desk):
    assert desk.post(f"{AT}moods/", word()).status_code == 302
    made = SentimentWord.objects.get()
    assert (made.phrase, made.stems) == ("did not help", ["did", "not", "help"])
    tried = desk.post(f"{AT}moods/trial/", {"text": "It did not help!"}).text
    assert "Upset" in tried and "did not help" in tried
    assert "No word of the lists stands in it." in desk.post(f"{AT}moods/trial/", {"text": "It helped"}).text
    desk.post(f"{AT}moods/{made.pk}/", word(phrase="does not help"))
    made.refresh_from_db()
    assert made.stems == ["doe", "not", "help"]
    desk.post(f"{AT}moods/{made.pk}/activation/")
    assert moods.reading_of("It does not help").mood == ""
    desk.post(f"{AT}moods/{made.pk}/activation/", {"on": "1"})
    assert moods.reading_of("It does not help").mood == "bad"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"phrase": "?!"}, "Write a word or a phrase."),
        ({"phrase": "AWFUL"}, "This stands in the lists already"),
        ({"mood": "odd"}, "odd is not one of the available choices."),
        ({"weight": 9}, "9 is not one of the available choices."),
        ({"stems": "x"}, "This form has no field “stems”."),
    ],
)
def test_what_is_wrong_with_a_word_is_said(desk, wrong, said):
    SentimentWord.objects.create(phrase="awful", language="en", mood="bad")
    answer = desk.post(f"{AT}moods/", word(**wrong))
    assert answer.status_code == 422
    assert said in answer.text
    assert SentimentWord.objects.count() == 1


@pytest.mark.requirement("R22")
def test_each_word_says_how_many_messages_it_marked(desk, double_charge, dave):
    awful = SentimentWord.objects.create(phrase="awful", language="en", mood="bad")
    for text in ("Awful!", "This is awful", "Fine"):
        double_charge.receive(text=text, client_id=uuid.uuid4(), by=dave)
    moods.read_moods()
    assert "2 messages" in desk.get(f"{AT}moods/").text
    SentimentHit.objects.filter(word=awful).update(said_at="2020-01-01T00:00Z")
    assert "0 messages" in desk.get(f"{AT}moods/").text


@pytest.mark.requirement("R22")
def test_the_mood_is_seen_in_the_list_and_the_ticket_and_narrows(alices_desk, queue_of):
    upset, calm = queue_of(2)
    Message.objects.filter(ticket=upset).update(mood="bad")
    upset.sound(by=upset.customer)
    rows = alices_desk.get("/desk/queue/?view=all").text
    assert rows.count("mood--bad") == 1
    assert "mood--bad" in alices_desk.get(f"/desk/tickets/{upset.pk}/").text
    narrowed = alices_desk.get("/desk/?view=all&mood=bad").text
    assert f'id="row-{upset.pk}"' in narrowed and f'id="row-{calm.pk}"' not in narrowed
    assert 'title="Upset"' in narrowed, "the chip that takes the filter away"
    assert f'id="row-{calm.pk}"' in alices_desk.get("/desk/?view=all&mood=odd").text


def test_the_database_keeps_scores_in_their_bounds(double_charge):
    session = Session.objects.get(ticket=double_charge)
    for wrong in ({"stars": 6}, {"bot_stars": 0}, {"stars": 5, "bot_stars": 5}, {"stars": 5, "rated_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Feedback.objects.create(session=session, **{"rated_at": "2026-01-01T00:00Z", **wrong})

"""What a customer is asked when a conversation has ended, and what becomes of his answers (R19-R21, R23, R24)."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Conversation
from chat.standing import standing_of
from core.actors import BOT
from core.models import Event
from tests.chat.conftest import Browser, signed
from tickets.models import Feedback, Message, Question, Session, Ticket

pytestmark = pytest.mark.django_db


class Asked:
    """Dave's browser after Alice has answered him, and what he is asked there."""

    def __init__(self, browser, ticket):
        self.browser, self.ticket = browser, ticket

    @property
    def ask(self):
        return self.browser.read(after=0).json()["conversation"]["ask"]

    @property
    def session(self):
        return Session.objects.filter(ticket=self.ticket, state="closed").latest("pk")

    @property
    def feedback(self):
        return Feedback.objects.get(session=self.session)

    def answer(self, kind, value, session=None):
        body = {"kind": kind, "session": session or self.session.pk, "value": value}
        answer = self.browser.ask("POST", f"conversations/{self.browser.conversation}/answers", body)
        self.ticket.refresh_from_db()
        return answer

    def next_after(self, kind, value):
        answer = self.answer(kind, value)
        assert answer.status_code == 200, answer.text
        return answer.json()["ask"]


@pytest.fixture
def talk(daves_browser, alice):
    daves_browser.write()
    ticket = daves_browser.ticket
    # How he wants to be called is another story: tests/chat/test_naming.py.
    ticket.customer.answer_name("", by=ticket.customer)
    ticket.reply(text="Done", client_id=uuid.uuid4(), by=alice)
    return Asked(daves_browser, ticket)


@pytest.fixture
def ended(talk, alice):
    talk.ticket.resolve(by=alice)
    return talk


@pytest.fixture
def effort(admin):
    return Question.make(
        by=admin, key="effort", label="How easy was it?", label_ru="Легко ли было?", kind="choice",
        options=["Easy", "Hard"], options_ru=["Легко", "Трудно"], is_required=True,
    )  # fmt: skip


@pytest.fixture
def story(admin):
    return Question.make(by=admin, key="story", label="How did you find us?", kind="text", position=1)


@pytest.mark.requirement("R19")
def test_nothing_is_asked_while_somebody_is_there(talk):
    assert talk.ask is None


@pytest.mark.requirement("R19")
@pytest.mark.parametrize("verb", ["resolve", "close"])
def test_the_end_asks_whether_it_is_solved(talk, alice, verb):
    getattr(talk.ticket, verb)(by=alice)
    assert talk.ask == {"kind": "solved", "session": talk.session.pk}


def test_who_was_never_answered_is_not_asked(daves_browser, alice):
    daves_browser.write()
    daves_browser.ticket.close(by=alice)
    assert daves_browser.read(after=0).json()["conversation"]["ask"] is None


@pytest.mark.requirement("R19", "R20")
def test_yes_leaves_a_line_for_colleagues_and_stars_are_asked(ended, alice):
    ask = ended.next_after("solved", True)
    assert ask == {"kind": "rating", "session": ended.session.pk, "about": "operator", "name": "Alice", "photo": None}
    assert (ended.feedback.solved, ended.ticket.status) == (True, "solved")
    line = Message.objects.get(happening="said_solved")
    assert (line.visibility, line.details["name"]) == ("internal", "Dave Okafor")
    assert "said_solved" not in ended.browser.read(after=0).text


@pytest.mark.requirement("R19")
@pytest.mark.parametrize("verb", ["resolve", "close"])
def test_no_lets_the_ticket_live_again(talk, alice, verb):
    getattr(talk.ticket, verb)(by=alice)
    assert talk.next_after("solved", False)["kind"] == "rating"
    assert (talk.ticket.status, talk.ticket.assignee) == ("open", alice)
    assert talk.ticket.waiting_since is not None and talk.ticket.answer_due_at is not None
    assert Session.objects.filter(ticket=talk.ticket, state="queued").count() == 1
    reopened = Event.objects.get(name="ticket.reopened")
    assert (reopened.actor_kind, reopened.payload["from_status"]) == (
        "customer",
        verb.replace("resolve", "solve") + "d",
    )


@pytest.mark.requirement("R19")
def test_no_after_the_session_alone_has_ended_queues_him_again(talk):
    """As when nobody wrote for long: the ticket lives, its session is over."""
    Session.objects.filter(ticket=talk.ticket).update(state="closed", closed_at=timezone.now(), closed_by="idleness")
    talk.next_after("solved", False)
    assert talk.ticket.status == "open"
    assert Session.objects.filter(ticket=talk.ticket).order_by("-pk").first().state == "queued"


def test_no_after_a_follow_up_is_kept_and_opens_nothing(talk, alice, daves_browser):
    talk.ticket.close(by=alice)
    session = talk.session
    talk.ticket.receive(text="And another thing", client_id=uuid.uuid4(), by=talk.ticket.customer)
    assert talk.answer("solved", False, session=session.pk).status_code == 200
    assert talk.ticket.status == "closed"
    assert Feedback.objects.get(session=session).solved is False


@pytest.mark.requirement("R20")
@pytest.mark.parametrize("stars", [1, 2, 3, 4, 5])
def test_stars_are_kept_with_operator_and_department(ended, alice, cards, stars):
    ended.next_after("solved", None)
    ask = ended.next_after("rating", stars)
    kept = ended.feedback
    assert (kept.stars, kept.bot_stars, kept.operator, kept.department) == (stars, None, alice, cards)
    assert ask == ({"kind": "comment", "session": ended.session.pk, "stars": stars} if stars < 3 else None)
    rated = Event.objects.get(name="ticket.session_rated").payload
    assert (rated["stars"], rated["about"], rated["operator_id"]) == (stars, "operator", alice.pk)


@pytest.mark.requirement("R21")
def test_a_comment_is_kept_and_shown_to_colleagues_alone(ended, alice, desk_of):
    ended.answer("solved", True)
    ended.answer("rating", 2)
    assert ended.next_after("comment", "  It took <b>days</b>. ") is None
    assert ended.feedback.comment == "It took <b>days</b>."
    page = desk_of(alice).get(f"/desk/tickets/{ended.ticket.pk}/").text
    assert 'kind="rated"' in page and 'text="2"' in page
    assert 'kind="commented"' in page and "It took &lt;b&gt;days&lt;/b&gt;." in page
    panel = desk_of(alice).get(f"/desk/tickets/{ended.ticket.pk}/customer/panel/").text
    assert "★★☆☆☆" in panel and "It took &lt;b&gt;days" in panel
    assert "days" not in ended.browser.read(after=0).text
    assert "days" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_good_stars_ask_for_no_comment(ended):
    ended.answer("rating", 5)
    ended.answer("comment", "Slipped in")
    assert ended.feedback.comment == ""


@pytest.mark.requirement("R23")
def test_a_bot_that_answered_alone_has_a_score_of_its_own(daves_browser, heron):
    daves_browser.write()
    ticket = daves_browser.ticket
    with ticket._locked():
        ticket._append(client_id=uuid.uuid4(), by=BOT, author_kind="bot", text="Is it about a card?")
        ticket._save(*ticket.ROW_FIELDS)
    ticket.close(by=ticket.customer)
    talk = Asked(daves_browser, ticket)
    ask = talk.next_after("solved", None)
    assert (ask["about"], ask["name"]) == ("bot", "Heron assistant")
    talk.answer("rating", 4)
    assert (talk.feedback.stars, talk.feedback.bot_stars, talk.feedback.operator) == (None, 4, None)


def test_a_text_that_rules_send_is_no_answer_of_a_bot(daves_browser):
    daves_browser.write()
    ticket = daves_browser.ticket
    with ticket._locked():
        said = {"by": BOT, "author_kind": "bot", "text": "Somebody is coming", "details": {"automatic": "on_way"}}
        ticket._append(client_id=uuid.uuid4(), **said)
        ticket._save(*ticket.ROW_FIELDS)
    ticket.close(by=ticket.customer)
    assert Asked(daves_browser, ticket).ask is None
    assert not Session.objects.served().filter(ticket=ticket).exists()


@pytest.mark.requirement("R24")
def test_the_questions_of_the_house_come_after_the_stars(ended, effort, story, desk_of, alice):
    ended.answer("solved", True)
    ask = ended.next_after("rating", 5)
    assert ask["kind"] == "questions"
    assert ask["questions"] == [
        {"name": "effort", "label": "How easy was it?", "kind": "choice", "required": True,
         "options": [{"value": "Easy", "label": "Easy"}, {"value": "Hard", "label": "Hard"}]},
        {"name": "story", "label": "How did you find us?", "kind": "text", "options": [], "required": False},
    ]  # fmt: skip
    assert ended.next_after("questions", {"effort": "Easy", "gone": "x", "story": " "}) is None
    assert ended.feedback.answers == {"effort": "Easy"}
    panel = desk_of(alice).get(f"/desk/tickets/{ended.ticket.pk}/customer/panel/").text
    assert "<dt>How easy was it?</dt><dd>Easy</dd>" in panel


@pytest.mark.requirement("R24")
def test_questions_speak_the_language_in_which_he_reads_now(ended, effort, heron):
    Browser(heron).arrive(signed(heron), language="ru")
    ended.answer("solved", True)
    [question] = ended.next_after("rating", 5)["questions"]
    assert question["label"] == "Легко ли было?"
    assert question["options"] == [{"value": "Easy", "label": "Легко"}, {"value": "Hard", "label": "Трудно"}]


@pytest.mark.requirement("R24")
def test_questions_are_not_asked_while_he_waits(ended, effort):
    ended.answer("solved", False)
    assert ended.next_after("rating", 4) is None


@pytest.mark.requirement("R24")
def test_only_questions_of_the_department_that_are_on_are_asked(ended, effort, story, transfers, admin):
    effort.deactivate(by=admin)
    story.edit(by=admin, department=transfers)
    ended.answer("solved", True)
    assert ended.next_after("rating", 4) is None


@pytest.mark.parametrize(
    ("kind", "value", "status"),
    [
        ("rating", 0, 422), ("rating", 6, 422), ("rating", True, 400), ("rating", "5", 400), ("solved", 1, 400),
        ("comment", "x" * 2001, 422), ("comment", 5, 400), ("questions", [], 400), ("questions", {"effort": "?"}, 422),
        ("questions", {}, 422), ("weather", "fine", 422),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_a_sentence(ended, effort, kind, value, status):
    answer = ended.answer(kind, value)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert not Feedback.objects.exclude(rated_at=None, solved_at=None, answered_at=None).exists()


def test_an_answer_needs_its_session(ended):
    body = {"kind": "rating", "session": None, "value": 5}
    answer = ended.browser.ask("POST", f"conversations/{ended.browser.conversation}/answers", body)
    assert answer.json()["error"]["fields"] == {"session": "Name the session that this is about."}


@pytest.mark.requirement("R20")
def test_what_comes_twice_counts_once(ended):
    ended.answer("rating", 2)
    version = ended.ticket.version
    answer = ended.answer("rating", 5)
    assert (answer.status_code, answer.json()["ask"]["kind"]) == (200, "solved")
    assert (ended.feedback.stars, ended.ticket.version) == (2, version)


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_one_is_heard(ended, at_once):
    ticket, session = ended.ticket, ended.session.pk
    results = at_once(8, lambda number: Ticket(pk=ticket.pk).rate(session, number % 5 + 1, by=ticket.customer))
    assert sorted(results) == [False] * 7 + [True]
    assert Message.objects.filter(ticket=ticket, happening="rated").count() == 1


@pytest.mark.parametrize("kind", ["solved", "rating", "comment", "questions"])
def test_all_can_be_passed_over(ended, effort, kind):
    assert ended.answer(kind, None).status_code == 200
    assert not Feedback.objects.exclude(solved=None, stars=None, comment="", answers={}).exists()


def test_who_passes_everything_over_is_left_alone(ended, effort):
    kinds = []
    while ask := ended.ask:
        kinds.append(ask["kind"])
        ended.answer(ask["kind"], None)
    assert kinds == ["solved", "rating", "questions"]


def test_after_a_day_nobody_asks_any_more(ended):
    long_ago = timezone.now() - timedelta(hours=25)
    Session.objects.filter(pk=ended.session.pk).update(opened_at=long_ago, joined_at=long_ago, closed_at=long_ago)
    assert ended.ask is None
    assert ended.answer("rating", 5).json()["ask"] is None
    assert not Feedback.objects.exists()


def test_another_sessions_answer_is_not_kept(ended, another, alice):
    another.write("Mine")
    ticket = another.ticket
    ticket.reply(text="Yes?", client_id=uuid.uuid4(), by=alice)
    ticket.resolve(by=alice)
    theirs = Session.objects.get(ticket=ticket)
    assert ended.answer("rating", 1, session=theirs.pk).status_code == 200
    assert not Feedback.objects.filter(session=theirs).exists()


def test_a_stranger_may_not_answer_and_reading_is_no_answer(ended, another):
    path = f"conversations/{ended.browser.conversation}/answers"
    assert another.ask("POST", path, {"kind": "rating", "session": ended.session.pk, "value": 1}).status_code == 404
    assert ended.browser.ask("GET", path).status_code == 405


def test_the_other_tabs_hear_what_is_asked_next(ended, after_commit, monkeypatch):
    frames = []
    monkeypatch.setattr("chat.reactions.push_many", lambda pairs: frames.extend(pairs))
    before = ended.ticket.public_version
    with after_commit():
        ended.answer("solved", True)
    states = [frame["conversation"] for _group, frame in frames if frame["type"] == "state"]
    assert [(state["ask"]["kind"], state["version"]) for state in states] == [("rating", before + 1)]


def test_asking_costs_no_query_of_its_own(ended, effort, django_assert_num_queries):
    ended.answer("solved", True)
    ended.answer("rating", 5)
    conversation = Conversation.objects.select_related("ticket", "visitor").get(public_id=ended.browser.conversation)
    with django_assert_num_queries(1):
        [standing] = standing_of([conversation])
    assert standing["ask"]["kind"] == "questions"

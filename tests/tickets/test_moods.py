"""How customers sound, by lists of words in every form (R22)."""

import tomllib
import uuid
from pathlib import Path

import pytest

from core.actors import SYSTEM
from core.models import Event, Reaction
from tickets import moods
from tickets.models import Feedback, Message, SentimentHit, SentimentWord

pytestmark = pytest.mark.django_db
LISTS = Path(__file__).parents[2] / "tickets/migrations/words_of_mood.toml"


@pytest.fixture
def lists():
    """What a new installation begins with; tests that flush the database take it along."""
    SentimentWord.objects.all().delete()
    SentimentWord.objects.bulk_create(
        SentimentWord(language=language, mood=mood, weight=int(weight), phrase=phrase)
        for language, by_mood in tomllib.loads(LISTS.read_text()).items()
        for mood, weights in by_mood.items()
        for weight, phrases in weights.items()
        for phrase in phrases
    )


def settled():
    """What the job and the relay do a moment later."""
    moods.read_moods()
    for reaction in Reaction.objects.filter(event__name="message.mood_read").select_related("event"):
        moods.take_the_mood(moods.MoodRead.restored(reaction.event.payload), reaction.event)
        reaction.delete()


@pytest.fixture
def says(double_charge, dave, lists):
    def say(text):
        message, _new = double_charge.receive(text=text, client_id=uuid.uuid4(), by=dave)
        settled()
        double_charge.refresh_from_db()
        return Message.objects.get(pk=message.pk).mood

    return say


SENTENCES = [
    ("Thanks, great!", "good"),
    ("Thank you, that helped a lot", "good"),
    ("Спасибо большое, помогло", "good"),
    ("Вы меня очень выручили", "good"),
    ("Не плохо", "good"),
    ("Я вам очень благодарна!", "good"),
    ("спс", "good"),
    ("Как здорово, спасибо", "good"),
    ("Thanks for nothing", "bad"),
    ("It did not help", "bad"),
    ("That doesn’t help at all", "bad"),
    ("You are an awful bank", "bad"),
    ("I'm not happy with this", "bad"),
    ("This is not very helpful", "bad"),
    ("Ужасный банк!", "bad"),
    ("Не помогло", "bad"),
    ("Мне так и не помогли", "bad"),
    ("Спасибо, но не помогло", "bad"),
    ("Thanks, but it still does not work", "bad"),
    ("Good morning, where is my card?", ""),
    ("Добрый день, как долго идёт перевод?", ""),
    ("Мне звонили мошенники, что делать?", ""),
    ("Can you help me?", ""),
    ("Сколько стоит страховка здоровья?", ""),
    ("2041", ""),
]


@pytest.mark.requirement("R22")
@pytest.mark.parametrize(("text", "mood"), SENTENCES)
def test_a_message_sounds_as_a_person_would_say(lists, text, mood):
    assert moods.reading_of(text).mood == mood


@pytest.mark.requirement("R22")
def test_a_message_and_its_ticket_are_marked_without_rating(says, double_charge):
    assert says("Where is my money? Awful bank!") == "bad"
    assert double_charge.mood == "bad"
    assert says("And there is another one") == ""
    assert double_charge.mood == "bad", "words without a mood change nothing"
    assert says("Now it works, thank you") == "good"
    assert double_charge.mood == "good"
    assert Feedback.objects.get(session__ticket=double_charge).mood == "good"


def test_what_is_read_again_is_marked_once(says, double_charge):
    says("Awful bank!")
    version, hits = double_charge.version, SentimentHit.objects.count()
    moods.read_again(Message.objects.get(mood="bad"))
    settled()
    double_charge.refresh_from_db()
    assert (double_charge.version, SentimentHit.objects.count()) == (version, hits)
    assert Event.objects.filter(name="ticket.mood_set").count() == 1


def test_an_older_message_that_is_committed_late_is_read_as_well(says, double_charge, dave):
    late, _new = double_charge.receive(text="Horrible", client_id=uuid.uuid4(), by=dave)
    moods.Bookmark.objects.update_or_create(pk=moods.BOOKMARK, defaults={"read_until": late.created_at})
    assert moods.read_moods() == 1


def test_agents_words_have_no_mood(says, double_charge, alice):
    message, _new = double_charge.reply(text="That is awful, thank you", client_id=uuid.uuid4(), by=alice)
    moods.read_moods()
    message.refresh_from_db()
    assert message.mood == ""


def test_what_was_taken_away_says_nothing_any_more(says, double_charge, sam):
    says("Awful bank!")
    message = Message.objects.get(mood="bad")
    double_charge.redact(message, by=sam)
    event = Event.objects.get(name="ticket.message_redacted")
    moods.forget_the_mood(moods.MessageRedacted.restored(event.payload), event)
    settled()
    double_charge.refresh_from_db()
    message.refresh_from_db()
    assert (message.mood, double_charge.mood) == ("", "")
    assert not SentimentHit.objects.exists()


def test_a_word_that_is_switched_off_is_not_listened_for(lists, admin):
    SentimentWord.objects.get(phrase="awful bank").deactivate(by=admin)
    SentimentWord.objects.get(phrase="awful").deactivate(by=admin)
    assert moods.reading_of("Awful bank").mood == ""


def test_taking_a_message_in_costs_no_more(double_charge, dave, django_assert_num_queries, lists):
    """One statement writes it, one its event; the savepoints around them are Django's."""
    with django_assert_num_queries(4):
        double_charge.receive(text="Awful bank!", client_id=uuid.uuid4(), by=dave)


def test_the_mood_is_told_to_agents_alone(says, double_charge):
    before = double_charge.public_version
    says("Awful bank!")
    event = Event.objects.get(name="ticket.mood_set")
    assert (event.actor_kind, event.payload["mood"], event.payload["public_version"]) == (
        SYSTEM.actor_kind,
        "bad",
        None,
    )
    assert double_charge.public_version == before + 1, "the message itself, and nothing else"
    assert "Awful" not in str(Event.objects.values_list("payload", flat=True))

"""How customers sound, by lists of words that the house keeps; no model, and nothing leaves the house.

PostgreSQL gives a text's stems in their order, stop words included, for "not" is what matters. The longest phrase that
begins at a word counts; "not" before a pleased word turns it over. Read a moment after the message, by a job, so that
taking it in costs nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from core.actors import SYSTEM
from core.events.kinds import on
from core.events.recording import record
from core.sweeps.jobs import job
from tickets.events import MessageRedacted, MoodRead
from tickets.models import Bookmark, Message, SentimentHit, SentimentWord, Ticket

BOOKMARK = 2
STEP = 1000
# A message may be committed after a later one was read; nobody takes longer than this from its date to the commit.
OVERLAP = timedelta(seconds=10)
NEGATORS = {"не", "ни", "not", "never", "t", "cannot"}
# What may stand between: "not very helpful", "не очень хорошо".
FILLERS = {"very", "realli", "so", "all", "too", "at", "очен", "совс", "особ", "так", "сильн"}

UNTIL = """
SELECT max(created_at) FROM
    (SELECT created_at FROM tickets_message WHERE created_at > %s ORDER BY created_at LIMIT %s) next
"""
UNREAD = """
SELECT id, helpdesk_stems(text) FROM tickets_message
WHERE created_at > %s AND created_at <= %s AND author_kind = 'customer' AND mood = '' AND text <> '' ORDER BY id
"""
STEMS = "SELECT helpdesk_stems(%s)"


@dataclass(frozen=True)
class Hit:
    """A phrase found in a text; `mood` is the other one where it was turned over."""

    word: SentimentWord
    mood: str
    is_negated: bool = False


@dataclass(frozen=True)
class Reading:
    """What the words of one text come to."""

    hits: tuple[Hit, ...] = ()

    @property
    def mood(self) -> str:
        """Who thanks and complains at once, as strongly, complains."""
        if not self.hits:
            return ""
        weights = {mood: sum(hit.word.weight for hit in self.hits if hit.mood == mood) for mood in Message.Mood}
        return Message.Mood.GOOD if weights[Message.Mood.GOOD] > weights[Message.Mood.BAD] else Message.Mood.BAD


class Phrases:
    """The lists as they are now, by the first stem of each phrase, the longest first."""

    def __init__(self, words: Iterable[SentimentWord]):
        self._by_first: dict[str, list[SentimentWord]] = defaultdict(list)
        for word in sorted(words, key=lambda word: -len(word.stems or ())):
            if word.stems:
                self._by_first[word.stems[0]].append(word)

    @classmethod
    def current(cls) -> "Phrases":
        return cls(SentimentWord.objects.in_use())

    def read(self, stems: list[str] | None) -> Reading:
        hits, place, stems = [], 0, stems or []
        while place < len(stems):
            word = self._at(stems, place)
            if word:
                hits.append(_hit(word, stems[:place]))
            place += len(word.stems) if word else 1
        return Reading(tuple(hits))

    def _at(self, stems: list[str], place: int) -> SentimentWord | None:
        known = self._by_first.get(stems[place], ())
        return next((word for word in known if stems[place : place + len(word.stems)] == word.stems), None)


def _hit(word: SentimentWord, before: list[str]) -> Hit:
    if before and before[-1] in FILLERS:
        before = before[:-1]
    if not before or before[-1] not in NEGATORS:
        return Hit(word, word.mood)
    other = Message.Mood.BAD if word.mood == Message.Mood.GOOD else Message.Mood.GOOD
    return Hit(word, other, is_negated=True)


def reading_of(text: str) -> Reading:
    with connection.cursor() as cursor:
        cursor.execute(STEMS, [text])
        return Phrases.current().read(cursor.fetchone()[0])


@job("tickets.read_moods", every=timedelta(seconds=3))
def read_moods() -> int:
    """Weigh the next messages; how many had a mood."""
    bookmark, _made = Bookmark.objects.get_or_create(pk=BOOKMARK)
    after = bookmark.read_until or datetime(1970, 1, 1, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute(UNTIL, [after, STEP])
        until = cursor.fetchone()[0] or after
        cursor.execute(UNREAD, [after - OVERLAP, until])
        rows = cursor.fetchall()
    if until != after:
        Bookmark.objects.filter(pk=BOOKMARK).update(read_until=until)
    return _mark(rows) if rows else 0


@on(MoodRead)
def take_the_mood(event: MoodRead, row) -> None:
    Ticket(pk=event.ticket_id).sound(by=SYSTEM)


@on(MessageRedacted)
def forget_the_mood(event: MessageRedacted, row) -> None:
    """What was taken away says nothing any more. Customers' words are never edited."""
    read_again(Message.objects.get(pk=event.message_id))


@transaction.atomic
def read_again(message: Message) -> None:
    """A message that was taken away, or is to be weighed at once."""
    reading = Reading() if message.redacted_at else reading_of(message.text)
    if message.mood or reading.mood:
        SentimentHit.objects.filter(message=message).delete()
        _keep(message.pk, reading)


def _mark(rows: list[tuple]) -> int:
    phrases = Phrases.current()
    readings = {pk: reading for pk, stems in rows if (reading := phrases.read(stems)).mood}
    for pk, reading in readings.items():
        _keep(pk, reading)
    return len(readings)


def _keep(message_id, reading):
    """Without the ticket's lock, which a job over many messages must not hold; the ticket takes the mood by itself."""
    message = Message.objects.only("ticket_id", "created_at").get(pk=message_id)
    Message.objects.filter(pk=message_id).update(mood=reading.mood)
    words = {hit.word.pk for hit in reading.hits}
    SentimentHit.objects.bulk_create(
        (SentimentHit(word_id=pk, message_id=message_id, said_at=message.created_at) for pk in words),
        ignore_conflicts=True,
    )
    record(MoodRead(ticket_id=message.ticket_id, message_id=message_id), by=SYSTEM)

"""What keeps the search current beside the messages themselves: old messages' words, and the dictionary.

The dictionary is for forgiving a slip of the keys. A word enters it once three customers' tickets know it: what only
one person wrote, a name or a password, is never offered to anybody, and leaves with his messages. The house's own
words, of tags and of the canned replies that colleagues share, it knows from the first day.
"""

from datetime import timedelta

from django.db import connection

from core.sweeps.jobs import job
from tickets.models import Bookmark, CannedReply, Tag

STEP = 1000
CUSTOMERS = 3
SAMPLE = 60

FILL = """
UPDATE tickets_message SET words = helpdesk_words(text)
WHERE id IN (SELECT id FROM tickets_message WHERE words IS NULL ORDER BY id DESC LIMIT %s FOR UPDATE SKIP LOCKED)
"""
READ = """
SELECT max(id), array_agg(id) FROM (SELECT id FROM tickets_message WHERE id > %s ORDER BY id LIMIT %s) next
"""
# Letters alone: no number, no address, no code.
UNKNOWN = """
SELECT DISTINCT word FROM tickets_message, regexp_split_to_table(helpdesk_plain(text), '[^[:alpha:]]+') AS said(word)
WHERE tickets_message.id = ANY(%s) AND length(word) BETWEEN 4 AND 24
AND NOT EXISTS (SELECT FROM tickets_word known WHERE known.word = said.word)
"""
LEARN = """
INSERT INTO tickets_word (word) SELECT asked.word FROM unnest(%(words)s::text[]) asked(word)
WHERE (SELECT count(DISTINCT customer_id) FROM (SELECT ticket_id FROM tickets_message
        WHERE words @@ plainto_tsquery('helpdesk', asked.word) LIMIT %(sample)s) said
    JOIN tickets_ticket ON tickets_ticket.id = said.ticket_id) >= %(customers)s
ON CONFLICT DO NOTHING
"""
HOUSE = """
INSERT INTO tickets_word (word) SELECT DISTINCT word
FROM unnest(%s::text[]) house(text), regexp_split_to_table(helpdesk_plain(text), '[^[:alpha:]]+') AS said(word)
WHERE length(word) BETWEEN 4 AND 24
ON CONFLICT DO NOTHING
"""


@job("tickets.fill_words", every=timedelta(seconds=5))
def fill_words() -> None:
    """Messages from before they had words: a step at a time, so that nobody waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, [STEP])


@job("tickets.learn_words", every=timedelta(seconds=20))
def learn_words() -> int:
    """Read the next messages, and learn the words that enough customers know; how many messages were read."""
    bookmark, _created = Bookmark.objects.get_or_create(pk=1)
    with connection.cursor() as cursor:
        cursor.execute(READ, [bookmark.message_id, STEP])
        last, messages = cursor.fetchone()
        if not messages:
            return 0
        cursor.execute(UNKNOWN, [messages])
        words = [word for (word,) in cursor.fetchall()]
        cursor.execute(LEARN, {"words": words, "sample": SAMPLE, "customers": CUSTOMERS})
    Bookmark.objects.filter(pk=bookmark.pk).update(message_id=last)
    return len(messages)


@job("tickets.learn_house_words", every=timedelta(minutes=5))
def learn_house_words() -> None:
    replies = CannedReply.objects.filter(owner=None).values_list("title", "text")
    texts = [" ".join(each) for each in replies] + list(Tag.objects.values_list("name", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(HOUSE, [texts])

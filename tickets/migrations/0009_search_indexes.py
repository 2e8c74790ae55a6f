"""What the search reads, built concurrently: people go on writing meanwhile.

`fastupdate = off`: a list of pending entries would make one search in a few wait for all of it.
"""

from django.db import migrations


def index(name: str, on: str) -> migrations.RunSQL:
    return migrations.RunSQL(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {on}", f"DROP INDEX {name}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tickets", "0008_words_of_messages")]
    operations = [
        index("message_words", "tickets_message USING gin (words) WITH (fastupdate = off)"),
        index("message_without_words", "tickets_message (id) WHERE words IS NULL"),
        index("ticket_subject_words", "tickets_ticket USING gin (helpdesk_words(subject)) WITH (fastupdate = off)"),
        index("word_like", "tickets_word USING gin (word gin_trgm_ops) WITH (fastupdate = off)"),
    ]

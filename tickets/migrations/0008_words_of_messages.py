"""Messages keep their words beside their text, so that a million of them are searched in milliseconds.

The column comes empty and the trigger fills it from now on, so no table is rewritten under a lock; what is there
already is filled in small steps by the job `tickets.fill_words`. The model does not know the column: nobody loads it.
"""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

# The Russian configuration stems Latin words as English, so that one index serves both languages.
CONFIGURATION = "CREATE TEXT SEARCH CONFIGURATION helpdesk (COPY = pg_catalog.russian)"
WORDS = """
CREATE FUNCTION helpdesk_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsvector('helpdesk'::regconfig, unaccent('unaccent'::regdictionary, $1))
"""
COLUMN = "ALTER TABLE tickets_message ADD COLUMN words tsvector"
FILL = """
CREATE FUNCTION helpdesk_fill_words() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$ BEGIN NEW.words := helpdesk_words(NEW.text); RETURN NEW; END $$
"""
TRIGGER = """
CREATE TRIGGER message_words BEFORE INSERT OR UPDATE OF text ON tickets_message
FOR EACH ROW EXECUTE FUNCTION helpdesk_fill_words()
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0007_promises_at_risk"), ("customers", "0002_found_by_name")]
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION helpdesk"),
        migrations.RunSQL(WORDS, "DROP FUNCTION helpdesk_words(text)"),
        migrations.RunSQL(COLUMN, "ALTER TABLE tickets_message DROP COLUMN words"),
        migrations.RunSQL(FILL, "DROP FUNCTION helpdesk_fill_words()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER message_words ON tickets_message"),
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.BigIntegerField(default=0, verbose_name="message")),
            ],
            options={"verbose_name": "bookmark", "verbose_name_plural": "bookmarks"},
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="word")),
            ],
            options={"verbose_name": "word", "verbose_name_plural": "words"},
        ),
    ]

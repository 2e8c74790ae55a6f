"""Names, addresses and companies are found by any part of them, accents and capitals aside."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

PLAIN = """
CREATE FUNCTION helpdesk_plain(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(unaccent('unaccent'::regdictionary, $1))
"""


def index(name: str, on: str) -> migrations.RunSQL:
    """Concurrently: people go on writing while a large table is read."""
    return migrations.RunSQL(
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {on} WITH (fastupdate = off)", f"DROP INDEX {name}"
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("customers", "0001_initial")]
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(PLAIN, "DROP FUNCTION helpdesk_plain(text)"),
        index(
            "customer_called",
            "customers_customer USING gin (helpdesk_plain(name || ' ' || preferred_name) gin_trgm_ops)",
        ),
        index("identity_like", "customers_identity USING gin (value gin_trgm_ops)"),
        index("organisation_called", "customers_organisation USING gin (helpdesk_plain(name) gin_trgm_ops)"),
    ]

from django.db import migrations

# Django's DatabaseCache brings no migration of its own; `createcachetable` would be one more step to forget.
CREATE = """
CREATE TABLE accounts_attempts (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_attempts_expires ON accounts_attempts (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE accounts_attempts")]

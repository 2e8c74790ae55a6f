from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from tests.conftest import emptied
from tickets.models import SentimentWord

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def seed(db, capsys):
    """Run the command; what it printed."""

    def run() -> str:
        call_command("seed_demo")
        return capsys.readouterr().out

    return run


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo company, played once for all tests of a module; each then begins from here."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('tickets_ticket', 'id'), 1001, false)")
        if not SentimentWord.objects.exists():
            # A test that empties all tables took them along; an installation has them from its first day.
            import_module("tickets.migrations.0013_feedback").begin_the_lists(apps, None)
        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("demo"), PASSWORD_HASHERS=QUICK):
            call_command("seed_demo")
    yield
    with django_db_blocker.unblock():
        emptied()

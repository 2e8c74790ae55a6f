"""`manage.py seed_demo` on an empty database, and on one that is not."""

import pytest
from django.core.management import CommandError
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from accounts.models import User
from chat.models import Site
from core.models import Event
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_the_widget_may_be_embedded_where_the_demo_runs(seed, settings):
    settings.PUBLIC_URL = "http://127.0.0.1:8123"
    seed()
    assert Site.objects.get().origins == ["http://127.0.0.1:8123", "http://localhost:8123"]
    settings.PUBLIC_URL = "https://desk.example"
    seed()
    site = Site.objects.get()
    assert site.allows("https://desk.example")
    assert site.allows("http://127.0.0.1:8123")


def test_a_real_installation_is_refused(seed):
    User.objects.create_user("ann@bank.example", "secret", name="Ann")
    with pytest.raises(CommandError, match=r"people of its own, such as ann@bank\.example"):
        seed()
    assert not Site.objects.exists()
    assert not Ticket.objects.exists()
    assert User.objects.get().name == "Ann"


def test_nobody_is_told_live_of_the_past_and_events_are_protected_again(seed):
    with transaction.atomic():
        seed()
        assert not connection.run_on_commit
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Event.objects.update(happened_at=F("happened_at"))

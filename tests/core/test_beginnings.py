"""What the suite itself promises: no test finds the installation otherwise than a fresh one would be."""

import pytest
from django.apps import apps

from notifications.models import Category
from tests.conftest import emptied


@pytest.mark.django_db(transaction=True)
def test_what_migrations_wrote_is_there_after_an_emptying(cards):
    words = apps.get_model("tickets", "SentimentWord").objects.count()
    Category.objects.filter(slug="advert").delete()
    emptied()

    assert Category.objects.filter(slug="advert").exists()
    assert apps.get_model("tickets", "SentimentWord").objects.count() == words > 0
    assert not type(cards).objects.exists()

import uuid

import pytest
from django.test import Client

from chat.models import Conversation, Site, Visitor
from core.redis import breaker
from tests.live.servers import Web

BANK = "https://heron.example"


@pytest.fixture(scope="session", params=["daphne", "uvicorn"])
def web(request, django_db_setup, django_db_blocker):
    """Either server, as bin/web starts it."""
    with django_db_blocker.unblock(), Web(request.param) as process:
        yield process


@pytest.fixture(autouse=True)
def _trust_redis_again():
    breaker.worked()


@pytest.fixture
def signed_in(transactional_db):
    """`signed_in(alice)` is the key of a session of hers."""

    def sign_in(user) -> str:
        client = Client()
        client.force_login(user)
        return client.session.session_key

    return sign_in


@pytest.fixture
def heron(transactional_db, cards):
    return Site.objects.create(name="Heron Bank", origins=[BANK], department=cards)


@pytest.fixture
def daves_token(heron, dave):
    visitor, token = Visitor.objects.arrive(heron, customer=dave)
    visitor.raw_token = token
    return visitor


@pytest.fixture
def daves_conversation(daves_token, double_charge):
    return Conversation.objects.create(public_id=uuid.uuid4(), visitor=daves_token, ticket=double_charge)

"""Two departments and everybody who may knock: the two sides of every test of access."""

import io
import uuid
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from accounts.models import Department
from chat.directory import directory
from chat.models import Conversation
from core import limits as core_limits
from tests.chat.conftest import Browser, browser, daves_browser, heron, signed  # noqa: F401
from tests.conftest import person
from tickets.models import Attachment, Ticket

MISSING = 987_654_321


@pytest.fixture
def _counted_here(monkeypatch):
    """Limits outlive a test's transaction: they are counted in this process, and forgotten before each test."""
    directory.forget()
    monkeypatch.setattr(core_limits.breaker, "allows", lambda: False)
    core_limits._local().storage.reset()


def picture(kind="PNG", size=(40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def picture_of(customer, name: str) -> Attachment:
    """As an upload leaves it, without the process that makes thumbnails."""
    upload = Attachment(
        uploaded_by_customer=customer, name=name, content_type="image/png", size=100, width=40, height=30
    )
    upload.file.save("", ContentFile(picture()), save=False)
    upload.thumbnail.save("", ContentFile(picture("WEBP")), save=False)
    upload.save(force_insert=True)
    return upload


def ticket_of(customer, department, text, *, name="receipt.png"):
    """A ticket with a picture in it."""
    upload = picture_of(customer, name)
    ticket, _message = Ticket.open(
        customer=customer, channel="widget", text=text, by=customer, department=department, attachments=[upload]
    )
    return ticket


@pytest.fixture
def loans(db):
    return Department.objects.create(name="Loans", slug="loans")


@pytest.fixture
def nina(transfers):
    return person("Nina", transfers, role="supervisor")


@pytest.fixture
def gone(cards):
    """Was an operator of Cards until a moment ago; her browser still has the session."""
    return person("Gone", cards)


@pytest.fixture
def tickets(dave, eve, cards, transfers):
    """One ticket of Cards, one of Transfers, one of nobody's department, and a number that is none."""
    return SimpleNamespace(
        cards=ticket_of(dave, cards, "A card is lost"),
        transfers=ticket_of(eve, transfers, "A transfer is late"),
        nobodys=ticket_of(eve, None, "Hello to anybody"),
        missing=Ticket(pk=MISSING),
    )


@pytest.fixture
def session_of():
    """A browser in which this person is signed in."""

    def sign_in(user, **options) -> Client:
        client = Client(**options)
        client.force_login(user, backend="accounts.backends.RoleBackend")
        return client

    return sign_in


def conversation_in(ticket, visitor):
    return Conversation.objects.create(public_id=uuid.uuid4(), visitor=visitor, ticket=ticket)

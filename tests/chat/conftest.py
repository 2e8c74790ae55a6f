"""A site of Heron Bank, and browsers that come to it."""

import json
import time
import uuid

import jwt
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from chat.directory import directory
from chat.models import Conversation, Site
from core import limits as core_limits

BANK = "https://heron.example"


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests(monkeypatch):
    """Sites and limits outlive a test's transaction: forget them. Limits are counted in this process here."""
    directory.forget()
    monkeypatch.setattr(core_limits.breaker, "allows", lambda: False)
    core_limits._local().storage.reset()


@pytest.fixture
def heron(cards):
    return Site.objects.create(
        name="Heron Bank",
        origins=[BANK],
        department=cards,
        bot_name="Heron assistant",
        texts={"en": {"title": "Heron Bank", "greeting": "How can we help?"}, "ru": {"greeting": "Чем помочь?"}},
    )


def signed(site, sub="dave", *, secret=None, lasts=600, issued=None, algorithm="HS256", **claims):
    issued = int(time.time()) if issued is None else issued
    claims = {"sub": sub, "iat": issued, "exp": issued + lasts, "aud": site.key, **claims}
    claims = {name: value for name, value in claims.items() if value is not None}
    key = None if algorithm == "none" else secret or site.identity_secret
    return jwt.encode(claims, key, algorithm=algorithm)


class Browser:
    """What the widget does over HTTP, from a page of the site."""

    def __init__(self, site, origin=BANK):
        self.site, self.origin, self.token = site, origin, ""
        self.http = Client(enforce_csrf_checks=True)

    def ask(self, verb, path, body=None, **extra):
        headers = {"Origin": self.origin} if self.origin else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        headers |= extra.pop("headers", {})
        extra.setdefault("content_type", "application/json")
        if isinstance(body, (dict, list)) and extra["content_type"] == "application/json":
            body = json.dumps(body)
        return self.http.generic(verb, f"/widget/api/{path}", body or "", headers=headers, **extra)

    def arrive(self, identity=None, **fields):
        response = self.ask(
            "POST", "session", {"site": self.site.key, "identity": identity, "language": "en", **fields}
        )
        if response.status_code == 200:
            self.token = response.json()["token"]
        return response

    def write(self, text="I was charged twice", conversation=None, client_id=None, **fields):
        self.conversation = conversation or getattr(self, "conversation", None) or str(uuid.uuid4())
        body = {"client_id": str(uuid.uuid4()) if client_id is None else client_id, "text": text, **fields}
        return self.ask("POST", f"conversations/{self.conversation}/messages", body)

    def read(self, conversation=None, **query):
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return self.ask("GET", f"conversations/{conversation or self.conversation}?{asked}")

    def upload(self, content=b"hello", name="note.txt", client_id=None, **fields):
        client_id = str(uuid.uuid4()) if client_id is None else client_id
        data = {"file": SimpleUploadedFile(name, content), "client_id": client_id, **fields}
        return self.ask("POST", "uploads", encode_multipart(BOUNDARY, data), content_type=MULTIPART_CONTENT)

    @property
    def ticket(self):
        return Conversation.objects.select_related("ticket").get(public_id=self.conversation).ticket


@pytest.fixture
def browser(heron):
    """A stranger's browser, which has just opened the chat."""
    visitor = Browser(heron)
    assert visitor.arrive().status_code == 200
    return visitor


@pytest.fixture
def another(heron):
    """The browser of another stranger."""
    visitor = Browser(heron)
    assert visitor.arrive().status_code == 200
    return visitor


@pytest.fixture
def daves_browser(heron):
    """Dave, signed in at the bank."""
    visitor = Browser(heron)
    assert visitor.arrive(signed(heron, name="Dave Okafor")).status_code == 200
    return visitor

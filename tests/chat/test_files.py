"""S-10, S-15: a file belongs to whoever uploaded it, then to the conversation; each opening is asked for anew."""

import io
import uuid

import pytest
import time_machine
from django.core import signing
from PIL import Image

from chat.file_links import SALT
from chat.models import Visitor
from tests.chat.conftest import Browser, signed
from tickets.models import Attachment, Message, Ticket


def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "PNG")
    return file.getvalue()


def fetch(browser, url, **headers):
    return browser.http.get(url, headers=headers)


@pytest.fixture
def sent(browser):
    """A message with a file, as the widget sees it."""
    key = browser.upload(b"my statement", "statement.txt").json()["key"]
    return browser.write("See the file", attachments=[key]).json()["message"]["attachments"][0]


def test_an_upload_is_described(browser):
    response = browser.upload(picture(), "card.png")
    assert response.status_code == 201
    shown = response.json()
    assert (shown["name"], shown["type"], shown["image"]) == ("card.png", "image/png", {"width": 40, "height": 20})
    assert len(shown["key"]) >= 32


def test_the_same_upload_again_is_the_same(browser):
    client_id = str(uuid.uuid4())
    first, again = browser.upload(client_id=client_id), browser.upload(client_id=client_id)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Attachment.objects.count() == 1


def test_a_file_goes_with_its_message(browser, sent):
    assert sent["name"] == "statement.txt"
    assert Ticket.objects.get().messages.get().attachments.count() == 1
    response = fetch(browser, sent["url"])
    assert response.getvalue() == b"my statement"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_picture_is_shown_with_its_thumbnail(browser):
    key = browser.upload(picture(), "card.png").json()["key"]
    shown = browser.write("", attachments=[key]).json()["message"]["attachments"][0]

    assert fetch(browser, shown["url"])["Content-Type"] == "image/png"
    assert fetch(browser, shown["thumbnail"])["Content-Type"] == "image/webp"


def test_a_message_with_a_file_sent_again_keeps_it(browser):
    key = browser.upload().json()["key"]
    same = {"text": "See", "client_id": str(uuid.uuid4()), "attachments": [key]}
    first, again = browser.write(**same), browser.write(**same)
    assert (first.status_code, again.status_code) == (201, 200)
    assert len(again.json()["message"]["attachments"]) == 1


@pytest.mark.parametrize("begun", [True, False])
def test_a_key_is_used_once(browser, begun):
    key = browser.upload().json()["key"]
    browser.write("See", attachments=[key])
    other = browser.conversation if begun else str(uuid.uuid4())
    response = browser.write("Again", attachments=[key], conversation=other)
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "attachment_gone"
    assert Message.objects.count() == Ticket.objects.count() == 1


@pytest.mark.parametrize("begun", [True, False])
def test_a_key_of_another_visitor_is_of_no_use(browser, another, begun):
    key = browser.upload().json()["key"]
    if begun:
        another.write("Hello")
    assert another.write("Mine now", attachments=[key]).status_code == 422
    assert Message.objects.count() == int(begun)
    assert Attachment.objects.get().message is None


def test_another_visitor_cannot_open_the_link_as_themselves(another, sent):
    response = fetch(another, sent["url"], Authorization=f"Bearer {another.token}")
    assert response.status_code == 404


def test_a_link_is_dead_after_a_quarter_of_an_hour(browser, sent):
    with time_machine.travel("2036-01-01", tick=False):
        assert fetch(browser, sent["url"]).status_code == 404


def test_a_link_cannot_be_made_or_bent(browser, another, sent):
    key, visitor_id, _ = signing.loads(sent["url"].split("/")[2], salt=SALT)
    other = Visitor.objects.exclude(pk=visitor_id).get()
    bent = [
        signing.dumps([key, visitor_id, 0], salt="chat.other"),
        signing.dumps([key, visitor_id, 0], salt=SALT, key="guess"),
        signing.dumps([key, other.pk, 0], salt=SALT),
        signing.dumps(["x" * 32, visitor_id, 0], salt=SALT),
        signing.dumps("x", salt=SALT),
        key,
        "x",
    ]
    assert [fetch(browser, f"/files/{each}/").status_code for each in bent] == [404] * len(bent)
    assert fetch(browser, sent["url"]).status_code == 200


GONE = {
    "message redacted": lambda message: Message.objects.update(redacted_at="2026-01-01T00:00Z"),
    "message internal": lambda message: Message.objects.update(
        visibility="internal", public_version=None, public_seq=None
    ),
    "visitor expired": lambda message: Visitor.objects.update(expires_at="2020-01-01T00:00Z"),
    "conversation gone": lambda message: message.ticket.conversations.all().delete(),
    "file gone": lambda message: Attachment.objects.get().file.delete(save=False),
}


@pytest.mark.parametrize("happen", GONE.values(), ids=GONE)
def test_a_link_is_dead_when_the_right_is_gone(browser, sent, happen):
    happen(Message.objects.get())
    assert fetch(browser, sent["url"]).status_code == 404


def test_a_redacted_message_shows_neither_text_nor_file(browser, sent):
    Message.objects.update(redacted_at="2026-01-01T00:00Z")
    [message] = browser.read(after=0).json()["messages"]
    assert (message["text"], message["attachments"], message["redacted"]) == ("", [], True)


def test_the_customers_other_device_opens_the_file(heron, daves_browser):
    key = daves_browser.upload().json()["key"]
    daves_browser.write("See", attachments=[key])
    phone = Browser(heron)
    phone.arrive(signed(heron))
    [message] = phone.read(daves_browser.conversation, after=0).json()["messages"]
    assert fetch(phone, message["attachments"][0]["url"]).status_code == 200


def test_too_large_a_file_is_refused(browser, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    assert browser.upload(b"x" * 1001).status_code in (413, 422)
    assert browser.upload(b"x" * 200_000).status_code == 413
    assert not Attachment.objects.exists()


def test_an_empty_file_is_refused(browser):
    assert browser.upload(b"").status_code == 422


@pytest.mark.parametrize("verb", ["post", "put", "delete"])
def test_a_link_only_reads(browser, sent, verb):
    assert getattr(browser.http, verb)(sent["url"]).status_code in (403, 405)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b.txt", "x" * 300 + ".txt", "evil.html", "\u202etxt.exe"])
def test_names_are_only_names(browser, name):
    response = browser.upload(b"<script>alert(1)</script>", name)
    assert response.status_code == 201
    assert "/" not in response.json()["name"]
    assert response.json()["type"] in ("text/plain", "application/octet-stream")

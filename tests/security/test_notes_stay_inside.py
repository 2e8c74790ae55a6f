"""S-18: a note, its file and its author go through no door of the customer's. The socket: test_sockets."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chat.file_links import file_link
from chat.models import Visitor
from core.models import Event
from core.sweeps.claiming import run_due
from tickets.models import Attachment, Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_counted_here")]

SECRET = "Zanzibar looks like a fraud"
FILE = "zanzibar-report.txt"


@pytest.fixture(params=["note", "whisper"])
def noted(request, browser, bob, alice):
    """A conversation whose last word is a note with a file, written by somebody the customer never met."""
    browser.write("Hello")
    if request.param == "whisper":
        browser.ticket.assign(alice, by=bob)
    upload, _ = Attachment.upload(SimpleUploadedFile(FILE, SECRET.encode()), client_id=uuid.uuid4(), by=bob)
    bob.name = bob.public_name = "Zanzibar Bob"
    bob.save()
    say = getattr(browser.ticket, request.param)
    note, _ = say(text=SECRET, client_id=uuid.uuid4(), attachments=[upload], by=bob)
    return browser, note, upload


def test_nothing_that_a_customer_can_ask_for_holds_it(noted, bob, transfers):
    browser, note, _upload = noted
    browser.ticket.hold(reason=SECRET, by=bob)
    browser.ticket.transfer(transfers, note=SECRET, by=bob)
    answers = [
        browser.read(after=0), browser.read(before=10**6), browser.read(after=1), browser.arrive(),
        browser.write("More"),
        browser.write("Again", client_id=str(note.client_id)), browser.ask("GET", f"conversations/{uuid.uuid4()}"),
        browser.ask("POST", f"conversations/{browser.conversation}/seen", {"delivered": 99, "read": 99}),
        browser.http.get("/"), browser.http.get("/widget/v1.js"),
    ]  # fmt: skip
    for answer in answers:
        text = answer.content.decode()
        assert "anzibar" not in text
        assert str(note.client_id) not in text


def test_marks_beyond_the_public_places_tell_nothing(noted):
    browser, _note, _upload = noted
    browser.ask("POST", f"conversations/{browser.conversation}/seen", {"delivered": 99, "read": 99})
    assert browser.read(after=0).json()["conversation"]["seen"] == {"delivered": 1, "read": 1}
    assert browser.ticket.last_seq > browser.ticket.last_public_seq == 1


def test_its_file_opens_by_no_link_of_a_customer(noted):
    browser, note, upload = noted
    visitor = Visitor.objects.get()
    assert browser.http.get(file_link(upload, visitor_id=visitor.pk)).status_code == 404
    Message.objects.filter(pk=note.pk).update(visibility="public", public_version=9, public_seq=9)
    assert browser.http.get(file_link(upload, visitor_id=visitor.pk)).status_code == 200, (
        "the same link, of a public one"
    )


def test_its_file_goes_into_no_message_of_a_customer(noted):
    browser, _note, upload = noted
    assert browser.write("Mine", attachments=[upload.key]).status_code == 422


def test_no_mail_tells_of_it(noted, mailoutbox):
    run_due()
    assert mailoutbox == []


def test_no_event_holds_its_words(noted):
    assert Event.objects.filter(name="ticket.message_added").exists()
    assert not any("anzibar" in str(payload) for payload in Event.objects.values_list("payload", flat=True))


def test_the_list_row_of_the_ticket_keeps_the_last_public_words(noted, session_of, alice):
    browser, _note, _upload = noted
    assert browser.ticket.last_text == "Hello"
    assert "anzibar" not in session_of(alice).get("/desk/").text

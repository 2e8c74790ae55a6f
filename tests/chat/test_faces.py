"""R11: the bot's name and face until an operator joins, the operator's after that, the bot's again when it is over."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.photos import portrait
from chat.directory import directory
from chat.models import Site
from chat.reactions import message_frame
from tests.chat.test_site_settings import address, filled, office  # noqa: F401 - fixtures
from tickets.models import Message

pytestmark = pytest.mark.requirement("R11")


def picture(colour="green"):
    out = BytesIO()
    Image.new("RGB", (80, 60), colour).save(out, "PNG")
    return SimpleUploadedFile("bot.png", out.getvalue(), content_type="image/png")


@pytest.fixture
def faced(heron, alice):
    heron.bot_photo.save("bot.webp", portrait(ContentFile(picture().read())))
    alice.photo.save("alice.webp", portrait(ContentFile(picture("red").read())))
    directory.forget()
    return heron


def test_the_face_changes_with_who_is_there(faced, browser, alice, new_id):
    bot = {"name": "Heron assistant", "photo": f"/accounts/{faced.bot_photo.name}"}
    assert browser.arrive().json()["site"]["bot"] == bot
    assert browser.write().json()["conversation"]["agent"] is None

    browser.ticket.reply(text="Hello", client_id=new_id(), by=alice)
    agent = browser.read(after=0).json()["conversation"]["agent"]
    assert agent == {"name": "Alice", "photo": alice.photo_url} and alice.photo_url

    browser.ticket.close(by=alice)
    assert browser.read(after=0).json()["conversation"]["agent"] is None


def test_what_the_bot_says_has_its_face_whether_fetched_or_pushed(faced, browser):
    browser.write()
    Message.objects.update(author_kind="bot")
    [said] = browser.read(after=0).json()["messages"]
    assert said["author"] == {"kind": "bot", "name": "Heron assistant", "photo": f"/accounts/{faced.bot_photo.name}"}
    conversation = browser.ticket.conversations.select_related("visitor", "ticket").get()
    message = Message.objects.for_reading().get()
    assert message_frame(message, conversation)["message"]["author"] == said["author"]


def test_its_picture_is_open_to_every_page(faced, client):
    shown = client.get(f"/accounts/{faced.bot_photo.name}")
    assert shown.status_code == 200 and shown["Content-Type"] == "image/webp"


def test_an_admin_gives_takes_and_changes_it(office, heron, filled, django_capture_on_commit_callbacks):  # noqa: F811
    assert office.post(address(heron), {**filled(), "bot_photo": picture()}).status_code == 302
    first = Site.objects.get().bot_photo.name
    assert first.startswith("photos/") and "bot" not in first.removeprefix("photos/")[:3]

    office.post(address(heron), filled())
    assert Site.objects.get().bot_photo.name == first

    with django_capture_on_commit_callbacks(execute=True):
        office.post(address(heron), {**filled(), "remove_bot_photo": "on"})
    assert Site.objects.get().bot_photo.name == "" and not default_storage.exists(first)


def test_what_is_no_picture_is_refused(office, heron, filled):  # noqa: F811
    answer = office.post(address(heron), {**filled(), "bot_photo": SimpleUploadedFile("x.png", b"<svg onload=x>")})
    assert answer.status_code == 422 and not Site.objects.get().bot_photo

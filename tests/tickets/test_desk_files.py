import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tickets.models import Attachment, Message

pytestmark = pytest.mark.django_db


def picture(name="receipt.png"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def uploads(double_charge):
    return f"/desk/tickets/{double_charge.pk}/uploads/"


@pytest.fixture
def replies(double_charge):
    return f"/desk/tickets/{double_charge.pk}/replies/"


def test_a_file_is_uploaded_and_goes_out_with_its_message(alices_desk, uploads, replies, new_id):
    key = alices_desk.post(uploads, {"client_id": new_id(), "file": picture()}).json()["key"]
    answer = alices_desk.post(replies, {"client_id": new_id(), "text": "", "attachments": [key], "seen_seq": 1})
    assert answer.status_code == 201
    assert f"/desk/attachments/{key}/" in answer.content.decode()
    assert Message.objects.get(attachments__key=key).author_kind == "agent"


def test_the_same_upload_again_is_the_same_file(alices_desk, uploads, new_id):
    client_id = new_id()
    first = alices_desk.post(uploads, {"client_id": client_id, "file": picture()})
    again = alices_desk.post(uploads, {"client_id": client_id, "file": picture()})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["key"] == again.json()["key"]


def test_a_repeated_message_with_files_is_answered_the_same(alices_desk, uploads, replies, new_id):
    key = alices_desk.post(uploads, {"client_id": new_id(), "file": picture()}).json()["key"]
    form = {"client_id": new_id(), "text": "", "attachments": [key], "seen_seq": 1}
    assert alices_desk.post(replies, form).status_code == 201
    assert alices_desk.post(replies, form).status_code == 200


def test_somebody_elses_upload_cannot_be_sent(alices_desk, desk_of, bob, uploads, replies, new_id):
    key = desk_of(bob).post(uploads, {"client_id": new_id(), "file": picture()}).json()["key"]
    answer = alices_desk.post(replies, {"client_id": new_id(), "text": "", "attachments": [key], "seen_seq": 1})
    assert answer.status_code == 422
    assert Attachment.objects.get(key=key).message is None


@pytest.mark.parametrize(
    ("file", "sentence"),
    [(None, "Choose a file to send."), (SimpleUploadedFile("empty.txt", b""), "This file is empty.")],
)
def test_what_is_no_file_is_refused_with_a_sentence(alices_desk, uploads, new_id, file, sentence):
    form = {"client_id": new_id()} | ({"file": file} if file else {})
    answer = alices_desk.post(uploads, form)
    assert (answer.status_code, answer.content.decode()) == (422, sentence)


def test_a_file_that_is_too_large_says_the_limit(alices_desk, uploads, new_id, settings):
    settings.MAX_UPLOAD_BYTES = 1024**2
    big = SimpleUploadedFile("big.bin", b"x" * (1024**2 + 1))
    answer = alices_desk.post(uploads, {"client_id": new_id(), "file": big})
    assert (answer.status_code, answer.content.decode()) == (413, "This file is larger than 1 MB.")


@pytest.fixture
def sent(double_charge, dave):
    upload, _ = Attachment.upload(picture(), client_id=uuid.uuid4(), by=dave)
    double_charge.receive(text="See", client_id=uuid.uuid4(), attachments=[upload], by=dave)
    return upload


def test_who_may_see_the_ticket_may_have_its_files(alices_desk, sent):
    for address in (f"/desk/attachments/{sent.key}/", f"/desk/attachments/{sent.key}/thumbnail/"):
        answer = alices_desk.get(address)
        assert answer.status_code == 200
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]


def test_nobody_else_may(carols_desk, client, sent):
    for address in (f"/desk/attachments/{sent.key}/", f"/desk/attachments/{sent.key}/thumbnail/"):
        assert carols_desk.get(address).status_code == 404
        assert client.get(address).status_code == 302


def test_a_guessed_key_finds_nothing(alices_desk, sent):
    assert alices_desk.get(f"/desk/attachments/{sent.key[:-1]}x/").status_code == 404

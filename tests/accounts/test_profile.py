from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User

PROFILE = "/accounts/profile/"
FIELDS = {
    "name": "Alice Berg",
    "public_name": "Alice",
    "language": "ru",
    "time_zone": "Europe/Kyiv",
    "notify_about": "mine",
}


def picture(kind="JPEG", size=(600, 400), **more):
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def upload(content, name="me.jpg"):
    return {**FIELDS, "photo": SimpleUploadedFile(name, content, "image/jpeg")}


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def test_saving_the_profile(signed_in, alice):
    assert signed_in.post(PROFILE, FIELDS).status_code == 302
    alice.refresh_from_db()
    now = (alice.name, alice.public_name, alice.language, alice.time_zone, alice.notify_about)
    assert now == tuple(FIELDS.values())
    assert '<html lang="ru">' in signed_in.get(PROFILE).text


def test_nothing_else_can_be_smuggled_in(signed_in, alice):
    signed_in.post(PROFILE, {**FIELDS, "role": "admin", "is_active": "", "email": "x@y.z", "session_epoch": 9, "id": 1})
    after = User.objects.get(pk=alice.pk)
    assert (after.role, after.is_active, after.email, after.session_epoch) == ("operator", True, "alice@demo.test", 0)


def test_a_wrong_zone_is_refused_and_the_rest_kept(signed_in, alice):
    answer = signed_in.post(PROFILE, {**FIELDS, "time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert "Alice Berg" in answer.text
    assert User.objects.get(pk=alice.pk).name == "Alice"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_one_of_ours(signed_in, client, alice, kind):
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    signed_in.post(PROFILE, upload(picture(kind, exif=exif), name="../../evil.svg"))
    alice.refresh_from_db()
    assert alice.photo.name.startswith("photos/") and alice.photo.name.endswith(".webp")
    client.logout()
    answer = client.get(alice.photo_url)
    content = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"secret place" not in content
    assert Image.open(BytesIO(content)).size == (256, 256)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"\xff\xd8\xff\xe0garbage",
        picture("GIF"),
        picture()[:300],
        b"%!PS-Adobe",
    ],
)
def test_what_is_no_photo_is_refused(signed_in, alice, content):
    assert signed_in.post(PROFILE, upload(content)).status_code == 422
    assert not User.objects.get(pk=alice.pk).photo


def test_a_photo_of_too_many_pixels_is_refused(signed_in, alice):
    assert signed_in.post(PROFILE, upload(picture("PNG", size=(9000, 9000)))).status_code == 422


def test_a_new_photo_replaces_the_file_and_removing_removes(
    signed_in, alice, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(PROFILE, upload(picture()))
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(PROFILE, upload(picture(size=(300, 300))))
    assert len(list((settings.MEDIA_ROOT / "photos").iterdir())) == 1
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(PROFILE, {**FIELDS, "remove_photo": "on"})
    assert not list((settings.MEDIA_ROOT / "photos").iterdir())


@pytest.mark.parametrize("name", ["x", "../../etc/passwd", "a" * 32])
def test_no_other_file_is_served(client, db, name):
    assert client.get(f"/accounts/photos/{name}.webp").status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get(PROFILE)["Location"] == f"/accounts/login/?next={PROFILE}"

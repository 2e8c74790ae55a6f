"""A voice note is known by its bytes, keeps how long it takes, and is played in pieces."""

import pytest

from tickets.models import Attachment

pytestmark = pytest.mark.requirement("R3")
# The beginnings of what browsers record.
WEBM = b"\x1aE\xdf\xa3" + b"\x00" * 20 + b"webm" + b"\x00" * 20 + b"\x86A_OPUS" + b"\x00" * 2000
FILM = WEBM.replace(b"A_OPUS", b"A_OPUS\x86V_VP8")
MP4 = (
    b"\x00\x00\x00\x20ftypiso5\x00\x00\x02\x00iso5iso6mp41" + b"\x00" * 40 + b"hdlr\x00\x00\x00\x00soun" + b"\x00" * 400
)
OGG = b"OggS\x00\x02" + b"\x00" * 22 + b"OpusHead" + b"\x00" * 400


@pytest.fixture
def sent(browser):
    """A voice note as the widget sees it in its message."""
    key = browser.upload(WEBM, "voice.webm", duration_ms="4200").json()["key"]
    return browser.write("", attachments=[key]).json()["message"]["attachments"][0]


@pytest.mark.parametrize(
    ("content", "kind"), [(WEBM, "audio/webm"), (MP4, "audio/mp4"), (OGG, "audio/ogg")], ids=["webm", "mp4", "ogg"]
)
def test_a_voice_is_known_by_its_bytes(browser, content, kind):
    shown = browser.upload(content, "whatever.exe", duration_ms="4200").json()

    assert (shown["type"], shown["duration_ms"]) == (kind, 4200)


def test_a_film_or_a_text_is_no_voice(browser):
    for content in (FILM, b"just words"):
        shown = browser.upload(content, "voice.webm", duration_ms="4200").json()
        assert not shown["type"].startswith("audio/")
        assert shown["duration_ms"] is None


@pytest.mark.parametrize("duration", ["-1", "4.2", "1e3", "９", "x", "9" * 10])
def test_a_wrong_duration_is_refused_by_name(browser, duration):
    response = browser.upload(WEBM, "voice.webm", duration_ms=duration)

    assert response.status_code == 400
    assert set(response.json()["error"]["fields"]) == {"duration_ms"}
    assert not Attachment.objects.exists()


def test_a_voice_is_played_with_its_own_type_behind_the_same_fence(browser, sent):
    response = browser.http.get(sent["url"])

    assert response.getvalue() == WEBM
    assert response["Content-Type"] == "audio/webm"
    assert response["Accept-Ranges"] == "bytes"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-1", 0, 1), ("bytes=10-", 10, len(WEBM) - 1), ("bytes=5-99999999", 5, None)]
)
def test_a_voice_is_played_in_pieces(browser, sent, asked, first, last):
    last = len(WEBM) - 1 if last is None else last
    response = browser.http.get(sent["url"], headers={"Range": asked})

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(WEBM)}"
    assert response.content == WEBM[first : last + 1]


def test_a_piece_behind_the_end_is_refused(browser, sent):
    assert browser.http.get(sent["url"], headers={"Range": f"bytes={len(WEBM)}-"}).status_code == 416


@pytest.mark.parametrize("asked", ["bytes=-5", "bytes=5-2-1", "bytes=0-1,3-4", "lines=1-2"])
def test_a_wish_that_is_not_understood_brings_the_whole(browser, sent, asked):
    response = browser.http.get(sent["url"], headers={"Range": asked})

    assert (response.status_code, response.getvalue()) == (200, WEBM)


def test_other_files_are_never_given_in_pieces(browser):
    key = browser.upload(b"my statement", "statement.txt").json()["key"]
    url = browser.write("See the file", attachments=[key]).json()["message"]["attachments"][0]["url"]

    assert browser.http.get(url, headers={"Range": "bytes=0-1"}).status_code == 200

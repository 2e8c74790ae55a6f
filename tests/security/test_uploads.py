"""S-03, S-04, S-05, S-45: a file is its bytes, leaves our server as bytes to keep or as a picture, and costs little."""

import io
import re
import struct
import time
import uuid
import zipfile
import zlib
from pathlib import Path

import psutil
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from tests.security.conftest import picture
from tickets.models import Attachment
from tickets.uploads import PICTURES, clean_name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_counted_here")]

SCRIPT = b"<script>parent.__xss(1)</script>"


def png(width: int, height: int, *, tail: bytes = b"") -> bytes:
    """One bit a pixel, all black: a bomb is a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    row = b"\0" * (1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"") + tail


def gif(width: int, height: int, frames: int = 1) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHH", 0, 0, 1, 1) + b"\0\x02\x02\x44\x01\0"
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0\0\0\0\xff\xff\xff" + frame * frames + b"\x3b"


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="parent.__xss(1)">'
    b'<script>parent.__xss(2)</script><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:1"/>'
    b"</foreignObject>"
    b'<image href="http://169.254.169.254/latest/meta-data/" width="1" height="1"/></svg>'
)
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><l>&j;</l>"
)
PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction 3 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
HOSTILE = {
    "svg with a script": ("cat.svg", SVG),
    "svg named as a picture": ("cat.png", SVG),
    "svg with an entity": ("entity.svg", ENTITIES),
    "svg, packed": ("cat.svgz", zlib.compress(SVG)),
    "billion laughs": ("laughs.xml", LAUGHS),
    "html": ("page.html", b"<!doctype html><html><body>" + SCRIPT),
    "html named as a picture": ("page.jpg", b"<!doctype html><html><body>" + SCRIPT),
    "html with a BOM": ("page.htm", b"\xef\xbb\xbf<html>" + SCRIPT),
    "html in UTF-16": ("page.html", ("<html>" + SCRIPT.decode()).encode("utf-16")),
    "html in UTF-7": ("page.txt", b"+ADw-script+AD4-parent.__xss(1)+ADw-/script+AD4-"),
    "xhtml": ("page.xhtml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>"),
    "xml with a style sheet": (
        "style.xml",
        b'<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="data:text/xml,x"?><x/>',
    ),
    "mht": ("page.mht", b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + SCRIPT),
    "javascript": ("x.js", b"parent.__xss(1)"),
    "module": ("x.mjs", b"export default parent.__xss(1)"),
    "css": ("x.css", b"@import '//evil.test/x.css'"),
    "service worker": ("sw.js", b"self.addEventListener('fetch', () => {})"),
    "flash": ("x.swf", b"FWS\x09" + b"\0" * 40),
    "pdf with a script": ("bill.pdf", PDF),
    "gif that is a script": ("x.gif", b"GIF89a/*\0\0\0\0*/=1;parent.__xss(1)"),
    "gif, whole, that is a script": ("x.js.gif", gif(0x2A2F, 1) + b"*/=1;parent.__xss(1)//"),
    "png that is a page": ("x.png.html", png(20, 20, tail=b"<html>" + SCRIPT)),
    "jpeg that is a page": ("x.jpeg", picture("JPEG") + b"<html>" + SCRIPT),
    "pdf that is an archive": ("x.pdf", PDF + zipped(x_html=SCRIPT)),
    "archive of bombs": ("bomb.zip", zipped(x_bin=b"\0" * 20_000_000)),
    "htaccess": (".htaccess", b"AddType text/html .png"),
    "php": ("x.php.png", b"<?php system($_GET['c']); ?>"),
    "pht": ("x.pht", b"<?php ?>"),
    "elf": ("x", b"\x7fELF" + b"\0" * 60),
    "webp in name": ("x.webp", b"RIFF\0\0\0\0WEBPVP8 "),
    "truncated png": ("x.png", picture()[:40]),
    "tiff": ("x.tiff", picture("TIFF")),
    "icon": ("x.ico", b"\0\0\1\0" + b"\0" * 30),
    "postscript": ("x.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\nsystem"),
    "m3u8": ("x.m3u8", b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\nconcat:http://169.254.169.254/\n"),
}  # fmt: skip


@pytest.fixture
def desk(session_of, alice):
    return session_of(alice)


def served(browser, desk) -> list:
    """The file as the customer gets it and as an operator gets it."""
    file = browser.read(after=0).json()["messages"][-1]["attachments"][0]
    doors = [(browser.http, file["url"]), (desk, f"/desk/attachments/{file['key']}/")]
    if file["thumbnail"]:
        doors += [(browser.http, file["thumbnail"]), (desk, f"/desk/attachments/{file['key']}/thumbnail/")]
    return [client.get(address) for client, address in doors]


def assert_harmless(answer) -> None:
    kind = answer["Content-Type"]
    disposition = answer["Content-Disposition"]
    assert answer.status_code == 200
    assert kind == "application/octet-stream" or kind in PICTURES
    if kind == "application/octet-stream":
        assert disposition.startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert re.search(r"default-src 'none'.*sandbox$", answer["Content-Security-Policy"])
    assert "\r" not in disposition and "\n" not in disposition


@pytest.mark.parametrize(("name", "content"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_leaves_as_bytes_or_as_a_picture(browser, desk, settings, name, content):
    key = browser.upload(content, name).json()["key"]
    assert browser.write("See", attachments=[key]).status_code == 201
    answers = served(browser, desk)
    for answer in answers:
        assert_harmless(answer)
    row = Attachment.objects.get()
    if row.is_picture:
        assert b"".join(answers[0].streaming_content) == content, "what was sent is what is kept"
        assert b"script" not in b"".join(answers[2].streaming_content), "the thumbnail is a picture of ours"
    else:
        assert answers[0]["Content-Type"] == "application/octet-stream"


def test_only_whole_pictures_are_pictures(browser):
    kinds = {name: browser.upload(content, file).json() for name, (file, content) in HOSTILE.items() if _hurry(browser)}
    shown = {name for name, about in kinds.items() if about["image"]}
    assert shown == {"gif, whole, that is a script", "png that is a page", "jpeg that is a page"}


def _hurry(browser) -> bool:
    from core import limits

    limits._local().storage.reset()
    return True


NAMES = {
    "up": "../../../../etc/passwd",
    "up, the other way": "..\\..\\windows\\system32\\x.dll",
    "absolute": "/etc/passwd",
    "drive": "C:\\x.txt",
    "encoded": "..%2f..%2fetc%2fpasswd",
    "dots": "....//....//x",
    "only dots": "...",
    "nothing": " ",
    "NUL": "a\x00.png",
    "line break": "a\r\nSet-Cookie: x=y\r\n.txt",
    "quotes": 'a"; filename="b.html',
    "right to left": "invoice\u202egnp.exe",
    "invisible": "a\u200b\u2066b\u2069\ufeff.txt",
    "255 bytes": "x" * 251 + ".txt",
    "255 bytes of Russian": "ж" * 126 + ".txt",
    "long ending": "x." + "y" * 250,
    "double ending": "x.png.exe",
    "surrogate": "a\ud800.txt",
    "pipe": "|id; `id`; $(id).txt",
    "device": "CON.txt",
    "stream": "x.txt::$DATA",
    "markup": "<img src=x onerror=__xss(1)>.png",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_only_a_label(name):
    clean = clean_name(name)
    assert 0 < len(clean) <= 120
    assert not set(clean) & set("/\\\0\r\n\u202e\u2066\u2069\u200b\ufeff\ud800")
    assert clean.strip(". ") == clean


@pytest.mark.parametrize("name", [name for name in NAMES.values() if "\ud800" not in name])
def test_nothing_of_a_name_reaches_disk_or_header(browser, desk, settings, name):
    answer = browser.upload(b"hello", name)
    if answer.status_code != 201:
        assert answer.status_code in (400, 422)
        return
    browser.write("See", attachments=[answer.json()["key"]])
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert [path.name for path in files] == [answer.json()["key"]]
    assert all(path.stat().st_mode & 0o777 == 0o640 for path in files)
    for each in served(browser, desk):
        assert_harmless(each)
        assert "Set-Cookie" not in each
        assert each.headers["Content-Disposition"].count("filename") == 1


def test_keys_are_random_and_no_two_alike(browser):
    keys = set()
    for number in range(20):
        _hurry(browser)
        keys.add(browser.upload(b"x%d" % number).json()["key"])
    assert len(keys) == 20
    assert all(re.fullmatch(r"[\w-]{32}", key) for key in keys)


BOMBS = {
    "30,000 x 30,000 pixels": png(30_000, 30_000),
    "a million pixels high": png(1, 1_000_000),
    "65,535 x 65,535 in 50 bytes": gif(65_535, 65_535),
    "100,000 frames": gif(1, 1, frames=100_000),
    "a header and no body": png(30_000, 30_000)[:60],
    "a compressed text of 64 MB": png(10, 10)[:-12] + b"".join(
        (lambda body: struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body)))(
            b"x\0\0" + zlib.compress(b"\0" * 64_000_000)
        )
        for _ in range(3)
    ) + png(10, 10)[-12:],
}  # fmt: skip


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_a_bomb_costs_little_time_and_no_memory(browser, content):
    me = psutil.Process()
    before, started = me.memory_info().rss, time.monotonic()
    answer = browser.upload(content, "bomb.png")
    assert answer.status_code == 201
    assert time.monotonic() - started < 10
    assert me.memory_info().rss - before < 100e6
    assert answer.json()["image"] is None or "frames" in str(len(content)) or answer.json()["image"]["width"] <= 10


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_nor_does_a_bomb_for_a_photo(session_of, alice, content):
    form = {"name": "Alice", "public_name": "", "language": "en", "time_zone": "UTC", "notify_about": "mine"}
    me = psutil.Process()
    before, started = me.memory_info().rss, time.monotonic()
    session_of(alice).post("/accounts/profile/", {**form, "photo": SimpleUploadedFile("me.png", content)})
    assert time.monotonic() - started < 5
    assert me.memory_info().rss - before < 100e6


@pytest.mark.parametrize(("kind", "mode", "side"), [("PNG", "RGBA", 3160), ("JPEG", "RGB", 7700)])
def test_the_largest_photo_that_is_taken_fits_into_memory(session_of, alice, kind, mode, side):
    out = io.BytesIO()
    Image.new(mode, (side, side)).save(out, kind, compress_level=1, quality=10)
    form = {"name": "Alice", "public_name": "", "language": "en", "time_zone": "UTC", "notify_about": "mine"}
    used = peak_of(
        lambda: session_of(alice).post(
            "/accounts/profile/", {**form, "photo": SimpleUploadedFile("me.png", out.getvalue())}
        )
    )
    assert used < 100e6
    assert User.objects.get(pk=alice.pk).photo


def test_a_progressive_jpeg_is_not_unpacked_to_see_whether_it_is_too_large(session_of, alice):
    out = io.BytesIO()
    Image.new("RGB", (7700, 7700)).save(out, "JPEG", progressive=True, quality=10)
    form = {"name": "Alice", "public_name": "", "language": "en", "time_zone": "UTC", "notify_about": "mine"}
    photo = SimpleUploadedFile("me.jpg", out.getvalue())
    assert peak_of(lambda: session_of(alice).post("/accounts/profile/", {**form, "photo": photo})) < 50e6
    assert not User.objects.get(pk=alice.pk).photo


def peak_of(work) -> float:
    """The most that this process held above what it held before."""
    from threading import Event, Thread

    me, over = psutil.Process(), Event()
    before = most = me.memory_info().rss

    def watch():
        nonlocal most
        while not over.wait(0.002):
            most = max(most, me.memory_info().rss)

    thread = Thread(target=watch)
    thread.start()
    try:
        work()
    finally:
        over.set()
        thread.join()
    return most - before


def test_no_page_lets_an_attachment_be_a_script(browser, session_of, alice, admin, client):
    """S-05: scripts run by a nonce of each answer; our own origin alone is not enough."""
    pages = [
        client.get("/accounts/login/"), client.get("/"), client.get("/nowhere/"), session_of(alice).get("/desk/"),
        session_of(admin).get("/admin/"), session_of(alice).get("/accounts/profile/"),
    ]  # fmt: skip
    nonces = set()
    for page in pages:
        policy = dict(part.strip().partition(" ")[::2] for part in page["Content-Security-Policy"].split(";"))
        assert "'self'" not in policy["script-src"]
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:"} & set(policy["script-src"].split())
        assert (policy["default-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'",) * 3
        assert "object-src" not in policy
        nonces |= set(re.findall(r"'nonce-([^']+)'", policy["script-src"]))
    assert len(nonces) == len([page for page in pages if "nonce" in page["Content-Security-Policy"]])


def test_an_upload_that_is_not_sent_is_thrown_away(browser):
    browser.upload(b"x")
    assert Attachment.objects.filter(message=None, discard_at__isnull=False).exists()
    assert uuid.UUID(str(Attachment.objects.get().client_id))

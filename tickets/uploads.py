"""What an uploaded file is, told by its bytes and never by its name or its sender."""

import unicodedata
from pathlib import PurePosixPath

import puremagic
from django.conf import settings

MAX_NAME = 120
HEAD = 16 * 1024
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
# Only these are ever named with their own type when they are served; all else is bytes to download.
SOUNDS = {"audio/ogg", "audio/mpeg", "audio/webm", "audio/mp4"}
HARMLESS = PICTURES | SOUNDS | {"application/pdf", "video/mp4", "application/zip"}
UNKNOWN = "application/octet-stream"


def too_large(size: int) -> bool:
    return size > settings.MAX_UPLOAD_BYTES


def clean_name(name: str) -> str:
    """The last part of a path, without controls, direction marks or NUL, of a length that every system takes."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    kept = kept.strip(". ") or "file"
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > MAX_NAME and dot and len(ending) < 16:
        return stem[: MAX_NAME - len(ending) - 1] + dot + ending
    return kept[:MAX_NAME]


def kind_of(file, name: str) -> str:
    """The media type that the bytes show, of those we name at all; else application/octet-stream."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if _is_plain_text(head):
        return "text/plain" if name.lower().endswith((".txt", ".log", ".md", ".csv")) else UNKNOWN
    if sound := _recorded(head):
        return sound
    try:
        kind = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    return kind if kind in HARMLESS else UNKNOWN


def _recorded(head: bytes) -> str | None:
    """What browsers record a voice in: containers that may hold a film as well, so the tracks are asked."""
    if head.startswith(b"\x1aE\xdf\xa3") and b"A_OPUS" in head and b"V_" not in head:
        return "audio/webm"
    if head[4:8] == b"ftyp" and b"soun" in head and b"vide" not in head:
        return "audio/mp4"
    if head.startswith(b"OggS") and b"OpusHead" in head[:64]:
        return "audio/ogg"
    return None


def _is_plain_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # A letter cut in two by the end of what we read is no sign of bytes.
        return error.start >= len(head) - 3 and bool(head)
    return True

"""How a stranger's file leaves our server: as bytes to keep, or as a picture or a sound that can do nothing."""

import re

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase

from tickets.uploads import PICTURES, SOUNDS, UNKNOWN

FENCE = "default-src 'none'; style-src 'none'; sandbox"
# A player asks for pieces; Safari plays nothing it cannot have in pieces. A short one is an answer too.
RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
LONGEST_PIECE = 1024**2


def file_response(attachment, *, thumbnail: bool = False, piece: str = "") -> HttpResponseBase:
    """The attachment's bytes with safe headers. Pictures and sounds of known kinds are shown, all else is downloaded.

    `piece` is the request's Range, as far as it asks for one piece of a sound.
    """
    file = attachment.thumbnail if thumbnail else attachment.file
    kind = "image/webp" if thumbnail else attachment.content_type
    sounds = kind in SOUNDS
    shown = sounds or (kind in PICTURES and attachment.is_picture)
    try:
        stream = file.open("rb")
    except (FileNotFoundError, ValueError) as gone:
        raise Http404 from gone
    wanted = RANGE.fullmatch(piece) if sounds else None
    response: HttpResponseBase
    if wanted:
        response = _piece(stream, attachment.size, *wanted.groups())
    else:
        response = FileResponse(stream, as_attachment=not shown, filename=attachment.name)
    response["Content-Type"] = kind if shown else UNKNOWN
    if sounds:
        response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FENCE
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = "private, max-age=900"
    return response


def _piece(stream, size: int, first: str, last: str) -> HttpResponse:
    start = int(first)
    end = min(int(last or size), start + LONGEST_PIECE - 1, size - 1)
    with stream:
        if start > end:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        stream.seek(start)
        body = stream.read(end - start + 1)
    return HttpResponse(body, status=206, headers={"Content-Range": f"bytes {start}-{end}/{size}"})

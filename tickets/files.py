"""How a stranger's file leaves our server: as bytes to keep, or as a picture that can do nothing."""

from django.http import FileResponse, Http404

from tickets.uploads import PICTURES, UNKNOWN

FENCE = "default-src 'none'; style-src 'none'; sandbox"


def file_response(attachment, *, thumbnail: bool = False) -> FileResponse:
    """The attachment's bytes with safe headers. Pictures of four known kinds are shown, all else is downloaded."""
    file = attachment.thumbnail if thumbnail else attachment.file
    kind = "image/webp" if thumbnail else attachment.content_type
    shown = kind in PICTURES and attachment.is_picture
    try:
        stream = file.open("rb")
    except (FileNotFoundError, ValueError) as gone:
        raise Http404 from gone
    response = FileResponse(
        stream,
        as_attachment=not shown,
        filename=attachment.name,
        content_type=kind if shown else UNKNOWN,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FENCE
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = "private, max-age=900"
    return response

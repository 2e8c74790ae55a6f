from collections.abc import Iterator

from django.http import StreamingHttpResponse


def as_csv(pieces: Iterator[str], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError

from chat import limits, payloads
from chat.answers import Answer
from chat.doors import for_visitor
from chat.payloads import MISSING, UNKNOWN
from chat.refusals import Refusal
from chat.serialising import upload_json
from tickets.models import Attachment

ENVELOPE = 64 * 1024
FIELDS = ("client_id", "duration_ms")


@for_visitor
def create(request):
    limits.spend(limits.UPLOADS, request.visitor.pk)
    file, about = _uploaded(request)
    attachment, created = Attachment.upload(file, **about, by=request.visitor.become_somebody())
    return Answer(upload_json(attachment), status=201 if created else 200)


def _uploaded(request) -> tuple[object, dict]:
    # Before the body is parsed: what is too large need not reach our disk.
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_UPLOAD_BYTES + ENVELOPE:
        raise Refusal("too_large")
    try:
        fields, files = request.POST, request.FILES
    except (MultiPartParserError, SuspiciousOperation, BadRequest, OSError, ValueError):
        raise Refusal("bad_request") from None
    _refuse_strangers(fields, files)
    about = payloads.checked(
        fields.dict(), {"client_id": payloads.identifier, "duration_ms": payloads.optional(_duration)}
    )
    return files["file"], about


def _refuse_strangers(fields, files) -> None:
    broken = {name: UNKNOWN for name in fields if name not in FIELDS} | {
        name: UNKNOWN for name in files if name != "file"
    }
    broken |= {name: MISSING for name, where in (("client_id", fields), ("file", files)) if name not in where}
    broken |= {name: UNKNOWN for where in (fields, files) for name in where if len(where.getlist(name)) > 1}
    if broken:
        raise Refusal("bad_request", fields=broken)


def _duration(value: str) -> int:
    """A form knows only texts."""
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise payloads.WrongType
    return int(value)

"""How the REST API says no: a status, a stable code, a sentence, fields by name; one shape for all of them."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from core.faults import NO_BODY

SENTENCES = {
    "bad_request": NO_BODY,
    "bad_key": _("An Idempotency-Key has 1 to 255 visible characters of ASCII."),
    "bad_token": _(
        "Send an API token as “Authorization: Bearer hd_…”, one that is neither revoked nor expired. Admins make them "
        "under Settings, API tokens."
    ),
    "not_allowed": _("This token may not do that."),
    "not_found": _("There is nothing at this address."),
    "wrong_method": _("This address does not take that method."),
    "running": _("A request with this Idempotency-Key is being carried out. Ask again in a moment."),
    "other_request": _("This Idempotency-Key was used for another request already. A new request takes a new key."),
    "too_large": _("The request is too large."),
    "invalid": _("Something has to be corrected."),
    "too_often": _("Too many requests at once. Send it again after as many seconds as Retry-After says."),
}
STATUSES = {
    "bad_request": 400,
    "bad_key": 422,
    "bad_token": 401,
    "not_allowed": 403,
    "not_found": 404,
    "wrong_method": 405,
    "running": 409,
    "other_request": 422,
    "too_large": 413,
    "invalid": 422,
    "too_often": 429,
}


class Problem(Exception):
    """An answer that is not what was asked for; whatever was written on the way to it is undone."""

    def __init__(self, code: str, sentence: Any = "", *, fields: dict | None = None, headers: dict | None = None):
        super().__init__(code)
        self.code, self.status = code, STATUSES[code]
        self.body = problem(code, sentence or SENTENCES[code], fields)
        self.headers = headers or {}

    def answer(self) -> HttpResponse:
        return json_answer(json_text(self.body), self.status, headers=self.headers)


def problem(code: str, sentence: Any, fields: dict | None = None) -> dict:
    error: dict[str, Any] = {"code": code, "message": str(sentence)}
    if fields:
        error["fields"] = {name: str(each) for name, each in fields.items()}
    return {"error": error}


def json_text(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, cls=DjangoJSONEncoder)


def json_answer(text: str, status: int, *, headers: dict | None = None) -> HttpResponse:
    headers = {"Cache-Control": "no-store", **(headers or {})}
    return HttpResponse(text, status=status, content_type="application/json", headers=headers)

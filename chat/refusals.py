"""How the widget's API says no: a status, a stable code, a sentence in the reader's language, fields by name."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "bad_request": _("The request was not understood."),
    "bad_token": _("This chat has to be opened anew."),
    "bad_origin": _("This page may not use the chat."),
    "site_off": _("The chat is switched off here."),
    "not_welcome": _("Sign in to write to us."),
    "not_found": _("There is no such conversation."),
    "bad_verb": _("This address does not do that."),
    "too_large": _("This is too large."),
    "invalid": _("Something has to be corrected."),
    "too_often": _("Too many at once. Wait a little and try again."),
    "unavailable": _("We cannot take this right now. Try again in a moment."),
}
STATUSES = {
    "bad_request": 400,
    "bad_token": 401,
    "bad_origin": 403,
    "site_off": 403,
    "not_welcome": 403,
    "not_found": 404,
    "bad_verb": 405,
    "too_large": 413,
    "invalid": 422,
    "too_often": 429,
    "unavailable": 503,
}


class Refusal(Exception):
    """An answer that is not what was asked for."""

    def __init__(self, code: str, *, sentence=None, fields=None, retry_after: int = 0, status: int = 0, headers=None):
        super().__init__(code)
        self.code = code
        self.status = status or STATUSES[code]
        self.sentence = sentence or SENTENCES[code]
        self.fields = fields or {}
        self.headers = dict(headers or {})
        if retry_after:
            self.headers["Retry-After"] = str(retry_after)

    def body(self) -> dict:
        error: dict[str, object] = {"code": self.code, "message": str(self.sentence)}
        if self.fields:
            error["fields"] = {name: str(sentence) for name, sentence in self.fields.items()}
        return {"error": error}

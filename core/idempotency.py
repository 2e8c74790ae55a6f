"""A POST of a program that is asked again is carried out once: the same Idempotency-Key gets the same answer.

The answer is written in the transaction of the work itself, so a crash leaves neither; whoever comes while that
transaction runs is told so at once instead of waiting for it.
"""

import hashlib
from datetime import timedelta
from functools import wraps

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from core.models import IdempotentAnswer
from core.rest import Problem, json_answer, json_text
from core.statements import Statement
from core.sweeps.jobs import job

KEPT = timedelta(hours=48)
LONGEST = 255

# What the description of the API says of it, beside each operation that takes one.
DESCRIBED = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
            "description": "A name of your own for this deed; asked again with it, nothing is done twice.",
        }
    ]
}

# Lock and look in one question. Who commits between the two is met by the unique constraint.
BEGIN = Statement("""
    SELECT pg_try_advisory_xact_lock(%(lock)s), known.digest, known.status, known.body
    FROM (VALUES (1)) AS one
    LEFT JOIN core_idempotentanswer AS known ON known.scope = %(scope)s AND known.key = %(key)s
""")
END = Statement("""
    INSERT INTO core_idempotentanswer (scope, key, digest, status, body)
    VALUES (%(scope)s, %(key)s, %(digest)s, %(status)s, %(body)s) RETURNING id
""")


def once(view):
    """For an operation that answers (status, body): one transaction, and one deed for each key of a token.

    What raises `Problem` has done nothing and is not kept: the same key may be used for the corrected request.
    """

    @wraps(view)
    def answered(request, *args, **kwargs):
        key = request.headers.get("Idempotency-Key")
        with transaction.atomic():
            if key is None:
                status, body = view(request, *args, **kwargs)
                return json_answer(json_text(body), status)
            return _Claim(request, _checked(key)).answer(lambda: view(request, *args, **kwargs))

    return answered


@job("core.idempotency", every=timedelta(hours=1))
def forget_old_answers() -> None:
    IdempotentAnswer.objects.filter(created_at__lt=Now() - KEPT).delete()


def _checked(key: str) -> str:
    if not 1 <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise Problem("bad_key")
    return key


class _Claim:
    """One key of one token, held until the transaction around it ends."""

    def __init__(self, request, key: str):
        self.names = {"scope": request.auth.source, "key": key}
        asked = f"{request.method} {request.path}\n".encode() + request.body
        self.digest = hashlib.sha256(asked).hexdigest()

    def answer(self, work):
        mine, digest, status, body = BEGIN.rows(lock=self._lock, **self.names)[0]
        if digest is not None:
            return self._again(digest, status, body)
        if not mine:
            raise Problem("running", headers={"Retry-After": "1"})
        status, content = work()
        return self._keep(status, json_text(content))

    @property
    def _lock(self) -> int:
        named = f"{self.names['scope']} {self.names['key']}".encode()
        return int.from_bytes(hashlib.sha256(named).digest()[:8], signed=True)

    def _again(self, digest: str, status: int, body: str):
        if digest != self.digest:
            raise Problem("other_request")
        return json_answer(body, status, headers={"Idempotent-Replayed": "true"})

    def _keep(self, status: int, body: str):
        try:
            END.rows(digest=self.digest, status=status, body=body, **self.names)
        except IntegrityError:
            # Somebody committed between our look and our lock; the work of this one is undone with the transaction.
            raise Problem("running", headers={"Retry-After": "1"}) from None
        return json_answer(body, status)

"""How a thing on a card stands now, asked of the site's own server: signed, within three seconds, kept for a while."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.cards import subject_of
from chat.models import Site
from chat.serialising import card_json
from core import outgoing
from core.redis import Breaker
from core.shielding import shielded
from tickets.models import Card
from tickets.models.card import FIELDS, LABEL, VALUE

log = structlog.get_logger(__name__)

SECONDS = 3
KEPT_SECONDS = 30
LONGEST = 64 * 1024
STATUS = 60
# After a failure nobody waits for the same server for so long.
REST = 10.0
PROBLEMS = {
    "bad_address": _("The address of the connector cannot be called."),
    "unknown": _("The connector’s name leads nowhere."),
    "private": _("The connector’s address lies in a private network, which is not allowed here."),
    "busy": _("Too many questions are on their way to connectors. Try again in a moment."),
    "late": _("The connector did not answer in time."),
    "large": _("The connector’s answer is too large."),
    "broken": _("The connector could not be reached."),
    "resting": _("The connector failed a moment ago; it is asked again in a few seconds."),
    "refused": _("The connector refused to answer."),
    "nonsense": _("The connector’s answer was not understood."),
    "gone": _("The site does not know this any more."),
}

near = caches["near"]
_breakers: dict[int, Breaker] = {}


@dataclass(frozen=True, kw_only=True)
class State:
    """The answer, or the problem; `fields` are pairs of label and value."""

    status: str = ""
    fields: list[list[str]] = field(default_factory=list)
    problem: str = ""
    as_of: datetime = field(default_factory=timezone.now)

    @property
    def sentence(self):
        return PROBLEMS.get(self.problem, "")


@dataclass(frozen=True)
class Test:
    """What an admin is told who tries the connector."""

    state: State
    http_status: int = 0
    milliseconds: int = 0
    text: str = ""


def state_of(card: Card, *, site: Site, customer, fresh: bool = False) -> State:
    """Now, or up to half a minute ago. A failure is told and not kept."""
    key = f"connector:{site.pk}:{card.pk}"
    if not fresh and (kept := near.get(key)):
        return kept
    state = _asked(site, question_about(card, site=site, customer=customer))
    if not state.problem:
        near.set(key, state, KEPT_SECONDS)
    return state


def question_about(card: Card, *, site: Site, customer) -> dict:
    """Whose question it is goes along: the server may know better than we whether it is his."""
    subject = subject_of(customer, site)
    return {
        "type": "card",
        "card": {**card_json(card), "asked_at": card.created_at.isoformat()},
        "customer": {"id": subject} if subject else None,
    }


def tried(site: Site) -> Test:
    """The same call with `{"type": "test"}`, told in full to the admin who set it up."""
    began = time.monotonic()
    try:
        answer = _call(site, {"type": "test"})
    except outgoing.Unreachable as failure:
        return Test(State(problem=failure.code))
    milliseconds = round((time.monotonic() - began) * 1000)
    return Test(understood(answer), answer.status, milliseconds, answer.body[:500].decode(errors="replace"))


def understood(answer: outgoing.Answer) -> State:
    if answer.status in (404, 410):
        return State(problem="gone")
    if answer.status != 200:
        return State(problem="refused")
    try:
        said = json.loads(answer.body)
        status, fields = said.get("status", ""), said.get("fields", [])
        pairs = [[str(each["label"])[:LABEL], shielded(str(each["value"])).text[:VALUE]] for each in fields[:FIELDS]]
        return State(status=str(status)[:STATUS].replace("\0", ""), fields=pairs)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return State(problem="nonsense")


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """`v1` of Standard Webhooks, with the site's secret as it is written for a key."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret.encode(), signed, hashlib.sha256)).decode()


def _asked(site: Site, question: dict) -> State:
    breaker = _breakers.setdefault(site.pk, Breaker(REST))
    if not breaker.allows():
        return State(problem="resting")
    try:
        state = understood(_call(site, question))
    except outgoing.Unreachable as failure:
        state = State(problem=failure.code)
    if state.problem in ("", "gone", "busy"):
        breaker.worked()
    else:
        breaker.failed()
        log.warning("connector_failed", site=site.pk, problem=state.problem)
    return state


def _call(site: Site, question: dict) -> outgoing.Answer:
    body = json.dumps(question, ensure_ascii=False).encode()
    message_id, timestamp = f"msg_{uuid.uuid4().hex}", str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "User-Agent": "Helpdesk-Connector/1",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(site.identity_secret, message_id, timestamp, body),
    }
    return outgoing.post(site.connector_url, body, headers=headers, seconds=SECONDS, longest=LONGEST)

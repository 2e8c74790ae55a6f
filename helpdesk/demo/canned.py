"""The demo bank's canned replies, with the uses of a few months; those that are there stay as they are."""

from django.db.models import Q

from helpdesk.demo.scripts import content, span
from tickets.models import CannedReply


def canned_replies(known: dict, *, now) -> None:
    for row in content("canned.toml")["reply"]:
        add(known, now=now, **row)


def add(known: dict, *, now, shortcut: str, uses: int, last: str, text: str, department="", owner="", **fields) -> None:
    place = {"department": known.get(department), "owner": known.get(owner)}
    if CannedReply.objects.filter(Q(**place), shortcut=shortcut, language=fields.get("language", "")).exists():
        return
    CannedReply.objects.create(
        shortcut=shortcut, text=text.strip(), used_count=uses, last_used_at=now - span(last), **place, **fields
    )

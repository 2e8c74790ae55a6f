"""The demo bank's macros, as if used for months; those that are there stay as they are."""

from automation.models import Macro
from helpdesk.demo.scripts import content, span
from tickets.models import CannedReply, Tag


def macros(known: dict, *, now) -> None:
    for row in content("macros.toml")["macro"]:
        add(known, now=now, **row)


def add(known: dict, *, now, name: str, uses: int, last: str, steps: list, department="", owner="") -> None:
    place = {"department": known.get(department), "owner": known.get(owner)}
    Macro.objects.get_or_create(
        name=name,
        **place,
        defaults={
            "steps": [step(known, *each) for each in steps],
            "used_count": uses,
            "last_used_at": now - span(last),
        },
    )


def step(known: dict, do: str, value: str = "", more: str = "") -> dict:
    """A tag, a person and a department go by their names, a canned reply by /its shortcut."""
    if do in ("tag", "untag"):
        value = str(Tag.named(value).pk)
    elif do in ("assign", "transfer") and value in known:
        value = str(known[value].pk)
    elif do == "reply" and value.startswith("/"):
        value = str(CannedReply.objects.filter(shortcut=value[1:], owner=None).earliest("pk").pk)
    return {"do": do, "value": value, "more": more}

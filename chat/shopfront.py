"""What a visitor sees of a site before anybody writes: look and words, who answers and when, what is asked first."""

from datetime import datetime

from django.utils import timezone, translation

from chat.colours import palette
from chat.introducing import chosen_department, is_asked, questions_for
from chat.models import Site, Visitor
from chat.serialising import bot_json, stamp


def look_json(site: Site) -> dict:
    """What the button needs before it is pressed: the same for everybody, so a browser may keep it."""
    return {
        "position": site.position,
        "theme": site.theme,
        "colours": palette(site.accent),
        "language": site.language,
        "languages": site.languages,
        "asks": any(is_asked(site, name) for name in site.questions),
        "labels": {code: site.texts.get(code, {}).get("launcher", "") for code in site.languages},
    }


def site_json(site: Site, *, language: str, max_upload_bytes: int, max_text: int) -> dict:
    return {
        **look_json(site),
        "name": site.name,
        "title": site.text("title", language),
        "greeting": site.text("greeting", language),
        "offline": site.text("offline", language),
        "bot": face_json(site),
        "people_only": site.people_only,
        "asks_consent": site.asks_consent,
        "language": language,
        "max_upload_bytes": max_upload_bytes,
        "max_text": max_text,
    }


def face_json(site: Site) -> dict:
    """Who greets. Where only people answer, nothing may look like a machine: the site speaks in its own name."""
    return {"kind": "agent", "name": site.name, "photo": None} if site.people_only else bot_json(site)


def standing_json(visitor: Visitor, site: Site, *, language: str, now: datetime | None = None) -> dict:
    """What depends on who asks and when: the questions still open, and what is promised now."""
    with translation.override(language):
        return {
            "questions": questions_for(visitor, site, language),
            "promise": promise_json(site, chosen_department(visitor, site), now=now or timezone.now()),
        }


def promise_json(site: Site, department, *, now: datetime) -> dict | None:
    """When who writes now is answered; None where nobody is named who could promise it, or the site keeps it to itself.

    `within` seconds of waiting, in opening hours; `due`, the moment it comes to; `opens_at` while it is closed.
    """
    if department is None or not site.shows_hours:
        return None
    is_open = department.is_open(now)
    return {
        "open": is_open,
        "within": round(department.reply_within.total_seconds()),
        "due": stamp(department.answer_due(now)),
        "opens_at": None if is_open else stamp(department.opens_next(now)),
        "closes_at": stamp(department.closes_next(now)),
    }

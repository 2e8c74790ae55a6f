"""What a visitor sees of a site before anybody writes: look and words, who answers and when, what is asked first."""

from datetime import datetime

from django.utils import timezone, translation

from chat.colours import palette
from chat.introducing import chosen_department, is_asked, questions_for
from chat.models import Site, Visitor
from chat.promising import Promise, promised
from chat.serialising import bot_json
from tickets.pace import pace_of


def look_json(site: Site) -> dict:
    """What the button needs before it is pressed: the same for everybody, so a browser may keep it."""
    return {
        "position": site.position,
        "theme": site.theme,
        "colours": palette(site.accent),
        "language": site.language,
        "languages": site.languages,
        "asks_consent": site.asks_consent,
        "page_parameters": site.page_parameters,
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
        "people_only": site.is_answered_by_people,
        "language": language,
        "max_upload_bytes": max_upload_bytes,
        "max_text": max_text,
    }


def face_json(site: Site) -> dict:
    """Who greets. Where only people answer, nothing may look like a machine: the site speaks in its own name."""
    return {"kind": "agent", "name": site.name, "photo": None} if site.is_answered_by_people else bot_json(site)


def standing_json(visitor: Visitor, site: Site, *, newest=None, now: datetime | None = None) -> dict:
    """What depends on who asks and when: the questions still open, whether we are there, and what is promised.

    `newest` is the conversation that the visitor would go on with.
    """
    with translation.override(site.language_for(visitor.language)):
        promise = _promise(visitor, site, newest, now or timezone.now())
        questions = [] if newest else questions_for(visitor, site)
        return {"questions": questions, "open": promise.is_open, "promise": promise.sentence}


def _promise(visitor: Visitor, site: Site, newest, now: datetime) -> Promise:
    """Nothing, where the site keeps its hours to itself."""
    ticket = newest and newest.ticket
    department = ticket.department if ticket else chosen_department(visitor, site)
    if department is None or not site.shows_hours:
        return Promise(None, "")
    return promised(
        department,
        owed=ticket and ticket.answer_due_at,
        since=ticket and ticket.waiting_since,
        pace=pace_of(department.pk, now=now),
        now=now,
        zone=visitor.zone,
    )

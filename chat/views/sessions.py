import zoneinfo

from django.conf import settings

from chat import limits, payloads
from chat.addresses import network_of
from chat.answers import Answer
from chat.arriving import NotWelcome, arrive
from chat.directory import directory
from chat.doors import admit, bearer
from chat.refusals import Refusal
from chat.serialising import visitor_json
from chat.shopfront import site_json, standing_json
from chat.standing import standing_of

SHOWN_CONVERSATIONS = 20
LIMITS = {"max_upload_bytes": settings.MAX_UPLOAD_BYTES, "max_text": payloads.MAX_TEXT}


def create(request):
    address = network_of(request)
    limits.spend(limits.SESSIONS, address)
    asked = payloads.read(
        request,
        site=payloads.string(64),
        identity=payloads.optional(payloads.string(8000)),
        language=payloads.optional(payloads.string(35, cut=True)),
        zone=payloads.optional(payloads.string(64, cut=True)),
    )
    request.site = site = admit(request, directory.keyed(asked["site"]))
    visitor, token = _arrive(request, asked, address)
    conversations = _conversations(visitor)
    return Answer(
        {
            "token": token,
            "visitor": visitor_json(visitor),
            "site": site_json(site, language=site.language_for(visitor.language), **LIMITS),
            **standing_json(visitor, site, newest=conversations[0] if conversations else None),
            "conversations": standing_of(conversations),
        }
    )


def _arrive(request, asked: dict, address: str):
    try:
        visitor, token = arrive(
            site=request.site,
            token=bearer(request),
            identity=asked["identity"],
            language=language_of(asked["language"]),
            time_zone=zone_of(asked["zone"]),
            before_stranger=lambda: limits.spend(limits.NEW_VISITORS, address),
        )
    except NotWelcome:
        raise Refusal("not_welcome") from None
    return visitor, token


def _conversations(visitor) -> list:
    rows = visitor.conversations().select_related("ticket__department").newest_first()
    return list(rows[:SHOWN_CONVERSATIONS])


def language_of(asked: str | None) -> str:
    """One of our languages, from what a browser calls its own: "ru-RU" is "ru"."""
    language = (asked or "").lower().replace("_", "-").partition("-")[0]
    return language if language in dict(settings.LANGUAGES) else ""


def zone_of(asked: str | None) -> str:
    return asked if asked in zoneinfo.available_timezones() else ""

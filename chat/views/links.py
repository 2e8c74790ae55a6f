"""A link into one conversation. Looking at it changes nothing, or a preview of the SMS would use it up."""

import re
import uuid

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache

from chat import limits
from chat.addresses import network_of
from chat.answers import Answer
from chat.models import ConversationLink

NOT_FOUND, TOO_MANY = 404, 429
# 122 bits, drawn by the browser.
KEY = re.compile(r"[0-9a-f-]{36}")


@login_not_required  # a customer comes by push, SMS or mail
@never_cache
def show(request, token):
    if wait := limits.LINKS.hit(network_of(request)):
        page = render(request, "chat/too_often.html", status=TOO_MANY)
        page["Retry-After"] = str(wait)
        return page
    link = _find(token)
    if link is None or link.site is None:
        return render(request, "chat/link.html", {"gone": True}, status=NOT_FOUND)
    with translation.override(link.ticket.customer.language[:2] or translation.get_language()):
        page = render(request, "chat/link.html", {"site": link.site})
    page["Referrer-Policy"] = "no-referrer"
    return page


@login_not_required  # the token is the authority, and opens one conversation once
@never_cache
def open(request, token):
    if wait := limits.LINKS.hit(network_of(request)):
        return Answer({"error": "too_often"}, status=TOO_MANY, headers={"Retry-After": str(wait)})
    link, key = _find(token), request.POST.get("key", "")
    # Who brings no key of his own comes in too, and cannot ask again.
    opened = link and link.open(key if KEY.fullmatch(key) else str(uuid.uuid4()))
    if not opened:
        return Answer({"error": "gone"}, status=NOT_FOUND)
    visitor, own = opened
    return Answer({"site": visitor.site.key, "token": own})


def _find(token: str) -> ConversationLink | None:
    links = ConversationLink.objects.holding(token).leading_somewhere()
    return links.select_related("ticket__customer").first()

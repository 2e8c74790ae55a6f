from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils import timezone

from chat.doors import bearer
from chat.file_links import Link, opened
from chat.models import Visitor
from chat.models.visitor import digest
from tickets.files import file_response
from tickets.models import Attachment


@login_not_required  # an <img> in another site's page signs nobody in; the link is the right
def show(request, signed):
    """A file by its signed link. It says who it was made for; whether they may still see it is asked each time."""
    link = opened(signed)
    visitor = link and Visitor.objects.filter(pk=link.visitor_id, expires_at__gt=timezone.now()).first()
    if visitor is None or _is_somebody_else(request, visitor):
        raise Http404
    return file_response(_attachment(link, visitor), thumbnail=link.thumbnail, piece=request.headers.get("Range", ""))


def _attachment(link: Link, visitor: Visitor) -> Attachment:
    attachment = (
        Attachment.objects.filter(
            key=link.key,
            message__visibility="public",
            message__redacted_at=None,
            message__ticket__in=visitor.conversations().values("ticket"),
        )
        .select_related("message")
        .first()
    )
    if attachment is None:
        raise Http404
    return attachment


def _is_somebody_else(request, visitor: Visitor) -> bool:
    token = bearer(request)
    return bool(token) and digest(token) != visitor.token_hash

from django.db.models import Q
from django.shortcuts import get_object_or_404

from tickets.files import file_response
from tickets.models import Attachment, Ticket


def show(request, key):
    return file_response(_attachment_for(request, key), piece=request.headers.get("Range", ""))


def thumbnail(request, key):
    return file_response(_attachment_for(request, key), thumbnail=True)


def _attachment_for(request, key) -> Attachment:
    """Of a ticket this agent may see, or his own upload that waits for its message."""
    tickets = Ticket.objects.visible_to(request.user)
    seen = Q(message__ticket__in=tickets, message__redacted_at=None) | Q(message=None, uploaded_by=request.user)
    return get_object_or_404(Attachment.objects.filter(seen), key=key)

"""Work of chat that comes round by itself."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from chat.models import Conversation, Lead, Visitor
from chat.places import moved, show_places
from core.sweeps.jobs import job

AT_ONCE = 5_000


@job("chat.forget_visitors", every=timedelta(hours=1))
def forget_visitors() -> None:
    """Browsers that came, never wrote and will not be known again. Whoever wrote stays: the history hangs on them."""
    wrote = Conversation.objects.filter(visitor=OuterRef("pk"))
    gone = Visitor.objects.filter(~Exists(wrote), expires_at__lte=Now()).order_by("expires_at")[:AT_ONCE]
    Visitor.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).delete()


@job("chat.forget_leads", every=timedelta(hours=1))
def forget_leads() -> None:
    Lead.forget_outlived(AT_ONCE)


@job("chat.tell_places", every=timedelta(seconds=3))
def tell_places() -> None:
    """Whoever is near the head of a line hears that it moves, however it came to: at most every few seconds."""
    if tickets := moved():
        transaction.on_commit(partial(show_places, tickets))

"""Conditions on customers as data, compiled into one QuerySet. A condition is a word and what it is compared with."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models import Lead
from customers.models import Customer, Identity
from notifications.models.device import Device
from notifications.models.opt_out import OptOut
from tickets.models import Ticket

REACHES = {"push": _("Has a device"), "sms": _("Has a number"), "email": _("Has a mail address")}
# Of leads.
ANY_SOURCE = "*"
KINDS = {"sms": Identity.Kind.PHONE, "email": Identity.Kind.EMAIL}


def compiled(conditions: dict[str, Any]) -> QuerySet[Customer]:
    """Every customer for whom all of it holds, unordered."""
    validate(conditions)
    rows = Customer.objects.order_by()
    for word, value in conditions.items():
        rows = rows.filter(WORDS[word](value))
    return rows


def validate(conditions) -> None:
    """Raises ValidationError: what nobody knows must not mean everybody."""
    if not isinstance(conditions, dict) or (unknown := conditions.keys() - WORDS.keys()):
        named = ", ".join(sorted(unknown)) if isinstance(conditions, dict) else ""
        raise ValidationError(_("There is no such condition: %(named)s."), params={"named": named or "?"})
    for word, value in conditions.items():
        try:
            WORDS[word](value)
        except (TypeError, ValueError, KeyError) as error:
            raise ValidationError(_("This condition is not understood: %(word)s."), params={"word": word}) from error


def _begin_of(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.min))


def reaches(channel: str) -> Q:
    """Whom it finds: nothing goes to an address that nobody has proved."""
    if channel == "push":
        return Q(Exists(Device.objects.live().filter(customer=OuterRef("pk"))))
    return Q(Exists(Identity.objects.verified().filter(customer=OuterRef("pk"), kind=KINDS[channel])))


def _tickets() -> QuerySet:
    return Ticket.objects.filter(customer=OuterRef("pk")).order_by("-pk")


def _wrote_since(day: str) -> Q:
    said = Ticket.objects.filter(customer=OuterRef("pk"), messages__author_kind="customer")
    return Q(Exists(said.filter(messages__created_at__gte=_begin_of(day))))


def _last_channel(channel: str) -> Q:
    return Q(Exists(_tickets().filter(channel=channel, pk=Subquery(_last_ticket()))))


def _last_ticket() -> QuerySet:
    return Ticket.objects.filter(customer=OuterRef("customer")).order_by("-pk").values("pk")[:1]


def _wishes_adverts(_yes) -> Q:
    return ~Q(Exists(OptOut.objects.filter(customer=OuterRef("pk"), category=None, channel="")))


def _left_a_lead(source: str) -> Q:
    """Who agreed to adverts in a form for leads himself, for all we know, and has refused none."""
    leads = Lead.objects.agreed().sure().filter(customer=OuterRef("pk"))
    if source != ANY_SOURCE:
        leads = leads.filter(source=source)
    return Q(Exists(leads)) & _wishes_adverts(True)


WORDS: dict[str, Callable[[Any], Q]] = {
    "language": lambda language: Q(language__startswith=str(language)[:2]),
    "organisation": lambda pk: Q(organisation=int(pk)),
    "tag": lambda pk: Q(Exists(_tickets().filter(tags=int(pk)))),
    "reaches": reaches,
    "wrote_after": _wrote_since,
    "silent_since": lambda day: ~_wrote_since(day),
    "channel": _last_channel,
    "created_after": lambda day: Q(created_at__gte=_begin_of(day)),
    "created_before": lambda day: Q(created_at__lt=_begin_of(day)),
    "wishes_adverts": _wishes_adverts,
    "lead": _left_a_lead,
}

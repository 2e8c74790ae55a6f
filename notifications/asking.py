"""What a system of the house asks to be told: many requests in a few statements, and a row for each, refused or not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from core.actors import SYSTEM
from customers.models import Customer, Identity
from customers.normalising import normalised
from customers.vouching import vouched
from notifications.catalogue import catalogue
from notifications.models import Category, Device, Notification, OptOut
from notifications.notifying import composed, had_enough
from notifications.reasons import meaning
from notifications.rendering import WrongVariables

State = Notification.State


@dataclass
class Wish:
    """One notification that is asked for: of which category, for whom, with which words filled in."""

    category: str
    customer: int | None = None
    identity: tuple[str, str] | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    language: str = ""


@dataclass
class Reply:
    """The row that came of it; with `refusal`, a word of `reasons`, nobody will be told."""

    notification: Notification
    refusal: str = ""
    sentence: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def ask(wishes: list[Wish], *, source: str) -> list[Reply]:
    """Write all of them down, in their order; a sweep begins those that are to be told. In the caller's transaction."""
    hearers = _Hearers(wishes)
    replies = [_answered(wish, hearers, source) for wish in wishes]
    Notification.objects.bulk_create(reply.notification for reply in replies)
    for reply in replies:
        if reply.notification.state in (State.SUPPRESSED, State.FAILED):
            reply.notification.tell()
    return replies


def _answered(wish: Wish, hearers: "_Hearers", source: str) -> Reply:
    category = catalogue.category(wish.category)
    if category is None:
        return _refused("unknown_category", source, "category")
    customer, refusal, sentence = hearers.customer_of(wish)
    if customer is None:
        return _refused(refusal, source, "identity" if wish.identity else "customer", sentence, category=category)
    asked = {"language": wish.language, "source": source}
    try:
        row = composed(category, customer, wish.variables, **hearers.manners(category, customer), **asked)
    except WrongVariables as error:
        return _ill_worded(error, source, category, customer)
    if row.state == State.RUNNING and not any(step["channel"] in customer.reached_by for step in row.steps_planned):
        row.state, row.why, row.due_at, row.settled_at = State.FAILED, "no_channel", None, Now()
        return Reply(row, "no_channel", str(meaning("no_channel")))
    hearers.count(row)
    return Reply(row)


def _refused(why: str, source: str, at: str, sentence: str = "", **known) -> Reply:
    sentence = sentence or str(meaning(why))
    row = Notification(
        state=State.REFUSED, why=why, due_at=None, settled_at=Now(), source=source, shown={}, steps_planned=[], **known
    )
    return Reply(row, why, sentence, {at: sentence})


def _ill_worded(error: WrongVariables, source: str, category: Category, customer: Customer) -> Reply:
    sentences = {name: _("This variable is missing.") for name in error.missing}
    sentences |= {name: _("The category has no such variable.") for name in error.unknown}
    reply = _refused("wrong_variables", source, "variables", category=category, customer=customer)
    # Names alone, never values; a stranger's may be as long as he likes.
    reply.notification.detail = ", ".join(sentences)[:300]
    reply.fields = {f"variables.{name[:60]}": sentence for name, sentence in sentences.items()}
    return reply


class _Hearers:
    """Everybody these wishes are for, with what decides by which ways they are told, read at once."""

    def __init__(self, wishes: list[Wish]):
        self._problems: dict[tuple[str, str], str] = {}
        self._spelled = self._spellings(wishes)
        self._by_id = {each.pk: each for each in _with_reach(Q(pk__in={w.customer for w in wishes if w.customer}))}
        self._by_identity = self._named(set(self._spelled.values()))
        everybody = {each.pk for each in [*self._by_id.values(), *self._by_identity.values()]}
        self._refused = _opt_outs(everybody)
        self._everybody = everybody
        self._full: dict[int, set[int]] = {}
        self._new: dict[tuple[int, int], int] = {}

    def customer_of(self, wish: Wish) -> tuple[Customer | None, str, str]:
        """The customer; or none, why in a word of `reasons`, and in a sentence."""
        if wish.identity is None:
            customer = self._by_id.get(wish.customer or 0)
            return customer, "" if customer else "unknown_customer", ""
        if problem := self._problems.get(wish.identity):
            return None, "impossible_number" if wish.identity[0] == "phone" else "impossible_address", problem
        return self._by_identity[self._spelled[wish.identity]], "", ""

    def manners(self, category: Category, customer: Customer) -> dict[str, Any]:
        """By which channels he wants nothing of it, and whether he had enough."""
        refused = set() if category.is_code else self._opted_out(category, customer)
        if category.pk not in self._full:
            self._full[category.pk] = had_enough(category, list(self._everybody))
        full = customer.pk in self._full[category.pk] or self._has_his_fill(category, customer)
        return {"refused": refused, "had_enough": full}

    def count(self, row: Notification) -> None:
        """Of what is asked for in one batch, too, he is told no more than he is told at all."""
        self._new[key] = self._new.get(key := (row.category_id, row.customer_id), 0) + 1

    def _has_his_fill(self, category: Category, customer: Customer) -> bool:
        new = self._new.get((category.pk, customer.pk), 0)
        return category.cap_count is not None and new >= category.cap_count

    def _opted_out(self, category: Category, customer: Customer) -> set[str]:
        about = {category.pk, None} if category.is_advert else {category.pk}
        return {channel for pk, channel in self._refused.get(customer.pk, ()) if pk in about}

    def _spellings(self, wishes: list[Wish]) -> dict[tuple[str, str], tuple[str, str]]:
        """Each address as it was asked for, and as we write it; those that are none become problems."""
        spelled = {}
        for named in {wish.identity for wish in wishes if wish.identity}:
            try:
                spelled[named] = named[0], normalised(*named)
            except ValidationError as error:
                self._problems[named] = " ".join(error.messages)
        return spelled

    def _named(self, names: set[tuple[str, str]]) -> dict[tuple[str, str], Customer]:
        """Who has proved these; for an address that nobody has, a new customer, since a system of ours names him."""
        holders = _holders(names)
        made = {name: vouched(*name, by=SYSTEM)[0].pk for name in names - holders.keys()}
        pks = holders | made
        known = {each.pk: each for each in _with_reach(Q(pk__in=set(pks.values())))}
        return {name: known[pk] for name, pk in pks.items()}


def _holders(names: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    if not names:
        return {}
    by_kind: dict[str, list[str]] = {}
    for kind, value in names:
        by_kind.setdefault(kind, []).append(value)
    these = reduce(or_, (Q(kind=kind, value__in=values) for kind, values in by_kind.items()))
    rows = Identity.objects.verified().filter(these).order_by().values_list("kind", "value", "customer_id")
    return {(kind, value): customer for kind, value, customer in rows}


def _with_reach(these: Q) -> Iterable[Customer]:
    """Customers with `reached_by`: the channels that lead somewhere now."""
    numbered = Identity.objects.filter(customer=OuterRef("pk"))
    rows = Customer.objects.filter(these).order_by()
    rows = rows.annotate(
        push=Exists(Device.objects.live().filter(customer=OuterRef("pk"))),
        sms=Exists(numbered.filter(kind=Identity.Kind.PHONE)),
        email=Exists(numbered.filter(kind=Identity.Kind.EMAIL)),
    )
    for each in rows:
        each.reached_by = {channel for channel in ("push", "sms", "email") if getattr(each, channel)}
        yield each


def _opt_outs(customers: set[int]) -> dict[int, list[tuple[int | None, str]]]:
    said: dict[int, list[tuple[int | None, str]]] = {}
    for customer, category, channel in OptOut.objects.filter(customer__in=customers).values_list(
        "customer_id", "category_id", "channel"
    ):
        said.setdefault(customer, []).append((category, channel))
    return said

"""Everybody that a request is for, with what decides by which ways they are told: read at once, in two statements."""

import json
from typing import Any

from django.core.exceptions import ValidationError

from core.actors import SYSTEM
from core.statements import Statement
from customers.models import Customer
from customers.normalising import normalised
from customers.vouching import vouched
from notifications.models import Category, OptOut
from notifications.notifying import had_enough

# Asked hundreds of times a second: through the ORM it was half of what a request costs, all for composing the SQL.
HOLDERS = Statement("""
    SELECT kind, value, customer_id FROM customers_identity
    WHERE verified_at IS NOT NULL AND kind = ANY(%(kinds)s) AND value = ANY(%(values)s)
""")
CUSTOMERS = Statement("""
    SELECT c.id, c.language, c.preferred_channel, c.time_zone,
        EXISTS (SELECT FROM notifications_device d WHERE d.customer_id = c.id AND d.dead_at IS NULL),
        EXISTS (SELECT FROM customers_identity i
            WHERE i.customer_id = c.id AND i.kind = 'phone' AND i.verified_at IS NOT NULL),
        EXISTS (SELECT FROM customers_identity i
            WHERE i.customer_id = c.id AND i.kind = 'email' AND i.verified_at IS NOT NULL),
        (SELECT json_agg(json_build_array(o.category_id, o.channel)) FROM notifications_optout o
            WHERE o.customer_id = c.id)::text
    FROM customers_customer c WHERE c.id = ANY(%(pks)s)
""")
Name = tuple[str, str]


class Hearer:
    """A customer, the channels that lead to him now, and what he does not wish to be told."""

    def __init__(self, pk, language, preferred_channel, time_zone, push, sms, email, opt_outs):
        self.customer = Customer(pk=pk, language=language, preferred_channel=preferred_channel, time_zone=time_zone)
        self.reached_by = {name for name, leads in (("push", push), ("sms", sms), ("email", email)) if leads}
        self._opt_outs = [tuple(each) for each in json.loads(opt_outs or "[]")]

    def refuses(self, category: Category) -> set[str]:
        return OptOut.refused_by(self._opt_outs, category)


class Hearers:
    def __init__(self, pks: set[int | None], names: set[Name | None]):
        self._problems: dict[Name, str] = {}
        self._spelled = self._spellings({name for name in names if name})
        self._pks = _known(set(self._spelled.values()))
        wanted = [pk for pk in pks if pk] + list(self._pks.values())
        self._hearers = {row[0]: Hearer(*row) for row in CUSTOMERS.rows(pks=wanted)}
        self._full: dict[int, set[int]] = {}
        self._new: dict[tuple[int, int], int] = {}

    def find(self, pk: int | None, name: Name | None) -> tuple[Hearer | None, str, str]:
        """Who is meant; or nobody, why in a word of `reasons`, and in a sentence."""
        if name is None:
            hearer = self._hearers.get(pk or 0)
            return hearer, "" if hearer else "unknown_customer", ""
        if problem := self._problems.get(name):
            return None, "impossible_number" if name[0] == "phone" else "impossible_address", problem
        return self._hearers[self._pks[self._spelled[name]]], "", ""

    def manners(self, category: Category, hearer: Hearer) -> dict[str, Any]:
        """By which channels he wants nothing of it, and whether he had enough."""
        return {"refused": hearer.refuses(category), "had_enough": self._had_enough(category, hearer.customer.pk)}

    def count(self, category: Category, hearer: Hearer) -> None:
        """Of what is asked for at once, too, he is told no more than he is told at all."""
        key = (category.pk, hearer.customer.pk)
        self._new[key] = self._new.get(key, 0) + 1

    def _had_enough(self, category: Category, pk: int) -> bool:
        if category.cap_count is None:
            return False
        if category.pk not in self._full:
            self._full[category.pk] = had_enough(category, list(self._hearers))
        return pk in self._full[category.pk] or self._new.get((category.pk, pk), 0) >= category.cap_count

    def _spellings(self, names: set[Name]) -> dict[Name, Name]:
        """Each address as it was asked for, and as we write it; those that are none become problems."""
        spelled = {}
        for name in names:
            try:
                spelled[name] = name[0], normalised(*name)
            except ValidationError as error:
                self._problems[name] = " ".join(error.messages)
        return spelled


def _known(names: set[Name]) -> dict[Name, int]:
    """Who has proved these; for an address that nobody has, a new customer, since a system of ours names him."""
    if not names:
        return {}
    kinds, values = (list(dict.fromkeys(part)) for part in zip(*names, strict=True))
    found = {(kind, value): pk for kind, value, pk in HOLDERS.rows(kinds=kinds, values=values)}
    return {name: found.get(name) or vouched(*name, by=SYSTEM)[0].pk for name in names}

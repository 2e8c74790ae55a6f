"""One list as an address asks for it: which queue, narrowed how, in which order."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tickets.filters import Filters
from tickets.models import View
from tickets.orders import ORDERS, Order
from tickets.queues import Queue, Queues


def list_query(given: MultiValueDict) -> str:
    """An address' own query without what is no part of a list, before anybody knows which lists there are."""
    one: dict[str, Any] = {name: given[name][:40] for name in ("saved", "view") if given.get(name)}
    order = {"order": given["order"]} if given.get("order") in ORDERS else {}
    return urlencode(one | dict(Filters.read(given).items()) | order, doseq=True)


@dataclass
class Listing:
    queues: Queues
    given: MultiValueDict

    @property
    def agent(self):
        return self.queues.agent

    @cached_property
    def queue(self) -> Queue:
        return self.queues.named(self.given.get("view"))

    @cached_property
    def filters(self) -> Filters:
        return Filters.read(self.given)

    @cached_property
    def order(self) -> Order:
        asked = self.given.get("order", "")
        return next((order for order in self.queue.orders if order.key == asked), self.queue.order)

    @cached_property
    def saved(self) -> View | None:
        """The saved view that the reader came by, whatever he has changed of it since."""
        pk = self.given.get("saved", "")
        return next((view for view in self.queues.saved if str(view.pk) == pk), None) if pk else None

    @property
    def tickets(self) -> QuerySet:
        return self.filters.narrow(self.queue.tickets, agent=self.agent)

    @cached_property
    def asked(self) -> dict:
        """What makes this list, and nothing else: what a saved view keeps."""
        return self._with(self.filters, self.order)

    @cached_property
    def query(self) -> str:
        """The list's own address."""
        return self.address()

    def address(self, *, filters: Filters | None = None, order: Order | None = None) -> str:
        """The same list, narrowed or sorted otherwise."""
        other = self._with(self.filters if filters is None else filters, order or self.order)
        return urlencode(({"saved": self.saved.pk} if self.saved else {}) | other, doseq=True)

    def _with(self, filters: Filters, order: Order) -> dict:
        """The list's own order goes without saying."""
        said = {"order": order.key} if order is not self.queue.order else {}
        return {"view": self.queue.key, **{name: list(values) for name, values in filters.items()}, **said}

    @property
    def orders(self) -> list[dict]:
        """What the list can be sorted by, each with its address."""
        known = dict.fromkeys([*self.queue.orders, self.queue.order])
        return [
            {"title": order.title, "address": self.address(order=order), "is_current": order is self.order}
            for order in known
        ]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filters)

    @property
    def is_own(self) -> bool:
        """Whether it can be saved as something: it is not simply one of the desk's lists."""
        return len(self.asked) > 1

    @property
    def is_changed(self) -> bool:
        """A saved view that no longer shows what was saved."""
        return self.saved is not None and self.asked != Listing(self.queues, self.saved.asked).asked

    @property
    def key(self) -> str:
        return self.saved.key if self.saved else self.queue.key

    @property
    def title(self) -> str:
        return self.saved.name if self.saved else self.queue.title

    @property
    def icon(self) -> str:
        return self.queue.icon

    def summary(self, shown: int, *, more: bool) -> str:
        if self.is_narrowed:
            found = f"{shown}+" if more else str(shown)
            return ngettext("%(count)s found", "%(count)s found", shown) % {"count": found} if shown else ""
        length = self.queue.length
        if not length.count:
            return ""
        if self.queue.key == "mentions":
            return ngettext("%(count)s new", "%(count)s new", length.count) % {"count": self.queue.count}
        if length.late:
            return _("%(count)s open, %(late)s late") % {"count": self.queue.count, "late": length.late}
        return ngettext("%(count)s open", "%(count)s open", length.count) % {"count": self.queue.count}

    @property
    def empty_title(self) -> str:
        if self.is_narrowed:
            return _("Nothing fits these filters")
        return {
            "mine": _("Nothing is assigned to you"),
            "mentions": _("Nobody has called you"),
            "snoozed": _("Nothing is put off"),
            "risk": _("Every promise is kept so far"),
            "over": _("Nothing is closed yet"),
        }.get(self.queue.key, _("Nobody waits here"))

    @property
    def empty_text(self) -> str:
        if self.is_narrowed:
            return _("Remove one above, or all of them.")
        return {
            "mine": _("Take a ticket from a queue, and it stands here until it is solved."),
            "mentions": _("When a colleague writes your name in a note, its ticket stands here."),
            "snoozed": _("Put a ticket off until later: it stands here until its time comes or the customer writes."),
            "risk": _("A ticket stands here when three quarters of the time to answer it are gone."),
            "over": _("Solved and closed tickets are kept here."),
        }.get(self.queue.key, _("New requests appear here by themselves, the moment they come."))


def counts(queues: Queues) -> None:
    """The numbers beside all lists, the saved ones too, in one query."""
    saved = {view.key: Listing(queues, view.asked).tickets for view in queues.saved}
    found = queues.count(saved)
    for view in queues.saved:
        view.count = found[view.key].text

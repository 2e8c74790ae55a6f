from datetime import datetime

from django.db import models

from tickets.events import AskChanged, PagesForgotten, PageVisited, TicketSeen
from tickets.models.page_visit import PageVisit, bare_address
from tickets.models.session import Session


class Seeing(models.Model):
    """How far each side has received and read: places among the public messages, which never go back."""

    class Meta:
        abstract = True

    def seen_by_customer(self, *, delivered: int, read: int, by) -> bool:
        with self._locked():
            read = min(max(read, self.customer_read_seq), self.last_public_seq)
            delivered = min(max(delivered, read, self.customer_delivered_seq), self.last_public_seq)
            if (delivered, read) == (self.customer_delivered_seq, self.customer_read_seq):
                return False
            if delivered > self.customer_delivered_seq:
                self.absent_since = None
            if delivered == self.last_public_seq:
                self._is_back()
            self.customer_delivered_seq, self.customer_read_seq = delivered, read
            self._tell_seen("customer_delivered_seq", "customer_read_seq", by=by)
        return True

    def seen_by_agents(self, *, read: int, by) -> bool:
        """An agent has the conversation in front of him, down to this place among the public messages.

        A supervisor who only watches leaves it unread for whoever has it.
        """
        if read <= self.agents_read_seq or self.is_only_watched_by(by):
            return False
        with self._locked():
            read = min(read, self.last_public_seq)
            if read <= self.agents_read_seq:
                return False
            self.agents_read_seq = read
            self.unread_count = self.messages.public().filter(public_seq__gt=read, author_kind="customer").count()
            self._tell_seen("agents_read_seq", "unread_count", by=by)
        return True

    @property
    def has_live_session(self) -> bool:
        return Session.objects.current_of(self) is not None

    def visit(self, *, url: str, title: str, keep=(), by) -> bool:
        """The customer has gone to another page (R5). Agents see it; the customer knows anyway.

        Of the address' query only the parameters named in `keep` stay.
        """
        with self._locked():
            session = Session.objects.current_of(self)
            page = {"url": bare_address(url, keep=keep), "title": title}
            if session is None or not PageVisit.objects.follow(session, **page):
                return False
            self._tell_colleagues(PageVisited, by=by)
        return True

    def came_by(self, pages: list[tuple[str, str, datetime]], *, by) -> bool:
        """The pages that led the customer here (R6): address, title and time of each, the addresses bare already."""
        with self._locked():
            session = Session.objects.current_of(self)
            if session is None or not pages:
                return False
            PageVisit.objects.came_by(session, pages)
            self._tell_colleagues(PageVisited, by=by)
        return True

    def forget_pages(self, *, by) -> bool:
        """The customer no longer agrees that we know where he was."""
        with self._locked():
            if not PageVisit.objects.filter(session__ticket=self).delete()[0]:
                return False
            self._tell_colleagues(PagesForgotten, by=by)
        return True

    def ask_otherwise(self, *, by) -> None:
        """The customer is asked something else now, or nothing more; his other tabs hear it."""
        with self._locked():
            numbers = self._raise_version(public=True)
            self._save()
            self._record(AskChanged, by=by, numbers=numbers)

    def _tell_seen(self, *fields: str, by) -> None:
        numbers = self._raise_version(public=True)
        self._save(*fields)
        self._record(
            TicketSeen,
            by=by,
            numbers=numbers,
            customer_delivered_seq=self.customer_delivered_seq,
            customer_read_seq=self.customer_read_seq,
            agents_read_seq=self.agents_read_seq,
        )

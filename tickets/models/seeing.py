from django.db import models

from tickets.events import PageVisited, TicketSeen
from tickets.models.session import PageVisit, Session


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

    def visit(self, *, url: str, title: str, by) -> bool:
        """The customer has gone to another page (R5). Agents see it; the customer knows anyway."""
        with self._locked():
            session = Session.objects.current_of(self)
            if session is None or not PageVisit.objects.follow(session, url=url, title=title):
                return False
            numbers = self._raise_version(public=False)
            self._save()
            self._record(PageVisited, by=by, numbers=numbers)
        return True

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

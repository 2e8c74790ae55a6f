from django.db import models

from tickets.events import TicketFollowed, TicketUnfollowed
from tickets.models.attention import Follower


class Following(models.Model):
    """Who wants to hear of a ticket that is not his."""

    class Meta:
        abstract = True

    def follow(self, *, by) -> bool:
        with self._locked():
            _row, new = Follower.objects.get_or_create(ticket=self, user=by)
            if new:
                self.is_followed = True
                self._tell_colleagues(TicketFollowed, "is_followed", by=by, agent_id=by.pk)
        return new

    def unfollow(self, *, by) -> bool:
        with self._locked():
            gone, _rows = Follower.objects.filter(ticket=self, user=by).delete()
            if gone:
                self.is_followed = Follower.objects.filter(ticket=self).exists()
                self._tell_colleagues(TicketUnfollowed, "is_followed", by=by, agent_id=by.pk)
        return bool(gone)

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.events import TicketSnoozed, TicketWoken
from tickets.refusals import Refused


class Snoozing(models.Model):
    """Out of the way until a time, or until the customer writes."""

    class Meta:
        abstract = True

    def snooze(self, until: datetime, *, by) -> bool:
        with self._locked():
            self._refuse_unless_living()
            if self.snoozed_until == until:
                return False
            if until <= timezone.now():
                raise Refused("past", _("Choose a time that is still to come."))
            self.snoozed_until, self.snoozed_by = until, by
            line = self._happen("snoozed", by=by, public=False, until=until.isoformat())
            self._save(*self.ROW_FIELDS)
            self._record(TicketSnoozed, by=by, numbers=line.numbers, until=until.isoformat())
        return True

    def wake_from_snooze(self, *, by) -> bool:
        with self._locked():
            if self.snoozed_until is None:
                return False
            agent = self.snoozed_by_id
            self._stop_snoozing()
            line = self._happen("woken", by=by, public=False)
            self._save(*self.ROW_FIELDS)
            self._record(TicketWoken, by=by, numbers=line.numbers, snoozed_by_id=agent)
        return True

    def _stop_snoozing(self) -> None:
        """For a verb that brings the ticket back by itself: it is held and saved, and said, by that verb."""
        self.snoozed_until = self.snoozed_by = None

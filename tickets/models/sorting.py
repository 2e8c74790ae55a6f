from django.db import models
from django.utils.translation import gettext_lazy as _

from core.shielding import shielded, shielded_value
from tickets.events import PrioritySet, TicketRenamed, TicketTagged, TicketUntagged, ValuesSet
from tickets.models.field import Field
from tickets.refusals import Refused


class Sorting(models.Model):
    """What agents say about a ticket, so that it is found and answered in its turn. The customer sees none of it."""

    class Meta:
        abstract = True

    def tag(self, tag, *, by) -> bool:
        with self._locked():
            if self.tags.filter(pk=tag.pk).exists():
                return False
            self.tags.add(tag)
            self._tell_colleagues(TicketTagged, by=by, tag_id=tag.pk)
        return True

    def untag(self, tag, *, by) -> bool:
        with self._locked():
            if not self.tags.filter(pk=tag.pk).exists():
                return False
            self.tags.remove(tag)
            self._tell_colleagues(TicketUntagged, by=by, tag_id=tag.pk)
        return True

    def set_priority(self, priority: int, *, by) -> bool:
        with self._locked():
            former, self.priority = self.priority, self.Priority(priority)
            if former == self.priority:
                return False
            self._tell_colleagues(PrioritySet, "priority", by=by, priority=self.priority, from_priority=former)
        return True

    def rename(self, subject: str, *, by) -> bool:
        subject = shielded(subject).text
        with self._locked():
            if self.subject == subject:
                return False
            self.subject = subject
            self._tell_colleagues(TicketRenamed, "subject", by=by)
        return True

    def set_values(self, values: dict, *, by) -> bool:
        """Answer some of the house's own fields, by their keys; None takes an answer away, the others stay."""
        values = shielded_value(values)
        with self._locked():
            known = set(Field.objects.of(self.department_id).values_list("key", flat=True))
            if unknown := values.keys() - known:
                raise Refused("unknown_field", _("This ticket has no field “%(key)s”.") % {"key": min(unknown)})
            answered = {key: value for key, value in {**self.values, **values}.items() if value is not None}
            if answered == self.values:
                return False
            changed = sorted(key for key in values if answered.get(key) != self.values.get(key))
            self.values = answered
            self._tell_colleagues(ValuesSet, "values", by=by, keys=changed)
        return True

    def _tell_colleagues(self, kind, *fields: str, by, **payload) -> None:
        numbers = self._raise_version(public=False)
        self._save(*fields)
        self._record(kind, by=by, numbers=numbers, **payload)

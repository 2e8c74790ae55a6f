from typing import Any

from django.db import models, transaction
from django.utils.translation import get_language

from core.events.kinds import DomainEvent
from core.events.recording import record


class Vocabulary(models.Model):
    """A word of the house that an admin keeps: made, changed, switched off and on again, never deleted."""

    made: type[DomainEvent]
    edited: type[DomainEvent]
    # How its events name its row.
    id_name = "id"

    class Meta:
        abstract = True

    @classmethod
    @transaction.atomic
    def make(cls, *, by, **fields) -> Any:
        row = cls._default_manager.create(**fields)
        record(cls.made(**{cls.id_name: row.pk}), by=by)
        return row

    @transaction.atomic
    def edit(self, *, by, **fields) -> list[str]:
        """The names of what changed."""
        stored = type(self)._default_manager.select_for_update(no_key=True).get(pk=self.pk)
        changed = {name: value for name, value in fields.items() if getattr(stored, name) != value}
        if changed:
            type(self)._default_manager.filter(pk=self.pk).update(**changed)
            record(self.edited(**{self.id_name: self.pk, "fields": sorted(changed)}), by=by)
        self.refresh_from_db()
        return sorted(changed)

    def activate(self, *, by) -> None:
        self.edit(by=by, is_active=True)

    def deactivate(self, *, by) -> None:
        self.edit(by=by, is_active=False)


class Labelled(Vocabulary):
    """One that people read, in their own language where it has a label in that."""

    label: Any
    label_ru: Any

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        return (self.label_ru if get_language() == "ru" else "") or self.label

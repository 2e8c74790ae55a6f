from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from accounts.events import DepartmentActivated, DepartmentDeactivated, DepartmentEdited, DepartmentMade
from core.events.recording import record


class Keeping(models.Model):
    """What an admin does to a department, and a supervisor to its hours."""

    class Meta:
        abstract = True

    @classmethod
    @transaction.atomic
    def make(cls, *, by, **fields) -> Any:
        department = cls._default_manager.create(**fields)
        record(DepartmentMade(department_id=department.pk), by=by)
        return department

    @transaction.atomic
    def edit(self, *, by, hours: Iterable | None = None, holidays: Iterable | None = None, **fields) -> list[str]:
        """Save what differs, tell of it once; the names of what changed. Hours are (day, opens, closes), holidays
        (day, name); both are the whole list, None leaves them as they are."""
        stored = type(self)._default_manager.select_for_update(no_key=True).get(pk=self.pk)
        changed = {name: value for name, value in fields.items() if getattr(stored, name) != value}
        if changed:
            type(self)._default_manager.filter(pk=self.pk).update(**changed)
        self.refresh_from_db()
        names = sorted(changed)
        names += ["hours"] if hours is not None and self._keep_hours(set(hours)) else []
        names += ["holidays"] if holidays is not None and self._keep_holidays(dict(holidays)) else []
        if names:
            record(DepartmentEdited(department_id=self.pk, fields=names), by=by)
        return names

    @transaction.atomic
    def deactivate(self, *, by) -> None:
        """Its tickets stay where they are; nobody can be sent there any more."""
        if self._switch(on=False):
            record(DepartmentDeactivated(department_id=self.pk), by=by)

    @transaction.atomic
    def activate(self, *, by) -> None:
        if self._switch(on=True):
            record(DepartmentActivated(department_id=self.pk), by=by)

    def _switch(self, *, on: bool) -> bool:
        rows = type(self)._default_manager.filter(pk=self.pk)
        moved = rows.filter(is_active=not on).update(is_active=on)  # type: ignore[misc]
        self.is_active = on
        return bool(moved)

    def _keep_hours(self, wanted: set) -> bool:
        rows = self.hours  # type: ignore[attr-defined]
        if wanted == set(rows.values_list("weekday", "opens_at", "closes_at")):
            return False
        rows.all().delete()
        rows.bulk_create(
            rows.model(department=self, weekday=day, opens_at=opens, closes_at=closes)
            for day, opens, closes in sorted(wanted)
        )
        return True

    def _keep_holidays(self, wanted: dict) -> bool:
        rows = self.holidays  # type: ignore[attr-defined]
        if wanted == dict(rows.values_list("on", "name")):
            return False
        rows.all().delete()
        rows.bulk_create(rows.model(department=self, on=day, name=name) for day, name in sorted(wanted.items()))
        return True

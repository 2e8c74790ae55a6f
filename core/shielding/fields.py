"""Columns for what people write: whichever way a text comes in, its secrets do not reach the database."""

from django.db import models

from core.shielding import shielded, shielded_value


class _Shielding:
    """To the database it is an ordinary column, so a field may become a shielded one without a migration."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, f"django.db.models.{type(self).__name__.removeprefix('Shielded')}", args, kwargs

    def pre_save(self, instance, add):
        # The row in memory says what the stored one says.
        value = self._shield(super().pre_save(instance, add))  # type: ignore[misc]
        setattr(instance, self.attname, value)  # type: ignore[attr-defined]
        return value

    def get_prep_value(self, value):
        return self._shield(super().get_prep_value(value))  # type: ignore[misc]

    def _shield(self, value):
        return shielded(value).text if isinstance(value, str) else value


class ShieldedCharField(_Shielding, models.CharField):
    pass


class ShieldedTextField(_Shielding, models.TextField):
    pass


class ShieldedJSONField(_Shielding, models.JSONField):
    def _shield(self, value):
        return shielded_value(value)

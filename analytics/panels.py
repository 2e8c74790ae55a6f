"""Imported at the start: the lists behind the board's numbers become addresses of the desk."""

from analytics import lists  # noqa: F401 - registers itself

"""Statements put together once and prepared by the server, for what is asked with every message."""

from typing import Any

import psycopg
from django.db import connection


class Statement:
    """One SQL text with named parameters, bound by the server, so that it plans the query once a connection."""

    def __init__(self, sql: str):
        self.sql = sql

    def rows(self, **values: Any) -> list[tuple]:
        connection.ensure_connection()
        wrapped: Any = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
        # Django's own cursor puts the values into the text, which no server can prepare.
        with wrapped(psycopg.Cursor(connection.connection)) as cursor:
            cursor.execute(self.sql, values)
            return cursor.fetchall()

    def row(self, **values: Any) -> tuple | None:
        return next(iter(self.rows(**values)), None)

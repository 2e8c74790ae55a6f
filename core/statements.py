"""Statements put together once and prepared by the server, for what is asked with every message or page."""

from typing import Any

import psycopg
from django.db import connection, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.subqueries import UpdateQuery


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


class Whole:
    """A model's columns (the key and those of `names`, or all) in such a statement, to make objects of."""

    def __init__(self, model: type[Model], *names: str):
        fields = [
            field for field in model._meta.concrete_fields if not names or field.primary_key or field.name in names
        ]
        self.model, self.key = model, next(place for place, field in enumerate(fields) if field.primary_key)
        self.names = [field.attname for field in fields]
        self.columns = [field.column for field in fields]
        converters = ((place, field.get_db_converters(connection)) for place, field in enumerate(fields))
        # Such as JSON, which a bare cursor of Django brings as its text.
        self.converters = [(place, convert) for place, all_of_it in converters for convert in all_of_it]

    def sql(self, table: str) -> str:
        return ", ".join(f'{table}."{column}"' for column in self.columns)

    def made(self, values: tuple) -> Any:
        """None where a LEFT JOIN has found nothing."""
        if values[self.key] is None:
            return None
        row = list(values)
        for place, convert in self.converters:
            row[place] = convert(row[place], None, connection)
        return self.model.from_db(connection.alias, self.names, row)


class Objects(Statement):
    """A statement that begins by selecting whole objects: `{ticket}` stands for the columns of the table called so."""

    def __init__(self, sql: str, **tables: Whole):
        super().__init__(sql.format(**{table: whole.sql(table) for table, whole in tables.items()}))
        self.wholes = list(tables.values())

    def all(self, **values: Any) -> list[list]:
        """For each row its objects, in the order in which they are named."""
        return [self._objects(row) for row in self.rows(**values)]

    def first(self, **values: Any) -> list | None:
        return next(iter(self.all(**values)), None)

    def _objects(self, row: tuple) -> list:
        found, begin = [], 0
        for whole in self.wholes:
            end = begin + len(whole.names)
            found.append(whole.made(row[begin:end]))
            begin = end
        return found


def compiled(rows: QuerySet) -> QuerySet:
    """These rows, to be asked for again and again by `.all()`, on this thread's connection: put into SQL only once.

    For what holds no value of the moment. To compile a query of three tables costs ten times what running it does.
    """
    compiler: Any = rows.query.get_compiler(rows.db)
    statement = compiler.as_sql()
    compiler.as_sql = lambda *args, **kwargs: statement
    # A copy of a query takes its attributes along.
    rows.query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
    return rows


def updated(rows: QuerySet, row: Model, fields: list[str], **changes: Any) -> bool:
    """An UPDATE of `rows`, one at most, that fills these fields of `row` with what stands there now; false for none.

    The ORM would need a second statement to read it.
    """
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    sql, values = query.get_compiler(rows.db).as_sql()
    columns = [rows.model._meta.get_field(name).column for name in fields]
    returning = ", ".join(f'"{column}"' for column in columns)
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"{sql} RETURNING {returning}", values)
        found = cursor.fetchone()
    for name, value in zip(fields, found or [], strict=bool(found)):
        setattr(row, name, value)
    return found is not None

"""Statements put together once and prepared by the server, for what is asked with every message or page."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import psycopg
from django.db import connection, connections
from django.db.models import Model, QuerySet
from django.db.models.expressions import DatabaseDefault
from django.db.models.sql.subqueries import InsertQuery, UpdateQuery


class Statement:
    """One SQL text with named parameters, bound by the server, so that it plans the query once a connection."""

    def __init__(self, sql: str):
        self.sql = sql

    def rows(self, **values: Any) -> list[tuple]:
        return _answered(self.sql, values)

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


def inserted(row: Model) -> None:
    """Write a new row as its `save` would, without signals: put together, the ORM's INSERT costs five times as much."""
    compiler: Any = InsertQuery(type(row)).get_compiler(connection.alias)
    places, values, told = [], [], []
    for field in _written(type(row)):
        value = field.pre_save(row, add=True)
        if isinstance(value, DatabaseDefault):
            place, own = "DEFAULT", []
        elif hasattr(value, "resolve_expression"):
            place, own = compiler.compile(value.resolve_expression(compiler.query, allow_joins=False, for_save=True))
        else:
            place, own = "%s", [field.get_db_prep_save(value, connection)]
        if place != "%s":
            told.append(field)
        places.append(place)
        values += own
    [answer] = _answered(_insert(type(row), tuple(places)), values)
    for field, value in zip([row._meta.pk, *told], answer, strict=True):
        setattr(row, field.attname, value)
    row._state.adding, row._state.db = False, connection.alias


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


def _answered(sql: str, values: Mapping[str, Any] | Sequence[Any]) -> list[tuple]:
    connection.ensure_connection()
    wrapped: Any = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    # Django's own cursor puts the values into the text, which no server can prepare.
    with wrapped(psycopg.Cursor(connection.connection)) as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@cache
def _written(model: type[Model]) -> list:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key and not field.generated]


@cache
def _insert(model: type[Model], places: tuple[str, ...]) -> str:
    """The key comes back, and whatever the database has reckoned."""
    columns = [field.column for field in _written(model)]
    reckoned = [column for column, place in zip(columns, places, strict=True) if place != "%s"]
    returning = [model._meta.pk.column, *reckoned]
    named = ", ".join(f'"{column}"' for column in columns)
    back = ", ".join(f'"{column}"' for column in returning)
    return f'INSERT INTO "{model._meta.db_table}" ({named}) VALUES ({", ".join(places)}) RETURNING {back}'  # noqa: S608 - only our own columns are put in

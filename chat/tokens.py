"""Whose token this is: asked with every request of the widget, so it is one question, put together once."""

import json

from django.db import connection

from chat.models import Visitor
from chat.models.visitor import digest
from core.statements import Statement
from customers.models import Customer

VISITOR = [field.attname for field in Visitor._meta.concrete_fields]
CUSTOMER = [field.attname for field in Customer._meta.concrete_fields]
# As a QuerySet this cost four times as much, nearly all of it for putting the SQL together.
HOLDER = Statement(
    f"""
    SELECT {", ".join(f"visitor.{name}" for name in VISITOR)},
           {", ".join(f"customer.{name}" for name in CUSTOMER)},
           conversation.id, conversation.ticket_id
      FROM chat_visitor AS visitor
      LEFT JOIN customers_customer AS customer ON customer.id = visitor.customer_id
      LEFT JOIN chat_conversation AS conversation
             ON conversation.visitor_id = visitor.id AND conversation.public_id = %(asking_for)s
     WHERE visitor.token_hash = %(token_hash)s AND visitor.expires_at > now()
"""  # noqa: S608 - only our own columns are put in
)


def holder_of(token: str, *, asking_for=None) -> Visitor | None:
    """The visitor, with their customer and with the ids of their own conversation of the public id asked for."""
    row = HOLDER.row(asking_for=asking_for, token_hash=digest(token))
    return _visitor(row) if row else None


def _visitor(row: tuple) -> Visitor:
    visitor = Visitor.from_db(connection.alias, VISITOR, row[: len(VISITOR)])
    visitor.introduction, visitor.pages = json.loads(visitor.introduction), json.loads(visitor.pages)
    visitor.asked_id, visitor.asked_ticket_id = row[-2:]
    if visitor.customer_id is not None:
        visitor.customer = Customer.from_db(connection.alias, CUSTOMER, row[len(VISITOR) : -2])
    return visitor

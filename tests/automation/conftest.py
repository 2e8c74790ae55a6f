import uuid

import pytest

from automation.models import Macro
from automation.steps import Running
from tests.tickets.conftest import queue_of  # noqa: F401


@pytest.fixture
def macro():
    """`macro(("tag", tag), ("resolve",))`: everybody's, unless it is said whose."""

    def build(*steps, **fields):
        rows = [dict(zip(("do", "value", "more"), (*step, "", ""), strict=False)) for step in steps]
        rows = [{name: str(getattr(value, "pk", value)) for name, value in row.items()} for row in rows]
        return Macro.objects.create(name=fields.pop("name", "Refund done"), steps=rows, **fields)

    return build


@pytest.fixture
def by():
    return lambda agent, **more: Running(agent, uuid.uuid4(), **more)

"""One lane: a thread that ticks on a connection of its own, whatever becomes of broker and database."""

import threading
import time
from copy import deepcopy
from datetime import timedelta

import structlog
from django.db import connections
from django.db.utils import Error

from core.errors import place_of
from core.sweeps.claiming import TURN, take_turns
from core.sweeps.jobs import Jobs, plan_jobs
from core.sweeps.lateness import Overdue
from core.sweeps.registry import sweeps

logger = structlog.get_logger(__name__)

TICK = 0.25
AFTER_TROUBLE = 1.0
# A silent network must not hold a lane for hours, nor may a row that somebody keeps locked.
PATIENCE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
LOCK_PATIENCE = "-c lock_timeout=3s -c idle_in_transaction_session_timeout=60s"


def sweep_lane(lane: str, stopping: threading.Event, watching: threading.Lock) -> None:
    """Run one thread of a lane; of several, the one that holds `watching` looks for work."""
    own_connection()
    overdue = None
    while not stopping.is_set():
        try:
            overdue = overdue or _begin(lane)
            with watching:
                late = _wait_for_work(overdue, stopping)
            began = time.monotonic()
            take_turns(overdue, late)
            # What falls due while little is to be done gathers for a moment: many together cost hardly more than one.
            pause = 0 if time.monotonic() - began > TURN else TICK
        except Exception as error:
            logger.error("sweeping_interrupted", lane=lane, error=place_of(error))
            drop_connection()
            pause = AFTER_TROUBLE
        stopping.wait(pause)
    drop_connection()


def _begin(lane: str) -> Overdue:
    if lane == Jobs.lane:
        plan_jobs()
    return Overdue(sweeps(lane))


def _wait_for_work(overdue: Overdue, stopping: threading.Event) -> dict[str, timedelta]:
    while not (late := overdue.ask()) and not stopping.wait(TICK):
        pass
    return late


def own_connection() -> None:
    """Give this thread a connection outside the pool, so that forks of the worker inherit no pool threads."""
    settings = deepcopy(connections["default"].settings_dict)
    options = settings["OPTIONS"]
    options.pop("pool", None)
    options["options"] = f"{options.get('options', '')} {LOCK_PATIENCE}".strip()
    options |= PATIENCE
    settings["CONN_MAX_AGE"] = None
    connections["default"] = type(connections["default"])(settings, "default")


def drop_connection() -> None:
    try:
        connections["default"].close()
    except Error:
        connections["default"].connection = None

"""Whether a connection that waited in the pool is still there."""

import select

import psycopg
from psycopg_pool import ConnectionPool


def still_open(connection: psycopg.Connection) -> None:
    """Raise where the server has hung up, for the pool to take another.

    Each request asks, and a question to the server would cost as much as one of its statements: so look whether the
    line has anything to say. A server that says goodbye, or is killed, leaves that behind; one at rest says nothing.
    """
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    if line.poll(0):
        ConnectionPool.check_connection(connection)

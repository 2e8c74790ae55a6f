"""What lies behind an ASGI `send`: neither server says how much waits to be written, and daphne never waits for it."""

import contextlib
import os
import socket
import struct
from collections.abc import Callable
from functools import partial
from typing import Any

APPLICATION_CODES = 3000
GOODBYE_LASTS = 0.2


def protocol_of(send) -> Any:
    """Daphne's or uvicorn's protocol; None behind anything else, such as a test's communicator."""
    protocol: Any = send.args[0] if isinstance(send, partial) and send.args else getattr(send, "__self__", None)
    if _is_autobahn(protocol):
        # Otherwise it cuts the line at a frame above the limit, and the other side never learns why.
        protocol.failByDrop = False
    return protocol if hasattr(protocol, "transport") else None


def waiting(protocol: Any) -> int:
    """Bytes that the client has not taken yet and the kernel has no room for."""
    transport: Any = getattr(protocol, "transport", None)
    if hasattr(transport, "get_write_buffer_size"):
        return transport.get_write_buffer_size()
    if hasattr(transport, "_tempDataLen"):
        return transport._tempDataLen + len(transport.dataBuffer) - transport.offset
    return 0


async def close(protocol: Any, send, code: int) -> None:
    if _is_autobahn(protocol) and code < APPLICATION_CODES:
        # daphne can send 1000 and 3000 to 4999 only, and raises on 1009 and 1012.
        protocol.sendCloseFrame(code=code)
    else:
        await send({"type": "websocket.close", "code": code})


def abort(protocol: Any) -> None:
    """Cut the line without waiting for what is still to be written."""
    transport: Any = getattr(protocol, "transport", None)
    if hasattr(transport, "abortConnection"):
        transport.abortConnection()
    elif hasattr(transport, "abort"):
        _reset_on_close(transport)
        transport.abort()


def before_shutdown(protocol: Any, goodbye: Callable[[], None]) -> None:
    """Say goodbye when daphne stops. It cancels its applications, but gives up at the first connection without one.

    uvicorn sends 1012 to all sockets by itself.
    """
    if _is_autobahn(protocol):
        from twisted.internet import reactor, task

        def trigger():
            goodbye()
            return task.deferLater(reactor, GOODBYE_LASTS, lambda: None)

        reactor.addSystemEventTrigger("before", "shutdown", trigger)  # type: ignore[arg-type]


def _reset_on_close(transport: Any) -> None:
    """Or the kernel would keep offering what it holds to somebody who never takes it."""
    connection = transport.get_extra_info("socket")
    with contextlib.suppress(OSError, AttributeError), socket.socket(fileno=os.dup(connection.fileno())) as same:
        same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _is_autobahn(protocol: Any) -> bool:
    return hasattr(protocol, "sendCloseFrame")

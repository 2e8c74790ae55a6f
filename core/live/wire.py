"""What lies behind an ASGI `send`: neither server says how much waits to be written, and daphne never waits for it."""

from functools import partial


def transport_of(send):
    """The transport of daphne's or uvicorn's protocol; None behind anything else, such as a test's communicator."""
    protocol = send.args[0] if isinstance(send, partial) and send.args else getattr(send, "__self__", None)
    return getattr(protocol, "transport", None)


def waiting(transport) -> int:
    """Bytes that the client has not taken yet and the kernel has no room for."""
    if transport is None:
        return 0
    if hasattr(transport, "get_write_buffer_size"):
        return transport.get_write_buffer_size()
    if hasattr(transport, "_tempDataLen"):
        return transport._tempDataLen + len(transport.dataBuffer) - transport.offset
    return 0


def abort(transport) -> None:
    """Cut the line without waiting for what is still to be written."""
    if hasattr(transport, "abortConnection"):
        transport.abortConnection()
    elif hasattr(transport, "abort"):
        transport.abort()

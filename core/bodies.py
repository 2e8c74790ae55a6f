"""Bodies above the limit are refused by their declared length, before a thread of Django's is spent on them."""

REFUSAL = b"The request is too large."


def within(limit: int, application):
    """The application, for requests of so many bytes at most; 413 for all others."""

    async def guarded(scope, receive, send):
        if declared_length(scope) <= limit:
            return await application(scope, receive, send)
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": REFUSAL})

    return guarded


def declared_length(scope) -> int:
    """Nonsense counts as nothing: the server behind this has already refused it, or will."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(value) for value in lengths if value.isdigit() and len(value) < 20), default=0)

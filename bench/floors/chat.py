"""The floor of the chat: the smallest program that inserts a row and sends it over the same kind of socket."""

import json
import os
import uuid

from psycopg_pool import AsyncConnectionPool

INSERT = (
    "INSERT INTO bench_floor_message (client_id, ticket, text) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING RETURNING id"
)

sockets: set = set()
pool: AsyncConnectionPool | None = None


async def application(scope, receive, send):
    if scope["type"] == "websocket":
        await _socket(receive, send)
    elif scope["method"] == "POST":
        await _message(receive, send)
    else:
        await _answer(send, {"ok": True})


async def _socket(receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    sockets.add(send)
    while (await receive())["type"] != "websocket.disconnect":
        pass
    sockets.discard(send)


async def _message(receive, send):
    message = json.loads(await _body(receive))
    async with (await _pool()).connection() as connection:
        cursor = await connection.execute(INSERT, (uuid.UUID(message["client_id"]), message["ticket"], message["text"]))
        row = await cursor.fetchone()
    text = json.dumps({"type": "fragment", "id": f"message-{message['client_id']}", "version": row[0]})
    for other in list(sockets):
        await other({"type": "websocket.send", "text": text})
    await _answer(send, {"id": row[0]}, status=201)


async def _body(receive) -> bytes:
    body = b""
    while True:
        part = await receive()
        body += part.get("body", b"")
        if not part.get("more_body"):
            return body


async def _pool() -> AsyncConnectionPool:
    global pool
    if pool is None:
        pool = AsyncConnectionPool(os.environ["DATABASE_URL"], min_size=4, max_size=8, open=False)
        await pool.open()
    return pool


async def _answer(send, content: dict, status: int = 200):
    body = json.dumps(content).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

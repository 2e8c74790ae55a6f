"""The widget's far side as a server, with faults on demand: what no healthy server shows at the right moment."""

import asyncio
import json
import mimetypes
import threading
from pathlib import Path

import uvicorn

from tests.browser.widget.far_side import Api, Refused, now

STATIC = Path(__file__).resolve().parents[3] / "static"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Allow-Methods": "*",
    "Access-Control-Expose-Headers": "Retry-After",
    "Cache-Control": "no-store",
}
JSON = {"Content-Type": "application/json"}
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Payments</title><link rel="icon" href="data:,">{style}<body><h1>Payments</h1>
<script src="{origin}/widget/v1.js" data-site="demo" {options} async></script></body></html>"""


class FakeServer(Api):
    """Runs in a thread of its own, on one port under two names, so that the page and the helpdesk are strangers."""

    def __init__(self):
        super().__init__()
        self.sockets, self.frames = {}, []
        self.faults = []  # callables (method, path) -> Refused or None
        self.sockets_allowed, self.mute, self.delay = True, False, 0
        self.options, self.style, self.csp = "", "", ""

    def start(self):
        config = uvicorn.Config(self, port=0, log_level="warning", lifespan="off", ws="websockets-sansio")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            threading.Event().wait(0.02)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        self.loop = self.server.servers[0].get_loop()
        return self

    def stop(self):
        self.server.should_exit = self.server.force_exit = True
        self.thread.join(5)

    @property
    def page(self):
        return f"http://127.0.0.1:{self.port}/"

    def only(self):
        [conversation] = self.conversations.values()
        return conversation

    def say(self, text, *, silently=False, conversation=None, **extra):
        conversation = conversation or list(self.conversations.values())[-1]
        message = conversation.add(text, kind="agent", name="Alice Moreau", **extra)
        if not silently:
            self.push(conversation.id, conversation.frame(message))
        return message

    def change(self, message, **changes):
        conversation = self.only()
        conversation.version += 1
        message |= changes | {"version": conversation.version}
        self.push(conversation.id, conversation.frame(message))

    def join(self, name="Alice Moreau"):
        conversation = self.only()
        conversation.status, conversation.agent = "joined", {"name": name, "photo": None}
        self.say("", conversation=conversation, happening={"kind": "joined", "name": name})
        self.state(conversation)

    def ask(self, *asks):
        conversation = self.only()
        conversation.asks = list(asks)
        self.state(conversation)

    def read_by_agent(self, conversation):
        conversation.agents_read = conversation.seq
        self.state(conversation)

    def close(self, conversation):
        conversation.status, conversation.closed_at = "closed", now()
        self.state(conversation)

    def state(self, conversation):
        conversation.version += 1
        self.push(
            conversation.id, {"type": "state", "version": conversation.version, "conversation": conversation.public()}
        )

    def push(self, conversation_id, frame):
        for send, followed in list(self.sockets.values()):
            if conversation_id in followed and not self.mute:
                self.run(send({"type": "websocket.send", "text": json.dumps(frame)}))

    def drop_sockets(self, code=1012):
        for send, _ in list(self.sockets.values()):
            self.run(send({"type": "websocket.close", "code": code}))
        self.sockets.clear()

    def run(self, work):
        asyncio.run_coroutine_threadsafe(work, self.loop)

    async def __call__(self, scope, receive, send):
        await (self.socket if scope["type"] == "websocket" else self.http)(scope, receive, send)

    async def socket(self, scope, receive, send):
        await receive()
        if not self.sockets_allowed:
            return await send({"type": "websocket.close", "code": 1006})
        await send({"type": "websocket.accept"})
        key, followed = object(), set()
        while (event := await receive())["type"] == "websocket.receive":
            frame = json.loads(event["text"])
            self.frames.append(frame)
            if frame["type"] == "hello" and frame["token"] not in self.tokens:
                return await send({"type": "websocket.close", "code": 4401})
            if frame["type"] in {"hello", "follow"}:
                followed.add(frame["conversation"])
                self.sockets[key] = (send, followed)
                await send({"type": "websocket.send", "text": json.dumps(self.welcome(frame["conversation"]))})
        self.sockets.pop(key, None)

    def welcome(self, id):
        known = self.conversations.get(id)
        return {"type": "welcome", "conversation": id, "version": known.version if known else 0}

    async def http(self, scope, receive, send):
        body, more = b"", True
        while more:
            event = await receive()
            body, more = body + event.get("body", b""), event.get("more_body")
        status, headers, content = await self.answer(scope, body)
        lines = [(name.encode(), value.encode()) for name, value in (CORS | headers).items()]
        await send({"type": "http.response.start", "status": status, "headers": lines})
        await send({"type": "http.response.body", "body": content})

    async def answer(self, scope, body):
        path, method = scope["path"], scope["method"]
        if method == "OPTIONS":
            return 204, {}, b""
        if path.startswith("/widget/api/"):
            return await self.api(scope, method, path.removeprefix("/widget/api/"), body)
        if path.startswith("/widget/looks/"):
            return 200, JSON, json.dumps(self.site).encode()
        if path == "/widget/v1.js" or path.startswith("/static/"):
            return self.static(path.replace("/widget/v1.js", "/static/widget/v1.js", path.startswith("/widget")))
        style = f"<style>{self.style}</style>" if self.style else ""
        page = PAGE.format(origin=f"http://localhost:{self.port}", options=self.options, style=style)
        policy = {"Content-Security-Policy": self.csp.format(origin=f"localhost:{self.port}")} if self.csp else {}
        return 200, {"Content-Type": "text/html", **policy}, page.encode()

    def static(self, path):
        file = STATIC / path.removeprefix("/static/")
        kind = mimetypes.guess_type(path)[0] or "text/plain"
        return (200, {"Content-Type": kind}, file.read_bytes()) if file.is_file() else (404, {}, b"")

    async def api(self, scope, method, path, body):
        headers = {key.decode(): value.decode() for key, value in scope["headers"]}
        await asyncio.sleep(self.delay)
        try:
            for fault in self.faults:
                if refused := fault(method, path):
                    raise refused
            content = self.call(method, path, scope["query_string"].decode(), headers, body)
        except Refused as refused:
            error = {"error": {"code": "refused", "message": refused.sentence, "fields": refused.fields}}
            return refused.status, JSON | refused.headers, json.dumps(error).encode()
        return (204, {}, b"") if content is None else (200, JSON, json.dumps(content).encode())

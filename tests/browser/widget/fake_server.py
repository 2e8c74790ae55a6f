"""The widget's far side, in memory and with faults on demand: what no healthy server shows at the right moment."""

import asyncio
import json
import mimetypes
import re
import threading
import uuid
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path

import uvicorn

STATIC = Path(__file__).resolve().parents[3] / "static"
SITE = {"name": "Heron Bank", "title": "Heron assistant", "greeting": "Hello! Ask us about your card or a payment.", "position": "end",
        "theme": "auto", "accent": "", "bot": {"name": "Assistant", "photo": None}, "language": "", "max_upload_bytes": 20_000_000, "max_text": 4000}  # fmt: skip
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Payments</title><link rel="icon" href="data:,">{style}<body><h1>Payments</h1>
<script src="{origin}/widget/v1.js" data-site="demo" {options} async></script></body></html>"""


class Conversation:
    def __init__(self, id):
        self.id, self.messages, self.version, self.seq = id, [], 0, 0
        self.status, self.agent, self.closed_at = "queued", None, None
        self.seen, self.agents_read, self.pages = {"delivered": 0, "read": 0}, 0, []
        self.started_at = now()

    def public(self):
        unread = sum(m["author"]["kind"] != "customer" and m["seq"] > self.seen["read"] for m in self.messages)
        return {"id": self.id, "version": self.version, "seq": self.seq, "status": self.status, "agent": self.agent,
                "seen": self.seen, "agents_seen": {"read": self.agents_read}, "unread": unread, "subject": "",
                "started_at": self.started_at, "closed_at": self.closed_at}  # fmt: skip

    def add(self, text, *, kind, name="", client_id=None, attachments=(), happening=None):
        self.version += 1
        self.seq += 1
        message = {"client_id": client_id or str(uuid.uuid4()), "seq": self.seq, "version": self.version,
                   "author": {"kind": kind, "name": name, "photo": None}, "text": text, "happening": happening,
                   "attachments": list(attachments), "sent_at": now(), "edited_at": None, "redacted": False}  # fmt: skip
        self.messages.append(message)
        return message


def now():
    return datetime.now(UTC).isoformat()


class Refused(Exception):
    def __init__(self, status, sentence="", **headers):
        self.status, self.sentence, self.headers = status, sentence, headers


class FakeServer:
    """Runs in a thread of its own. `port` is known after `start`; everything else may be changed while it runs."""

    def __init__(self):
        self.conversations, self.follow_ups, self.uploads = {}, {}, {}
        self.tokens, self.sockets, self.posts, self.frames, self.sessions = set(), {}, [], [], 0
        self.site = dict(SITE)
        self.faults = []  # callables (method, path) -> Refused or None
        self.sockets_allowed, self.mute, self.options, self.style, self.csp = True, False, "", "", ""
        self.delay = 0

    def start(self):
        config = uvicorn.Config(self, host="127.0.0.1", port=0, log_level="warning", lifespan="off", ws="websockets-sansio")
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

    @property
    def stored(self):
        return [message["text"] for one in self.conversations.values() for message in one.messages if message["author"]["kind"] == "customer"]

    def only(self):
        [conversation] = self.conversations.values()
        return conversation

    def say(self, text, *, silently=False, conversation=None, **extra):
        conversation = conversation or list(self.conversations.values())[-1]
        message = conversation.add(text, kind="agent", name="Alice Moreau", **extra)
        if not silently:
            self.push(conversation.id, {"type": "message", "conversation": conversation.id, "version": message["version"], "message": message})
        return message

    def change(self, message, **changes):
        conversation = self.only()
        conversation.version += 1
        message |= changes | {"version": conversation.version}
        self.push(conversation.id, {"type": "message", "conversation": conversation.id, "version": conversation.version, "message": message})

    def join(self, name="Alice Moreau", conversation=None):
        conversation = conversation or list(self.conversations.values())[-1]
        conversation.status, conversation.agent = "joined", {"name": name, "photo": None}
        self.say("", conversation=conversation, happening={"kind": "joined", "name": name})
        self.state(conversation)

    def read_by_agent(self, conversation):
        conversation.agents_read = conversation.seq
        self.state(conversation)

    def close(self, conversation):
        conversation.status, conversation.closed_at = "closed", now()
        self.state(conversation)

    def state(self, conversation):
        conversation.version += 1
        self.push(conversation.id, {"type": "state", "conversation": conversation.public()})

    def push(self, conversation_id, frame):
        if self.mute:
            return
        for send, followed in list(self.sockets.values()):
            if conversation_id in followed:
                asyncio.run_coroutine_threadsafe(send({"type": "websocket.send", "text": json.dumps(frame)}), self.loop)

    def drop_sockets(self, code=1012):
        for send, _ in list(self.sockets.values()):
            asyncio.run_coroutine_threadsafe(send({"type": "websocket.close", "code": code}), self.loop)
        self.sockets.clear()

    async def __call__(self, scope, receive, send):
        await (self.socket if scope["type"] == "websocket" else self.http)(scope, receive, send)

    async def socket(self, scope, receive, send):
        await receive()
        if not self.sockets_allowed:
            return await send({"type": "websocket.close", "code": 1006})
        await send({"type": "websocket.accept"})
        followed = set()
        while (event := await receive())["type"] == "websocket.receive":
            frame = json.loads(event["text"])
            self.frames.append(frame)
            if frame["type"] == "hello" and frame["token"] not in self.tokens:
                return await send({"type": "websocket.close", "code": 4401})
            if frame["type"] in {"hello", "follow"}:
                followed.add(frame["conversation"])
                self.sockets[id(followed)] = (send, followed)
                known = self.conversations.get(frame["conversation"])
                welcome = {"type": "welcome", "conversation": frame["conversation"], "version": known.version if known else 0}
                await send({"type": "websocket.send", "text": json.dumps(welcome)})
        self.sockets.pop(id(followed), None)

    async def http(self, scope, receive, send):
        body = b""
        while True:
            event = await receive()
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        status, headers, content = await self.answer(scope, body)
        headers = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*", "Access-Control-Allow-Methods": "*",
                   "Access-Control-Expose-Headers": "Retry-After", "Cache-Control": "no-store", **headers}  # fmt: skip
        await send({"type": "http.response.start", "status": status, "headers": [(k.encode(), v.encode()) for k, v in headers.items()]})
        await send({"type": "http.response.body", "body": content})

    async def answer(self, scope, body):
        path, method = scope["path"], scope["method"]
        if method == "OPTIONS":
            return 204, {}, b""
        if path.startswith("/widget/api/"):
            return await self.api_answer(scope, method, path.removeprefix("/widget/api/"), body)
        if path == "/widget/v1.js":
            path = "/static/widget/v1.js"
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            return (200, {"Content-Type": kind}, file.read_bytes()) if file.is_file() else (404, {}, b"")
        page = PAGE.format(origin=f"http://localhost:{self.port}", options=self.options, style=f"<style>{self.style}</style>" if self.style else "")
        policy = {"Content-Security-Policy": self.csp.format(origin=f"localhost:{self.port}")} if self.csp else {}
        return 200, {"Content-Type": "text/html", **policy}, page.encode()

    async def api_answer(self, scope, method, path, body):
        headers = {key.decode(): value.decode() for key, value in scope["headers"]}
        if self.delay:
            await asyncio.sleep(self.delay)
        try:
            for fault in self.faults:
                if refused := fault(method, path):
                    raise refused
            content = self.call(method, path, scope["query_string"].decode(), headers, body)
        except Refused as refused:
            content = {"error": {"code": "refused", "message": refused.sentence, "fields": {}}}
            return refused.status, {"Content-Type": "application/json", **refused.headers}, json.dumps(content).encode()
        if content is None:
            return 204, {}, b""
        return 200, {"Content-Type": "application/json"}, json.dumps(content).encode()

    def call(self, method, path, query, headers, body):
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if path == "session":
            return self.session(token)
        if token not in self.tokens:
            raise Refused(401, "Sign in again.")
        if path == "uploads":
            return self.upload(headers, body)
        id, _, action = path.removeprefix("conversations/").partition("/")
        if action == "messages":
            return self.receive(id, json.loads(body))
        if id not in self.conversations:
            raise Refused(404)
        return self.about(self.conversations[id], action, query, json.loads(body or b"{}"))

    def session(self, token):
        self.sessions += 1
        if token not in self.tokens:
            token = uuid.uuid4().hex
            self.tokens.add(token)
        newest = sorted(self.conversations.values(), key=lambda one: one.started_at, reverse=True)
        return {"token": token, "visitor": {"id": "1", "name": "", "verified": False}, "site": self.site, "conversations": [one.public() for one in newest]}

    def about(self, conversation, action, query, body):
        if action == "seen":
            conversation.seen = {key: max(conversation.seen[key], body[key]) for key in ("delivered", "read")}
            return None
        if action == "page":
            conversation.pages.append(body)
            return None
        kind, number = re.fullmatch(r"(after|before)=(\d+)", query).groups()
        number = int(number)
        if kind == "after":
            found = sorted((m for m in conversation.messages if m["version"] > number), key=lambda m: m["version"])
            return {"conversation": conversation.public(), "messages": found[:200], "more": len(found) > 200}
        found = [m for m in conversation.messages if m["seq"] < number]
        return {"conversation": conversation.public(), "messages": found[-50:], "more": len(found) > 50}

    def receive(self, id, body):
        self.posts.append(body["client_id"])
        known = next((m for one in self.conversations.values() for m in one.messages if m["client_id"] == body["client_id"]), None)
        if known:
            home = next(one for one in self.conversations.values() if known in one.messages)
            return {"conversation": home.public(), "message": known}
        id = self.follow_ups.get(id, id)
        conversation = self.conversations.setdefault(id, Conversation(id))
        if conversation.status == "closed":
            conversation = Conversation(str(uuid.uuid4()))
            self.follow_ups[id] = conversation.id
            self.conversations[conversation.id] = conversation
        files = [self.uploads[key] for key in body["attachments"]]
        if body["page"]:
            conversation.pages.append(body["page"])
        message = conversation.add(body["text"], kind="customer", client_id=body["client_id"], attachments=files)
        self.push(conversation.id, {"type": "message", "conversation": conversation.id, "version": message["version"], "message": message})
        return {"conversation": conversation.public(), "message": message}

    def upload(self, headers, body):
        parts = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + headers["content-type"].encode() + b"\r\n\r\n" + body)
        fields = {part.get_param("name", header="content-disposition"): part for part in parts.iter_parts()}
        client_id, file = fields["client_id"].get_content().strip(), fields["file"]
        content = file.get_payload(decode=True)
        key = f"key-{client_id}"
        self.uploads.setdefault(key, {"key": key, "name": file.get_filename(), "size": len(content), "type": file.get_content_type(),
                                      "url": "/static/widget/v1.js", "thumbnail": None, "image": None})  # fmt: skip
        return {name: self.uploads[key][name] for name in ("key", "name", "size", "type", "image")}

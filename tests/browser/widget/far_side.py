"""What the widget talks to, in memory: conversations, sessions, uploads, as docs/protocol.md has them."""

import json
import re
import uuid
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import HTTP

SITE = {
    "name": "Heron Bank",
    "title": "Heron assistant",
    "greeting": "Ask us about your card or a payment.",
    "position": "end",
    "theme": "auto",
    "colours": {},
    "bot": {"name": "Assistant", "photo": None},
    "language": "",
    "asks_consent": False,
    "page_parameters": [],
    "max_upload_bytes": 20_000_000,
    "max_text": 4000,
}

SIGNATURE = "signed by the site's server"


def now():
    return datetime.now(UTC).isoformat()


def quote(message):
    told = {key: message[key] for key in ("client_id", "seq", "author", "text", "redacted")}
    return told | {"file": message["attachments"][0]["name"] if message["attachments"] else ""}


def card_of(*, signature=None, **card):
    return {"url": None} | card | {"verified": signature == SIGNATURE}


class Refused(Exception):
    def __init__(self, status, sentence="", **headers):
        self.status, self.sentence, self.headers, self.fields = status, sentence, headers, {}


class Conversation:
    def __init__(self, id):
        self.id, self.messages, self.version, self.seq = id, [], 0, 0
        self.status, self.agent, self.closed_at = "queued", None, None
        self.seen, self.agents_read, self.pages = {"delivered": 0, "read": 0}, 0, []
        self.started_at, self.subject = now(), ""
        self.continues = None
        self.place, self.person, self.asks, self.answers = None, False, [], []

    def public(self):
        unread = sum(m["author"]["kind"] != "customer" and m["seq"] > self.seen["read"] for m in self.messages)
        return {
            "id": self.id,
            "version": self.version,
            "seq": self.seq,
            "status": self.status,
            "agent": self.agent,
            "seen": self.seen,
            "agents_seen": {"read": self.agents_read},
            "unread": unread,
            "subject": self.subject,
            "started_at": self.started_at,
            "closed_at": self.closed_at,
            "continues": self.continues,
            "place": self.place,
            "person": self.person,
            "ask": self.asks[0] if self.asks else None,
        }

    def add(self, text, *, kind, name="", client_id=None, **extra):
        self.version += 1
        self.seq += 1
        message = {
            "client_id": client_id or str(uuid.uuid4()),
            "seq": self.seq,
            "version": self.version,
            "author": {"kind": kind, "name": name, "photo": None},
            "text": text,
            "happening": None,
            "attachments": [],
            "quote": None,
            "reactions": [],
            "masked": [],
            "card": None,
            "sent_at": now(),
            "edited_at": None,
            "redacted": False,
            **extra,
        }
        self.messages.append(message)
        return message

    def answer(self, kind, session, value):
        """What is asked is answered once; what comes later, or again, changes nothing."""
        asked = self.asks[0] if self.asks else {}
        if (kind, session) != (asked.get("kind"), asked.get("session")):
            return False
        self.answers.append((kind, value))
        self.asks.pop(0)
        self.version += 1
        return True

    def frame(self, message):
        return {"type": "message", "conversation": self.id, "version": message["version"], "message": message}


class Api:
    """The calls of the widget's API. `push` tells the sockets; the server around it says how."""

    def __init__(self):
        self.conversations, self.follow_ups, self.uploads = {}, {}, {}
        self.tokens, self.posts, self.sessions = set(), [], 0
        self.site = dict(SITE)
        self.leads, self.lead_posts, self.known_name = {}, [], ""
        self.agreement = {"version": "v1", "text": "I agree that Heron Bank tells me of its offers."}
        self.questions, self.promise, self.told, self.agreed, self.pages = [], "", [], [], []

    def push(self, conversation_id, frame):
        raise NotImplementedError

    @property
    def stored(self):
        said = (message for one in self.conversations.values() for message in one.messages)
        return [message["text"] for message in said if message["author"]["kind"] == "customer"]

    def call(self, method, path, query, headers, body):
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if path == "session":
            return self.session(token)
        if token not in self.tokens:
            raise Refused(401, "Sign in again.")
        if path in ("standing", "introduction", "consent", "page"):
            return self.reception(path, json.loads(body or b"{}"))
        if path == "leads":
            return self.lead(method, json.loads(body or b"{}"))
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
        visitor = {"id": "1", "name": "", "verified": False, "agreed": bool(self.agreed and self.agreed[-1])}
        shown = [one.public() for one in newest]
        return {"token": token, "visitor": visitor, "site": self.site, "conversations": shown, **self.standing}

    @property
    def standing(self):
        return {"questions": self.questions, "open": True, "promise": self.promise}

    def reception(self, path, body):
        if path == "consent":
            self.agreed.append(body["pages"])
            return None
        if path == "page":
            self.pages.append(body)
            return None
        if path == "introduction":
            self.told.append(body)
            self.questions = []
        return self.standing

    def lead(self, method, body):
        if method == "GET":
            return {"name": self.known_name, "agreement": self.agreement}
        self.lead_posts.append(body)
        self.leads.setdefault(body["client_id"], body)
        return {"client_id": body["client_id"]}

    def about(self, conversation, action, query, body):
        if action == "seen":
            conversation.seen = {key: max(conversation.seen[key], body[key]) for key in ("delivered", "read")}
            return None
        if action == "reactions":
            return self.react(conversation, **body)
        if action == "page":
            conversation.pages.append(body)
            return None
        if action == "end":
            conversation.status, conversation.closed_at, conversation.asks = (
                "closed",
                now(),
                [{"kind": "solved", "session": 7}],
            )
            left = conversation.add("", kind="system", happening={"kind": "left", "name": ""})
            self.push(conversation.id, conversation.frame(left))
            return conversation.public()
        if action in ("person", "answers"):
            return self.change_standing(conversation, action, body)
        kind, number = re.fullmatch(r"(after|before)=(\d+)", query).groups()
        if kind == "after":
            changed = [m for m in conversation.messages if m["version"] > int(number)]
            found, most = sorted(changed, key=lambda m: m["version"]), 200
            return {"conversation": conversation.public(), "messages": found[:most], "more": len(found) > most}
        found, most = [m for m in conversation.messages if m["seq"] < int(number)], 50
        return {"conversation": conversation.public(), "messages": found[-most:], "more": len(found) > most}

    def change_standing(self, conversation, action, body):
        changed = conversation.answer(**body) if action == "answers" else not conversation.person
        if action == "person" and changed:
            conversation.person = True
            conversation.version += 1
        if changed:
            self.push(
                conversation.id,
                {"type": "state", "version": conversation.version, "conversation": conversation.public()},
            )
        return conversation.public()

    def receive(self, id, body):
        self.posts.append(body["client_id"])
        for home in self.conversations.values():
            for known in home.messages:
                if known["client_id"] == body["client_id"]:
                    return {"conversation": home.public(), "message": known}
        conversation = self.conversation_for(id)
        files = [self.uploads[key] for key in body["attachments"]]
        if body["page"]:
            conversation.pages.append(body["page"])
        quoted = next((m for m in conversation.messages if m["client_id"] == body["reply_to"]), None)
        message = conversation.add(
            body["text"],
            kind="customer",
            client_id=body["client_id"],
            attachments=files,
            quote=quoted and quote(quoted),
            card=card_of(**body["card"]) if body.get("card") else None,
        )
        self.push(conversation.id, conversation.frame(message))
        return {"conversation": conversation.public(), "message": message}

    def react(self, conversation, client_id, emoji, on):
        [message] = [m for m in conversation.messages if m["client_id"] == client_id]
        conversation.version += 1
        message["version"] = conversation.version
        message["reactions"] = [{"emoji": emoji, "count": 1, "mine": True}] if on else []
        self.push(conversation.id, conversation.frame(message))
        return message

    def conversation_for(self, id):
        id = self.follow_ups.get(id, id)
        conversation = self.conversations.setdefault(id, Conversation(id))
        if conversation.status == "closed":
            conversation = Conversation(str(uuid.uuid4()))
            self.follow_ups[id] = conversation.id
            self.conversations[conversation.id] = conversation
        return conversation

    def upload(self, headers, body):
        head = b"Content-Type: " + headers["content-type"].encode() + b"\r\n\r\n"
        parts = BytesParser(policy=HTTP).parsebytes(head + body)
        fields = {part.get_param("name", header="content-disposition"): part for part in parts.iter_parts()}
        file, key = fields["file"], f"key-{fields['client_id'].get_content().strip()}"
        stored = {
            "key": key,
            "name": file.get_filename(),
            "size": len(file.get_payload(decode=True)),
            "type": file.get_content_type(),
            "url": "/static/widget/v1.js",
            "thumbnail": None,
            "image": None,
            "duration_ms": int(fields["duration_ms"].get_content()) if "duration_ms" in fields else None,
        }
        self.uploads.setdefault(key, stored)
        return {name: self.uploads[key][name] for name in ("key", "name", "size", "type", "image", "duration_ms")}

"""A customer without a browser: the widget's API, and the widget's manners when it does not answer."""

import http.client
import json
import time
import uuid
from dataclasses import dataclass, field


@dataclass
class Answer:
    status: int
    body: dict
    retry_after: float
    seconds: float


class Visitor:
    def __init__(self, port: int, *, site: str, origin: str):
        self.port, self.site, self.origin = port, site, origin
        self.conversation = str(uuid.uuid4())
        self.token = ""
        self.line: http.client.HTTPConnection | None = None

    def arrive(self) -> "Visitor":
        self.token = self.ask("POST", "session", {"site": self.site, "identity": None, "language": "en"}).body["token"]
        return self

    def ask(self, method: str, path: str, body: dict | None = None, patience: float = 15) -> Answer:
        """Status 0: no answer."""
        headers = {"Origin": self.origin, "Accept": "application/json", "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        began = time.monotonic()
        try:
            self.line = self.line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
            self.line.request(method, f"/widget/api/{path}", json.dumps(body) if body else None, headers)
            answer = self.line.getresponse()
            read = json.loads(answer.read() or b"{}")
            wait = float(answer.headers.get("Retry-After") or 0)
            return Answer(answer.status, read, wait, time.monotonic() - began)
        except (OSError, http.client.HTTPException, ValueError):
            self.hang_up()
            return Answer(0, {}, 0, time.monotonic() - began)

    def hang_up(self) -> None:
        if self.line:
            self.line.close()
        self.line = None

    def say(self, text: str, client_id: str = "") -> Answer:
        body = {"client_id": client_id or str(uuid.uuid4()), "text": text, "attachments": [], "page": None}
        return self.ask("POST", f"conversations/{self.conversation}/messages", body)

    def read(self) -> list[dict]:
        answer = self.ask("GET", f"conversations/{self.conversation}?after=0")
        assert answer.status == 200, answer
        return answer.body["messages"]


@dataclass
class Ledger:
    """What one visitor wrote, in order, and what the server acknowledged of it."""

    visitor: Visitor
    acknowledged: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    unannounced: int = 0

    def write(self, texts: list[str], *, until: float) -> None:
        """One after the other; the same `client_id` again until it is taken."""
        for text in texts:
            client_id = str(uuid.uuid4())
            while not self._taken(self.visitor.say(text, client_id)):
                assert time.monotonic() < until, f"{text} was not taken in time, {self.statuses[-5:]}"
            self.acknowledged.append(text)

    def _taken(self, answer: Answer) -> bool:
        self.statuses.append(answer.status)
        if answer.status in (200, 201):
            return True
        self.unannounced += answer.status == 503 and not answer.retry_after
        time.sleep(min(answer.retry_after or 0.3, 3))
        return False

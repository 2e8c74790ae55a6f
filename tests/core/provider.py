"""A provider of texts as a local server: it keeps a ledger outside of our database, and can be told to misbehave."""

import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.browser.serving import SOON


class Provider(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Desk)
        self.ledger = []
        self.asked = Counter()
        self.answers = []
        self.holding = threading.Event()
        threading.Thread(target=self.serve_forever, args=[SOON], daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def times_sent(self):
        return Counter(entry["reference"] for entry in self.ledger)


class Desk(BaseHTTPRequestHandler):
    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if answer in (200, "reset after accepting", "hold after accepting"):
            self.server.ledger.append({**sent, "at": time.time()})
        if answer == "hold after accepting":
            self.server.holding.set()
            time.sleep(30)
        if isinstance(answer, str):
            self.close_connection = True
            return
        self._answer(answer, {"id": f"sent-{sent['reference']}"})

    def do_GET(self):
        reference = self.path.rsplit("/", 1)[1]
        self.server.asked[reference] += 1
        known = self.server.times_sent()[reference]
        self._answer(200, {"id": f"sent-{reference}" if known else None})

    def _answer(self, status, body):
        body = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass

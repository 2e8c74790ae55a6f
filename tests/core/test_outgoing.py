"""S-40: what an admin typed in leads to no address of our own network, whatever it is called."""

import ipaddress
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core import outgoing
from core.outgoing import Unreachable, may_be_called
from tests.browser.serving import SOON

pytestmark = pytest.mark.requirement("R4")

OUR_OWN = [
    "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.1.1",
    "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fd00::1", "fe80::1", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1",
]  # fmt: skip
SPELLINGS = [
    "127.0.0.1", "2130706433", "0x7f.1", "017700000001", "localhost", "localhost.", "[::1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "0", "127.1",
]  # fmt: skip


class Far:
    """The other side: answers what it is told to, and counts who came."""

    def __init__(self):
        self.came, self.answer, self.wait = [], (200, {}, b"{}"), threading.Event()
        far = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                far.came.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
                status, headers, body = far.answer
                if status == 0:
                    far.wait.wait(20)
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=[SOON], daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/connector"

    def stop(self):
        self.wait.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def far():
    server = Far()
    yield server
    server.stop()


def post(url, *, seconds=3.0, longest=1000):
    return outgoing.post(url, b"{}", headers={"Content-Type": "application/json"}, seconds=seconds, longest=longest)


def code_of(url, **options):
    with pytest.raises(Unreachable) as caught:
        post(url, **options)
    return caught.value.code


@pytest.mark.parametrize("address", OUR_OWN)
def test_our_own_network_is_not_called(address):
    assert not may_be_called(ipaddress.ip_address(address), 443)


def test_the_web_is_called_on_its_own_ports_alone():
    public = ipaddress.ip_address("93.184.215.14")
    assert may_be_called(public, 443) and may_be_called(public, 80)
    assert not any(may_be_called(public, port) for port in (22, 25, 5432, 6379, 8080))


@pytest.mark.parametrize("host", SPELLINGS)
def test_nobody_connects_however_the_address_is_spelt(far, host):
    assert code_of(f"http://{host}:{far.port}/") in ("private", "unknown")
    assert far.came == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://a@127.0.0.1/", "http://", "nothing"]
)
def test_other_schemes_and_names_before_the_host_are_no_address(url):
    assert code_of(url) == "bad_address"


def test_a_network_that_the_installation_names_is_called(far, settings):
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    assert post(far.url).status == 200
    assert len(far.came) == 1


def test_one_private_address_among_public_ones_is_enough_to_refuse(far, monkeypatch):
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.215.14", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: rows)
    assert code_of("http://two.example/") == "private"


def test_the_name_is_asked_once_and_the_answer_judged_is_the_one_called(far, settings, monkeypatch):
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    real, asked = socket.getaddrinfo, []

    def resolve(host, *args, **kwargs):
        if host != "rebinding.example":
            return real(host, *args, **kwargs)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.0.0.1", far.port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert post(f"http://rebinding.example:{far.port}/").status == 200
    assert len(asked) == 1 and far.came[0][0]["Host"] == f"rebinding.example:{far.port}"


def test_a_redirect_is_an_answer_and_is_not_followed(far, settings):
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    far.answer = (302, {"Location": far.url}, b"")
    assert post(far.url).status == 302
    assert len(far.came) == 1


def test_what_is_too_large_or_too_late_is_given_up(far, settings):
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    far.answer = (200, {}, b"x" * 2000)
    assert code_of(far.url, longest=1000) == "large"
    far.answer = (0, {}, b"")
    assert code_of(far.url, seconds=0.2) == "late"


def test_nobody_queues_up_behind_those_who_wait(far, settings):
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    far.answer = (0, {}, b"")
    codes = []
    waiting = [
        threading.Thread(target=lambda: codes.append(code_of(far.url, seconds=2))) for _ in range(outgoing.AT_ONCE)
    ]
    for thread in waiting:
        thread.start()
    while len(far.came) < outgoing.AT_ONCE:
        pass
    assert code_of(far.url) == "busy"
    for thread in waiting:
        thread.join()
    assert codes == ["late"] * outgoing.AT_ONCE

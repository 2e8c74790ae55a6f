"""S-48: a conversation at DEBUG with planted words in it; then the logs of web and worker, events and reactions."""

import http.client
import json
import re
import time
import urllib.parse
import uuid
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from websockets.sync.client import connect

from accounts.reactions import reset_link
from chat.models import Visitor
from core.logs import _scrub
from core.models import Event, Reaction
from helpdesk.environment import mailer
from tests.chat.conftest import BANK, heron, signed  # noqa: F401
from tests.core.worker import Worker
from tests.live.servers import Web
from tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)

WORD = "Zanzibar"
CARD = "4111 1111 1111 1111"
TEXT = f"{WORD} my card is {CARD}, mail me at {WORD}@heron.example"
PASSWORD = f"{WORD}-password-77"


class Line:
    """A browser over HTTP to a real server: cookies, nothing else of its own."""

    def __init__(self, web):
        self.web, self.cookies = web, {}

    def ask(self, verb, path, body=None, **headers):
        line = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=20)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line.request(verb, path, body=body, headers=headers)
        answer = line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition(";")[0].partition("=")
                self.cookies[cookie] = rest
        answer.text = answer.read().decode(errors="replace")
        line.close()
        return answer

    def post(self, path, form, page="/accounts/login/"):
        answer = self.ask("GET", page)
        token = re.search(r'(?:csrfmiddlewaretoken" value|csrf-token" content)="(\w+)"', answer.text)
        assert token, (page, answer.status, answer.text[:300])
        body = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token.group(1)})
        kind = "application/x-www-form-urlencoded"
        return self.ask(
            "POST", path, body, **{"Content-Type": kind, "Origin": self.web.origin, "X-CSRFToken": token.group(1)}
        )


def a_customers_day(web, site) -> list[str]:
    """Signs in, writes, errs in every way, looks at a file. Returns what nobody may read anywhere."""
    line, headers = Line(web), {"Origin": BANK, "Content-Type": "application/json"}
    identity = signed(site, "dave", name=f"{WORD} Okafor", email=f"{WORD}@heron.example", phone="+380440000001")
    answer = line.ask("POST", "/widget/api/session", json.dumps({"site": site.key, "identity": identity}), **headers)
    token = json.loads(answer.text)["token"]
    headers["Authorization"] = f"Bearer {token}"
    place = f"/widget/api/conversations/{uuid.uuid4()}"

    def write(body):
        return line.ask("POST", f"{place}/messages", body, **headers)

    boundary = "b" * 20
    file = f'--{boundary}\r\nContent-Disposition: form-data; name="client_id"\r\n\r\n{uuid.uuid4()}\r\n'
    file += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{WORD}.txt"\r\n\r\n'
    file += f"{TEXT}\r\n--{boundary}--\r\n"
    upload = line.ask(
        "POST", "/widget/api/uploads", file, **{**headers, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    )
    key = json.loads(upload.text)["key"]
    page = {"url": f"https://heron.example/pay?token={WORD}#{WORD}", "title": f"{WORD} payments"}
    said = json.dumps({"client_id": str(uuid.uuid4()), "text": TEXT, "attachments": [key], "page": page})
    assert write(said).status == 201
    for broken in (
        said[:-5],
        f'{{"{WORD}": 1}}',
        json.dumps({"client_id": WORD, "text": TEXT}),
        TEXT,
        said.replace(TEXT, WORD * 2000),
    ):
        assert write(broken).status in (400, 413, 422)
    read = json.loads(line.ask("GET", f"{place}?after=0", **headers).text)
    link = read["messages"][0]["attachments"][0]["url"]
    assert line.ask("GET", link).status == 200
    line.ask("GET", f"/files/{WORD}{'x' * 40}/?token={WORD}")
    line.ask("GET", f"{place}?token={WORD}", **{**headers, "Authorization": f"Bearer {WORD}{'y' * 30}"})
    with connect(f"ws://127.0.0.1:{web.port}/live/widget/", origin=BANK) as ws:
        ws.send(json.dumps({"type": "hello", "token": token, "conversation": place.rpartition("/")[2], "version": 0}))
        ws.recv(timeout=5)
        for frame in (TEXT, json.dumps({"type": WORD}), json.dumps({"type": "hello", "token": WORD})):
            ws.send(frame)
            ws.recv(timeout=5)
    return [token, identity, key, link.strip("/").rpartition("/")[2]]


def an_operators_day(web, alice) -> list[str]:
    line, ticket = Line(web), Ticket.objects.get()
    line.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    line.post("/accounts/password/reset/", {"email": alice.email}, "/accounts/password/reset/")
    link = reset_link(alice)
    line.ask("GET", urllib.parse.urlsplit(link).path)
    line.post(f"/accounts/login/?next=/desk/{WORD}", {"login": alice.email, "password": "demo"})
    session = line.cookies[configured.SESSION_COOKIE_NAME]
    desk = f"/desk/tickets/{ticket.pk}/"
    for part, form in {
        "replies/": {"client_id": uuid.uuid4(), "text": TEXT, "seen_seq": 1},
        "notes/": {"client_id": WORD, "text": TEXT},
        "customer/": {"name": f"{WORD} Okafor", "preferred_name": WORD, "notes": TEXT},
        "assignment/": {"agent": WORD, WORD: WORD},
        "seen/": {"read": WORD},
    }.items():
        assert line.post(desk + part, form, desk).status in (200, 201, 422)
    line.ask("GET", f"/desk/{WORD}{'z' * 30}/?q={WORD}")
    line.ask("GET", f"/desk/?view={WORD}")
    line.ask(
        "POST",
        f"{desk}replies/",
        urllib.parse.urlencode({"text": TEXT}),
        **{"Content-Type": "application/x-www-form-urlencoded"},
    )
    with connect(
        f"ws://127.0.0.1:{web.port}/live/desk/", origin=web.origin, additional_headers={"Cookie": f"session={session}"}
    ) as ws:
        for frame in (
            json.dumps({"type": "watch", "ticket": ticket.pk}),
            TEXT,
            json.dumps({"type": WORD, "text": TEXT}),
        ):
            ws.send(frame)
            ws.recv(timeout=5)
    ticket.refresh_from_db()
    ticket.hold(reason=f"{WORD} must pay first", by=alice)
    line.post("/accounts/logout/", {}, "/desk/")
    return [session, link.rstrip("/").rpartition("-")[2]]


@pytest.fixture(params=["daphne", "uvicorn"])
def web(request, transactional_db):
    # Failures are counted in a table that outlives a test.
    cache.clear()
    with Web(request.param, LOG_LEVEL="DEBUG") as process:
        yield process
    cache.clear()


def test_nobody_reads_in_a_log_what_people_wrote(web, heron, alice, tmp_path):  # noqa: F811
    secrets = a_customers_day(web, heron) + an_operators_day(web, alice)
    place = tmp_path / "worker.log"
    with place.open("wb") as log:
        worker = Worker(log, redis=configured.REDIS_URL, LOG_LEVEL="DEBUG", DEBUG="0")
        wait_until_nothing_is_due()
        worker.stop()
    logs = web.log.read_text() + place.read_text()
    assert len(logs.splitlines()) > 30, "it was written at all"
    assert "mail_without_server" in logs, "the mail with the link was on its way"
    for word in [
        WORD,
        CARD,
        CARD.replace(" ", ""),
        heron.identity_secret,
        configured.SECRET_KEY,
        *configured.ENCRYPTION_KEYS,
        *secrets,
    ]:
        found = [line for line in logs.splitlines() if word in line]
        assert found == [], word


def wait_until_nothing_is_due():
    from tests.browser.serving import wait_until

    wait_until(lambda: not Reaction.objects.exists(), 40, "the mail")


def test_nor_in_the_trail_of_events(web, heron, alice):  # noqa: F811
    secrets = a_customers_day(web, heron) + an_operators_day(web, alice)
    trail = json.dumps(
        [*Event.objects.values_list("payload", "stream"), *Reaction.objects.values_list("error", "handler")]
    )
    assert Event.objects.count() > 8
    assert [word for word in (WORD, CARD, *secrets) if word in trail] == []
    assert not any(secrets[0] in str(row) for row in Visitor.objects.values())


@pytest.mark.parametrize("part", ["a", "a.", "a-", "a.a@", "@", "1 ", "1-", "/a", "?a", "bearer ", "/" + "a" * 24])
def test_no_address_makes_the_log_slow(part):
    """A long address is looked through in a time that grows with its length, and not with its square."""
    started = time.perf_counter()
    _scrub(part * (60_000 // len(part)))
    assert time.perf_counter() - started < 0.3


def test_mail_goes_to_the_server_that_is_named_or_nowhere():
    smtp = mailer("smtp+tls://me%40x:p%2Fw@mail.example", developing=False)
    assert (
        smtp["OPTIONS"] | {"host": "mail.example", "port": 587, "username": "me@x", "password": "p/w"}
        == smtp["OPTIONS"]
    )
    assert (smtp["OPTIONS"]["use_tls"], smtp["OPTIONS"]["use_ssl"]) == (True, False)
    assert mailer("smtps://mail.example", developing=False)["OPTIONS"]["port"] == 465
    assert mailer("", developing=False)["BACKEND"] == "core.mail.NoServer"
    assert "console" in mailer("", developing=True)["BACKEND"]
    for wrong in ("mail.example", "http://mail.example", "smtp://"):
        with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
            mailer(wrong, developing=False)


def test_files_and_folders_are_ours_alone(heron, settings, dave):  # noqa: F811
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tickets.models import Attachment

    upload, _ = Attachment.upload(SimpleUploadedFile("a.txt", b"x"), client_id=uuid.uuid4(), by=dave)
    path = Path(upload.file.path)
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.parent.stat().st_mode & 0o777 == 0o750

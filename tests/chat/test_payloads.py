"""S-11, S-16, F-21: whatever comes in, the answer is a sentence and never an accident."""

import json
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat import limits
from chat.models import Visitor
from tests.chat.conftest import Browser, signed
from tickets.models import Message, Ticket

NOT_A_STRING = [{}, [], None, 7, 1.5, True, {"$ne": 1}, [["x"]]]
SESSION = {"site": "key", "identity": None, "language": "en"}
MESSAGE = {"client_id": str(uuid.uuid4()), "text": "Hello", "attachments": [], "page": None}
SEEN = {"delivered": 1, "read": 1}
ANSWER = {"kind": "rating", "session": 1, "value": 5}
PAGE = {"url": "https://heron.example/", "title": "Heron"}


def bodies(browser):
    """Each address that takes JSON, with a body that it would take."""
    conversation = f"conversations/{browser.conversation}"
    return {
        "session": {**SESSION, "site": browser.site.key},
        f"{conversation}/messages": {**MESSAGE, "client_id": str(uuid.uuid4())},
        f"{conversation}/seen": SEEN,
        f"{conversation}/answers": ANSWER,
        f"{conversation}/page": PAGE,
    }


@pytest.fixture(autouse=True)
def _without_limits(monkeypatch):
    monkeypatch.setattr(limits, "spend", lambda limit, key: None)


@pytest.fixture
def writing(browser):
    browser.write()
    return browser


def assert_refused(response, *statuses):
    assert response.status_code in statuses, response.content
    assert set(response.json()) == {"error"}
    assert response.json()["error"]["message"]
    for inside in ("Traceback", "Error", "0x", "psycopg", "django", "/work"):
        assert inside not in response.text


def test_every_field_of_the_wrong_type_is_named(writing):
    for path, good in bodies(writing).items():
        for name in good:
            for value in NOT_A_STRING:
                takes_null = name in ("identity", "language", "attachments", "page")
                if (value is None and takes_null) or (value == [] and name == "attachments"):
                    continue
                if name in ("session", "value") and value in (None, 7):
                    continue
                if name in SEEN and value == 7 and not isinstance(value, bool):
                    continue
                response = writing.ask("POST", path, {**good, name: value})
                assert_refused(response, 400)
                assert name in response.json()["error"]["fields"], (path, name, value)
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "page", [{}, {"url": 1, "title": ""}, {"url": "x"}, {"url": "", "title": "", "more": 1}, "x", []]
)
def test_a_broken_page_is_refused(writing, page):
    response = writing.write(page=page)
    assert_refused(response, 400)
    assert "page" in response.json()["error"]["fields"]


@pytest.mark.parametrize("keys", [["x", 1], [None], "x", {}, ["x" * 100], ["a\x00b"], [str(n) for n in range(11)]])
def test_broken_attachments_are_refused(writing, keys):
    assert_refused(writing.write(attachments=keys), 400, 422)
    assert Message.objects.count() == 1


FORBIDDEN = [
    "id", "pk", "seq", "version", "public_version", "visibility", "is_internal", "author", "author_kind", "created_at",
    "sent_at", "owner", "department", "department_id", "assignee", "status", "priority", "role", "is_staff", "verified",
    "is_superuser", "customer", "customer_id", "ticket", "tenant", "bcc", "hmac_verified", "happening",
]  # fmt: skip


@pytest.mark.parametrize("field", FORBIDDEN)
def test_fields_that_are_not_asked_for_are_refused_by_name(writing, field):
    before = Ticket.objects.values().get(), Message.objects.values().get(), Visitor.objects.values().get()
    for path, good in bodies(writing).items():
        response = writing.ask("POST", path, {**good, field: "internal"})
        assert_refused(response, 400)
        assert list(response.json()["error"]["fields"]) == [field]
    assert before == (Ticket.objects.values().get(), Message.objects.values().get(), Visitor.objects.values().get())


def test_missing_fields_are_named(writing):
    for path, good in bodies(writing).items():
        for name in set(good) - {"identity", "language", "attachments", "page", "session"}:
            response = writing.ask("POST", path, {key: value for key, value in good.items() if key != name})
            assert_refused(response, 400)
            assert list(response.json()["error"]["fields"]) == [name]


@pytest.mark.parametrize("field", ["visibility", "message", "uploaded_by", "key"])
def test_an_upload_takes_no_other_fields(browser, field):
    assert_refused(browser.upload(**{field: "x"}), 400)


@pytest.mark.parametrize("client_id", ["", "x", "None", "../../etc", "1" * 500, "\x00"])
def test_an_identifier_is_a_uuid(browser, client_id):
    assert_refused(browser.write(client_id=client_id), 400, 422)
    assert_refused(browser.upload(client_id=client_id), 400, 422)


BROKEN = {
    "empty": b"",
    "truncated": b'{"client_id": "',
    "array": b"[]",
    "string": b'"x"',
    "null": b"null",
    "number": b"1",
    "NaN": b'{"delivered": NaN, "read": 1}',
    "infinity": b'{"delivered": -Infinity, "read": 1}',
    "twice": b'{"delivered": 1, "read": 1, "read": 2}',
    "deep": b'{"x":' * 10_000 + b"1" + b"}" * 10_000,
    "deep list": b"[" * 20_000,
    "deep list in a field": b'{"text":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "huge number": b'{"delivered": ' + b"9" * 5_000 + b', "read": 1}',
    "large number": b'{"delivered": 99999999999999999999, "read": 1}',
    "huge exponent": b'{"delivered": 1e999, "read": 1}',
    "negative": b'{"delivered": -1, "read": -1}',
    "fraction": b'{"delivered": 1.5, "read": 1}',
    "byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"delivered": 1}'.encode("utf-16"),
    "invalid UTF-8": b'{"text": "\xff\xfe"}',
    "lone surrogate": b'{"client_id": "\\ud800", "text": "\\ud800", "url": "\\udfff", "title": "", "site": "\\ud800"}',
    "surrogate in a name": b'{"\\ud800": 1}',
    "NUL": b'{"url": "\\u0000", "title": "\\u0000", "site": "\\u0000", "text": "\\u0000"}',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_broken_bodies_are_refused(writing, body):
    for path in bodies(writing):
        assert_refused(writing.ask("POST", path, body), 400, 422)


def test_a_body_of_more_than_64_kb_is_too_large(writing):
    for path, good in bodies(writing).items():
        assert_refused(writing.ask("POST", path, {**good, "x": "y" * 70_000}), 413)


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=-1",
        "after=1.5",
        "after=1&after=2",
        "after=99999999999",
        "x=1",
        "after=",
        "after=%00",
        "before[]=1",
        "after=１",
    ],
)
def test_broken_queries_are_refused(writing, query):
    assert_refused(writing.ask("GET", f"conversations/{writing.conversation}?{query}"), 400, 422)


def test_refusals_speak_the_readers_language(writing):
    """The words come with the catalogue; the answer says which language it chose."""
    response = writing.ask("POST", "session", {}, headers={"Accept-Language": "ru-RU,ru;q=0.9"})
    assert response["Content-Language"] == "ru"


nested = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
names = [
    "site",
    "identity",
    "language",
    "client_id",
    "text",
    "attachments",
    "page",
    "delivered",
    "read",
    "url",
    "title",
    "kind",
    "session",
    "value",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_json_makes_a_server_error(writing, data):
    path = data.draw(st.sampled_from(list(bodies(writing))))
    good = bodies(writing)[path]
    body = {**good, **data.draw(st.dictionaries(st.sampled_from(names) | st.text(max_size=8), nested, max_size=3))}
    assert writing.ask("POST", path, json.dumps(body)).status_code < 500


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200), kind=st.sampled_from(["application/json", "multipart/form-data; boundary=b", "x"]))
def test_no_bytes_make_a_server_error(writing, body, kind):
    for path in [*bodies(writing), "uploads"]:
        assert writing.ask("POST", path, body, content_type=kind).status_code in (400, 413, 422, 429)


@pytest.mark.parametrize(
    "claims", [{"name": "x" * 300}, {"email": ["x"]}, {"phone": 1}, {"name": "a\x00b"}, {"sub": "x\u202e"}]
)
def test_odd_claims_prove_nothing(heron, claims):
    assert Browser(heron).arrive(signed(heron, **claims)).json()["visitor"]["verified"] is False

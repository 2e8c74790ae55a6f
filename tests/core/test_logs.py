import io
import json
import logging

import pytest
import structlog

from core.logs import HIDDEN, _formatter


@pytest.fixture
def lines():
    """What our formatter makes of a record, as JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(as_json=True))
    logger = logging.getLogger("test.logs")
    logger.addHandler(handler)
    logger.setLevel("DEBUG")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)


@pytest.fixture
def log():
    return structlog.get_logger("test.logs")


@pytest.mark.parametrize(
    "key",
    [
        "password",
        "text",
        "visitor_token",
        "Authorization",
        "set-cookie",
        "message_body",
        "subject",
        "email",
        "secret_key",
    ],
)
def test_what_may_not_be_read_is_dropped_by_its_name(lines, log, key):
    log.info("something", **{key: "planted"})
    assert lines()[0][key] == HIDDEN


def test_it_looks_into_nested_values(lines, log):
    log.info("something", request={"headers": [{"token": "planted"}]}, ticket=12, code=404)
    line = lines()[0]
    assert "planted" not in json.dumps(line)
    assert (line["ticket"], line["code"], line["level"]) == (12, 404, "info")


@pytest.mark.parametrize(
    "sentence",
    [
        "GET /desk/?q=planted",
        "Authorization: Bearer planted.planted-planted",
        "paid with 4111 1111 1111 1111",
        "mail to planted@example.com",
        "GET /accounts/reset/plantedplantedplantedplanted1234/",
        "duplicate key\nDETAIL:  Key (value)=(planted) already exists.",
    ],
)
@pytest.mark.parametrize("foreign", [False, True])
def test_what_slips_into_a_sentence_is_scrubbed(lines, log, sentence, foreign):
    (logging.getLogger("test.logs") if foreign else log).info(sentence)
    text = json.dumps(lines())
    assert "planted" not in text
    assert "4111" not in text
    assert HIDDEN in text


@pytest.mark.parametrize("foreign", [False, True])
def test_an_exception_keeps_its_place_and_loses_its_words(lines, log, foreign):
    try:
        int("planted by dave")
    except ValueError:
        (logging.getLogger("test.logs") if foreign else log).exception("it_broke")
    line = lines()[0]
    assert line["exception"] == "ValueError"
    assert "test_logs.py" in line["frames"][-1]
    assert "planted" not in json.dumps(line)


def test_a_conversation_is_known_by_its_id(lines, log):
    log.info("GET /widget/api/conversations/0b9fd1a5-7ad0-4a1e-9d3a-6f0c7bd3a1de/")
    assert "0b9fd1a5-7ad0-4a1e-9d3a-6f0c7bd3a1de" in lines()[0]["event"]


def test_lines_of_one_request_carry_its_id(lines, log):
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        log.info("one")
        logging.getLogger("test.logs").warning("two")
    assert [line["request_id"] for line in lines()] == ["r-1", "r-1"]


def test_libraries_that_print_contents_stay_at_info():
    for name in ("django.db.backends", "daphne", "kombu", "uvicorn"):
        assert logging.getLogger(name).getEffectiveLevel() >= logging.INFO

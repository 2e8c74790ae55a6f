"""Structured logs with request ids, and without what people wrote, who they are or what opens a door."""

import logging.config
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

# Words in a key that keep its value out of the log, whatever a caller binds.
SECRET = set(
    """
    password passwd secret secrets token tokens jwt authorization cookie cookies signature credentials otp pin cvv key
    keys text body subject payload content note draft caption email emails phone card address ip
    """.split()  # noqa: SIM905 - reads better than a column of quotes
)
HIDDEN = "[hidden]"
# What still slips into a sentence: details of constraint errors, queries, long path segments, cards and addresses.
SCRUBBED = [
    (re.compile(r"(?m)^(DETAIL|CONTEXT|HINT):.*$"), rf"\1: {HIDDEN}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), rf"\1 {HIDDEN}"),
    (re.compile(r"\?[^\s\"']+"), f"?{HIDDEN}"),
    (re.compile(r"(?<=/)(?![0-9a-f]{8}-[0-9a-f]{4}-)[\w~:-]{24,}"), HIDDEN),
    (re.compile(r"(?<!\d)(?:\d[ -]?){13,19}(?!\d)"), HIDDEN),
    (re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+"), HIDDEN),
]
# At DEBUG these print SQL with its values, frames, headers and task arguments.
CHATTY = [
    "django.db.backends",
    "daphne",
    "channels",
    "uvicorn",
    "websockets",
    "kombu",
    "amqp",
    "celery",
    "urllib3",
    "PIL",
]


def logging_config(*, level: str = "INFO", as_json: bool = True) -> None:
    """Set up structlog and the standard library's logging as one stream to stderr."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"structured": {"()": _formatter, "as_json": as_json}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {name: {"level": _at_least_info(level)} for name in CHATTY},
        }
    )


def drop_secrets(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: HIDDEN if _is_secret(key) else _scrub(value) for key, value in event.items()}


def place_exceptions(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep an exception's type and frames and drop its words, which quote what people wrote."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    error = error[1] if isinstance(error, tuple) else error
    if isinstance(error, BaseException):
        event["exception"] = type(error).__qualname__
        event["frames"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)][-12:]
    return event


def _formatter(*, as_json: bool) -> structlog.stdlib.ProcessorFormatter:
    render = structlog.processors.JSONRenderer(default=repr) if as_json else structlog.dev.ConsoleRenderer(colors=False)
    exceptions = [place_exceptions] if as_json else []
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *exceptions,
            drop_secrets,
            render,
        ],
    )


def _shared() -> list:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _at_least_info(level: str) -> str:
    return level if logging.getLevelNamesMapping()[level] > logging.INFO else "INFO"


def _is_secret(key: str) -> bool:
    return not SECRET.isdisjoint(key.lower().replace("-", "_").split("_"))


def _scrub(value):
    if isinstance(value, str):
        for pattern, replacement in SCRUBBED:
            value = pattern.sub(replacement, value)
        return value
    if isinstance(value, dict):
        return drop_secrets(None, "", value)
    if isinstance(value, (list, tuple)):
        return [_scrub(item) for item in value]
    return value

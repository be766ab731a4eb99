"""Logs: one JSON line per event on standard output, without anything that points to a person.

Our own code logs names and numbers of its choosing. Other people's loggers (Django, gunicorn,
Celery) put paths, hosts and addresses into their sentences: of those only the sentence is kept,
with its numbers. Errors keep where they happened and of what kind, not their message, which may
hold a row. What slips through all that is cut out by pattern.
"""

import logging
import logging.config
import re
import sys
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import structlog
from structlog.types import EventDict, Processor

LONGEST = 500
FRAMES = 15
HIDDEN = "…"

# By its name: it reads settings, which are not there yet when gunicorn begins to log.
_REPORTS = "dorst_portal.kit.running.error_reports.ErrorReports"

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

_PERSONAL = re.compile(
    r"""
    [^\s@<>"']+@[^\s@<>"']+\.[a-z]{2,}             # an e-mail address
  | (?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])     # IPv4
  | (?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])  # IPv6
  | (?<![\w.])(?:\+|00)\d[\d ()-]{7,}\d            # a telephone number, with a country
  | (?<![\w.])0[1-9](?:[ -]?\d){8}(?!\w)           # and without
  | (?<=[/\s=])\d+-[A-Za-z0-9_-]{22}(?![\w-])      # the token of a mailed link
  | \?[^\s"']+                                     # a query string
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What we write ourselves and is no person's: left as it is.
_OURS = frozenset({"timestamp", "request_id", "level", "logger", "method", "route"})


def configure(options: Mapping[str, Any]) -> None:
    """Send everything that logs the same way; Django calls this at its start (LOGGING_CONFIG)."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        exception_frames,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    line = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [only_the_sentence, *shared],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            scrub,
            structlog.processors.JSONRenderer(),
        ],
        "pass_foreign_args": True,
        "use_get_message": False,  # the sentence as it was written, its values apart
    }
    reports = ["reports"] if options.get("reports") else []
    stdout = {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
    to_root = {"handlers": [], "propagate": True}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": line},
            "handlers": {
                "stdout": stdout,
                **{name: {"()": _REPORTS, "formatter": "line"} for name in reports},
            },
            "root": {"handlers": ["stdout", *reports], "level": options.get("level", "INFO")},
            "loggers": {
                "django": to_root,
                "django.server": {**to_root, "level": "WARNING"},
                # Each 4xx has its line of ours already.
                "django.request": {**to_root, "level": "ERROR"},
                "gunicorn.error": to_root,
                "gunicorn.access": {"handlers": [], "propagate": False},
                # Of each call they tell the address, which may hold a secret.
                "httpx": {**to_root, "level": "WARNING"},
                "httpcore": {**to_root, "level": "WARNING"},
                # Its level is the worker's word (celery.py); a fresh start is without one.
                "celery": {**to_root, "level": "NOTSET"},
            },
        }
    )


def only_the_sentence(_: Any, __: str, event_dict: EventDict) -> EventDict:
    """Keep of somebody else's line its sentence and numbers, not the words put into it."""
    values = event_dict.pop("positional_args", None)
    record: logging.LogRecord = event_dict["_record"]
    sentence = str(event_dict["event"])
    if record.name.startswith("django.") and not values:
        # These sentences were put together before (a host, a path): the name says what happened.
        event_dict["event"] = record.name
    elif isinstance(values, Mapping):
        event_dict["event"] = _filled(sentence, {k: _safe(v, k) for k, v in values.items()})
    else:
        event_dict["event"] = _filled(sentence, tuple(map(_safe, values or ())))
    if isinstance(status := vars(record).get("status_code"), int):
        event_dict["status"] = status
    return event_dict


def exception_frames(_: Any, __: str, event_dict: EventDict) -> EventDict:
    """Tell an error by its kind and the lines it came through, never by its message."""
    raised = _exc_info(event_dict.pop("exc_info", None))
    if raised is not None:
        event_dict["error"] = raised[0].__name__
        event_dict["frames"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(raised[2])[-FRAMES:]
        ]
        cause = raised[1].__cause__ or raised[1].__context__
        if cause is not None:
            event_dict["cause"] = type(cause).__name__
    return event_dict


def scrub(_: Any, __: str, event_dict: EventDict) -> EventDict:
    """Cut what looks like a person's out of every text, and shorten what is too long."""
    return {key: value if key in _OURS else _scrubbed(value) for key, value in event_dict.items()}


def _scrubbed(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_scrubbed(item) for item in value]
    return _PERSONAL.sub(HIDDEN, str(value)[:LONGEST])


def _safe(value: Any, name: str = "") -> Any:
    """Numbers stay; of words only the name of a Celery task, which is the name of our code."""
    if isinstance(value, int | float) or value is None or name == "name":
        return value
    return HIDDEN


def _filled(sentence: str, values: Any) -> str:
    try:
        return sentence % values if values else sentence
    except (TypeError, ValueError, KeyError):
        return sentence


def _exc_info(given: Any) -> ExcInfo | None:
    if isinstance(given, BaseException):
        return (type(given), given, given.__traceback__)
    if isinstance(given, tuple):
        return given if given[0] is not None else None
    current = sys.exc_info() if given else (None, None, None)
    return current if current[0] is not None else None

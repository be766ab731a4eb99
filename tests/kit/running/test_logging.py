"""Logs: one JSON line per event, without anything that points to a person (LG-01, LG-02, LG-06)."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import structlog
from django.conf import settings as portal
from django.test import Client
from gunicorn.config import Config

from dorst_portal.accounts.models import User
from dorst_portal.kit.running.gunicorn import LogLines
from dorst_portal.kit.running.logging import configure

Lines = Callable[[], list[dict[str, Any]]]
SECRETS = ["jan@example.org", "+31 6 0000 1234", "0600001234", "192.0.2.77", "2001:db8::1:2:3"]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What is logged while the test runs, read as JSON; a line that is not JSON fails it."""
    configure({"level": "INFO"})
    handler = next(one for one in logging.getLogger().handlers if one.get_name() == "stdout")
    assert isinstance(handler, logging.StreamHandler)
    out = StringIO()
    handler.setStream(out)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    configure(portal.LOGGING)


@pytest.fixture
def asker() -> Client:
    return Client(raise_request_exception=False, headers={"User-Agent": "jan@example.org\r\nx"})


@pytest.mark.django_db
@pytest.mark.urls("tests.kit.wire_urls")
def test_lg_02_a_request_is_one_line_without_address_path_or_query(
    lines: Lines, asker: Client, beheerder: User
) -> None:
    asker.force_login(beheerder)
    secret = "/link/17-abcdefghijklmnopqrstuv/?naam=Jansen%0d%0aregel"
    response = asker.get(secret, REMOTE_ADDR="192.0.2.77")
    [line] = lines()
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert line.pop("timestamp").endswith("Z")
    assert isinstance(line.pop("ms"), int)
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "portal.request",
        "method": "GET",
        "route": "link_page",
        "status": 200,
        "user": beheerder.pk,
        "request_id": response.headers["X-Request-ID"],
    }


@pytest.mark.django_db
@pytest.mark.urls("tests.kit.wire_urls")
@pytest.mark.parametrize("path", ["/nergens/jan@example.org/", "/nergens/%0d%0a%1b[31m/", "/fails/",
                                  "/nergens/" + "x" * 10_000])  # fmt: skip
def test_lg_06_no_path_or_message_reaches_the_log(lines: Lines, asker: Client, path: str) -> None:
    asker.get(path, headers={"X-Forwarded-For": "192.0.2.77"})
    written = json.dumps(lines())
    for canary in ("jan@", "nergens", "Jansen", "192.0.2", "xxxx", "[31m"):
        assert canary not in written


@pytest.mark.django_db
@pytest.mark.urls("tests.kit.wire_urls")
def test_an_error_tells_its_kind_and_where_it_was_not_what_it_said(
    lines: Lines, asker: Client
) -> None:
    response = asker.get("/fails/")
    error = next(line for line in lines() if line["logger"] == "django.request")
    assert error["error"] == "RuntimeError"
    assert any("wire_urls.py" in frame and frame.endswith("fails") for frame in error["frames"])
    assert error["request_id"] == response.headers["X-Request-ID"]


@pytest.mark.django_db
@pytest.mark.urls("tests.kit.wire_urls")
def test_a_strange_host_is_told_without_its_name(lines: Lines, asker: Client) -> None:
    asker.get("/public/", headers={"host": "evil.example"})
    told = [line["event"] for line in lines()]
    assert told == ["django.security.DisallowedHost", "request"]
    assert "evil" not in json.dumps(lines())


@pytest.mark.parametrize("secret", SECRETS)
def test_lg_02_what_slips_into_a_line_of_ours_is_cut_out(lines: Lines, secret: str) -> None:
    structlog.get_logger("portal.test").warning(
        f"mail {secret} x", note=f"({secret})", many=[secret]
    )
    written = json.dumps(lines(), ensure_ascii=False)
    assert secret not in written
    assert "mail … x" in written


def test_lg_02_the_token_of_a_link_and_a_query_are_cut_out(lines: Lines) -> None:
    logging.getLogger("somebody").warning(
        "open /bevestig/17-abcdefghijklmnopqrstuv/ and /zoek/?q=x"
    )
    assert lines()[0]["event"] == "open /bevestig/…/ and /zoek/…"


def test_numbers_names_and_times_of_ours_stay(lines: Lines) -> None:
    structlog.get_logger("portal.test").info(
        "mail.sent", mail=17, ok=True, at="2026-11-22 12:30:01"
    )
    line = lines()[0]
    assert (line["mail"], line["ok"], line["at"]) == (17, True, "2026-11-22 12:30:01")


@pytest.mark.parametrize("logger", ["celery.worker", "gunicorn.error", "allauth", "django.server"])
def test_lg_02_other_peoples_lines_keep_their_sentence_and_numbers(
    lines: Lines, logger: str
) -> None:
    logging.getLogger(logger).warning("Task %s for %r took %d ms", "x", "jan@example.org", 12)
    assert lines()[0]["event"] == "Task … for '…' took 12 ms"


def test_setting_up_forgets_the_level_that_a_worker_chose_before(lines: Lines) -> None:
    logging.getLogger("celery").setLevel(logging.ERROR)
    configure({"level": "INFO"})
    assert logging.getLogger("celery.worker").isEnabledFor(logging.WARNING)


def test_celery_may_name_its_task(lines: Lines) -> None:
    facts = {"name": "outbox.tasks.deliver", "id": "abc", "runtime": 0.25}
    logging.getLogger("celery.app.trace").info("Task %(name)s[%(id)s] in %(runtime)ss", facts)
    assert lines()[0]["event"] == "Task outbox.tasks.deliver[…] in 0.25s"


def test_lg_06_line_ends_and_escapes_stay_inside_one_line(lines: Lines) -> None:
    logging.getLogger("somebody").warning("een\r\ntwee\x1b[31m" + "x" * 10_000)
    [line] = lines()
    assert len(line["event"]) <= 500


@pytest.mark.usefixtures("lines")
def test_gunicorn_goes_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    log = LogLines(Config())
    log.info("Booting worker with pid: %s", 42)
    log.access(None, None, {"REMOTE_ADDR": "192.0.2.77"}, None)
    written = [json.loads(line)["event"] for line in capsys.readouterr().out.splitlines()]
    assert written == ["Booting worker with pid: 42"]
    assert log.error_log.handlers == []

"""Who runs the server hears that something broke, and nothing of anybody (LG-02)."""

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import Any

import pytest
import structlog
from django.conf import settings as portal
from django.test import Client

from dorst_portal.kit.running import error_reports
from dorst_portal.kit.running.error_reports import ErrorReport
from dorst_portal.kit.running.logging import configure
from dorst_portal.outbox.delivery import deliver_due
from dorst_portal.outbox.error_reports import MOST_AN_HOUR, queue_report
from dorst_portal.outbox.models import Mail
from tests.outbox.servers import mail_server
from tests.outbox.test_delivery import use_server

OPERATOR = "operator@example.org"
MARK = "Merktekenaar"
MARKS = (MARK, "merkteken", "31600008642", "Merkstraat", "192.0.2.77")
NOW = datetime(2026, 11, 30, 13, 20, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reporting(settings: Any) -> Iterator[None]:
    """As where the operator set an address."""
    settings.ERROR_REPORTS_TO = OPERATOR
    configure({"level": "INFO", "reports": True})
    yield
    configure(portal.LOGGING)


def mails(number: int) -> list[Mail]:
    """The mails about errors, once there are so many: they are queued beside the work."""
    deadline = time.monotonic() + 20
    while Mail.objects.filter(event="error_report").count() < number:
        assert time.monotonic() < deadline, "no report came"
        time.sleep(0.02)
    return list(Mail.objects.filter(event="error_report"))


def text_of(message: Message) -> str:
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def break_with_somebodys_data(name: str = MARK) -> None:
    row = {"naam": name, "telefoon": "+31600008642"}
    raise RuntimeError(f"DETAIL: Failing row contains ({row['naam']}, Merkstraat 1).")


@pytest.mark.urls("tests.kit.wire_urls")
def test_lg_02_a_page_that_fails_is_told_with_its_number_and_nothing_of_who_asked(
    reporting: None, settings: Any
) -> None:
    client = Client(raise_request_exception=False, headers={"User-Agent": MARK})
    client.cookies["merkteken"] = MARK
    sent = {"naam": MARK, "telefoon": "+31600008642", "straat": "Merkstraat"}
    answer = client.post("/fails/?naam=Merktekenaar", sent, REMOTE_ADDR="192.0.2.77")
    assert answer.status_code == 500
    [mail] = mails(1)
    with mail_server() as server:
        use_server(settings, server.port)
        assert deliver_due(now=mail.due + timedelta(seconds=1)) == 1
        [message] = server.received
    said = text_of(message)
    assert message["To"] == OPERATOR
    assert message["Subject"] == "Fout in het portaal: RuntimeError"
    assert answer.headers["X-Request-ID"] in said
    assert "Waar: tests/kit/wire_urls.py:" in said
    assert portal.VERSION in said
    assert not [mark for mark in MARKS if mark in said + str(message)]
    assert str(portal.BASE_DIR) not in said


def test_lg_02_an_error_with_a_row_in_its_words_is_told_without_them(reporting: None) -> None:
    try:
        break_with_somebodys_data()
    except RuntimeError as error:
        structlog.get_logger("portal.test").error("timetable.broke", who=MARK, exc_info=error)
    [mail] = mails(1)
    assert "tests/outbox/test_error_reports.py:" in mail.text
    assert "break_with_somebodys_data" in mail.text
    assert not [mark for mark in MARKS if mark in mail.text + mail.subject + mail.key]


def test_the_same_fault_is_told_once_an_hour_by_all_processes_together(reporting: None) -> None:
    log = logging.getLogger("portal.test")
    for _ in range(5):
        try:
            break_with_somebodys_data()
        except RuntimeError:
            log.exception("broke")
    [mail] = mails(1)
    # Another process met the same, and an hour later it is still so.
    same = error_reports.ErrorReport(
        kind="RuntimeError", place=mail.text.split("Waar: ")[1].splitlines()[0],
        logger="portal.test", at=mail.created.isoformat(),
    )  # fmt: skip
    queue_report(same)
    assert len(mails(1)) == 1
    later = mail.created + timedelta(hours=1)
    queue_report(ErrorReport(kind=same.kind, place=same.place, logger="x", at=later.isoformat()))
    assert len(mails(2)) == 2


def test_a_release_that_breaks_everywhere_sends_ten_mails_an_hour(reporting: None) -> None:
    for number in range(MOST_AN_HOUR + 5):
        queue_report(
            ErrorReport(kind="KeyError", place=f"a.py:{number}", logger="x", at=NOW.isoformat())
        )
    assert len(mails(MOST_AN_HOUR)) == MOST_AN_HOUR == 10


def test_strangers_cause_no_mail(reporting: None) -> None:
    Client().get("/", headers={"host": "evil.example"})
    logging.getLogger("portal.test").warning("this is no error")
    logging.getLogger("portal.test").error("this is one")
    [mail] = mails(1)
    assert mail.subject == "Fout in het portaal: this is one"


def test_a_report_that_gets_lost_is_a_line_and_no_report(
    reporting: None, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    configure({"level": "INFO", "reports": True})
    settings.ERROR_REPORTS_BY = "tests.outbox.test_error_reports.nobody"
    logging.getLogger("portal.test").error("broke")
    deadline = time.monotonic() + 10
    said = ""
    while "kit.report_lost" not in said and time.monotonic() < deadline:
        time.sleep(0.02)
        said += capsys.readouterr().out
    assert "kit.report_lost" in said
    assert not Mail.objects.exists()


def nobody(report: ErrorReport) -> None:
    raise LookupError(MARK)


def test_off_is_the_default() -> None:
    assert portal.ERROR_REPORTS_TO == ""
    assert portal.LOGGING["reports"] is False
    names = {type(one).__name__ for one in logging.getLogger().handlers}
    assert "ErrorReports" not in names

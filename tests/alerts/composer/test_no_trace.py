"""DP-01: the composer keeps nothing. After marked values in every field none of them is in a table,
a log line, a mail, the cache, the broker, a cookie or an address; also when the page breaks.
"""

import logging
import os
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alerts.forms.carried import CARRIED
from alerts.views import composing
from dorst_portal.kit.running.logging import configure
from groups.models import WatchGroup
from tests.groups.conftest import Village
from tests.groups.privacy.test_marked_values import all_columns, all_of_redis

MARK = "merkwoord"
# Of a list, and of a shape of its own; all others hold the mark.
RIGHT = {
    "police": "112", "category": "burglary", "when": "earlier", "drill": "", "sure": "",
    "called_at": "", "kind": "", "made": "", "text": "", "group": "", "app": "",
}  # fmt: skip
FIELDS = {name: f"{MARK} {name}"[:30] for name in CARRIED} | {"plate": MARK} | RIGHT
WRONG = [
    {}, {"text": f"{MARK} 06 12345678", "screen": "message"}, {"what": MARK * 100},
    {"category": MARK}, {"group": MARK, "place": MARK, "to": "gate"}, {"to": "update"},
    {"to": "over"}, {"to": "false", "street": f"{MARK}@example.org"}, {"skin": MARK, "height": ""},
    {"screen": MARK, "to": MARK}, {"police": "not_yet"}, {"what": f"{MARK}\x00"},
    {f"{MARK}{number}": MARK for number in range(300)},
]  # fmt: skip


@pytest.fixture
def logged() -> Iterator[Callable[[], str]]:
    """All that is logged while the test runs, as production logs it."""
    configure({"level": "DEBUG"})
    handler = next(one for one in logging.getLogger().handlers if one.get_name() == "stdout")
    assert isinstance(handler, logging.StreamHandler)
    out = StringIO()
    handler.setStream(out)
    yield out.getvalue
    configure(portal.LOGGING)


def broker_files() -> bytes:
    folder = Path(portal.VAR_DIR) / "broker"
    return b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


@pytest.mark.django_db
def test_dp_01_nothing_that_was_typed_stands_anywhere(
    village: Village, logged: Callable[[], str]
) -> None:
    client = Client(raise_request_exception=False)
    client.get("/alarm/?groep=spoorstraat")
    for wrong in WRONG:
        with CaptureQueriesContext(connection) as queries:
            answer = client.post("/alarm/", FIELDS | {"screen": "looks", "to": "message"} | wrong)
        assert answer.status_code in (200, 400, 413), wrong
        if "group" not in wrong and wrong.get("to") != "false":  # those show the gate of a group
            assert len(queries) == 0, wrong
        assert MARK not in str(answer.headers) + str(answer.cookies), wrong
        if answer.status_code == 200:  # others hold nothing that was typed
            assert "no-store" in answer.headers["Cache-Control"], wrong
    assert not client.cookies
    everywhere = all_columns() + broker_files()
    if url := os.environ.get("REDIS_URL"):
        everywhere += all_of_redis(url)
    assert MARK.encode() not in everywhere.lower()
    assert b"spoorstraat" in everywhere.lower()  # the search finds what is there
    assert MARK not in logged().lower()
    assert logged().count('"route": "alarm"') >= len(WRONG)
    assert mail.outbox == []
    assert cache.get(MARK) is None
    assert WatchGroup.objects.filter(name__icontains=MARK).count() == 0


def test_dp_01_a_page_that_breaks_tells_nothing_of_it(
    logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(text: str, app: str) -> None:
        raise ValueError(text)

    monkeypatch.setattr(composing, "ways_to_share", breaks)
    client = Client(raise_request_exception=False)
    answer = client.post("/alarm/", FIELDS | {"screen": "looks", "to": "message"})
    assert answer.status_code == 500
    assert '"error": "ValueError"' in logged()
    assert MARK not in logged()
    assert MARK not in answer.content.decode()

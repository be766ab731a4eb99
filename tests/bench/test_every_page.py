"""Every page of a coordinator is among those that are compared, or is named here with a reason."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from zeal import zeal_ignore

from bench.every_page import COORDINATOR, OF_OTHERS, Page, _all_pages, _opened, _told
from dorst_portal.demo.seed import seed
from dorst_portal.kit.routes import routes

pytestmark = pytest.mark.django_db

# The example village has no list of members of the whole village that was sent, no objection, no
# message that was not sent yet, no group that is starting and no alert that runs.
WITHOUT_A_ROW = {
    "village_import",
    "village_import_row",
    "objection",
    "bulletin_edit",
    "bulletin_preview",
    "group_open",
    "group_step",
    "alert_village",
}


@pytest.fixture
def many_visits(no_repeated_queries: None) -> Iterator[None]:
    """The seed plays the work of weeks, and each page is a request of its own."""
    with zeal_ignore():
        yield


@pytest.fixture(autouse=True)
def hosts_as_they_were(settings: Any) -> None:
    """The tool lets any host in; after a test of it nobody may be."""
    settings.ALLOWED_HOSTS = list(settings.ALLOWED_HOSTS)


@pytest.mark.usefixtures("many_visits")
def test_every_page_of_a_coordinator_is_compared_and_opens() -> None:
    assert seed(now=timezone.now())
    pages = _all_pages()
    theirs = {
        route.name
        for route in routes()
        if route.audience == "coordinator" and "GET" in route.methods and ".csv" not in route.path
    }
    assert theirs - pages.keys() <= WITHOUT_A_ROW
    assert len(theirs & pages.keys()) > 70
    clients: dict[str, Any] = {}
    answers = {name: _opened(clients, page, count=True) for name, page in pages.items()}
    assert {name for name, answer in answers.items() if answer["status"] != 200} == set()
    # What the next night wipes is counted kind by kind.
    many = {name for name, answer in answers.items() if answer["statements"] > 13}
    assert many <= {"retention"}
    assert COORDINATOR in {who for who, _ in pages.values()}
    assert pages.keys() >= OF_OTHERS.keys()
    assert not any(re.search("[<{]", path) for _, path in pages.values())
    assert _opened(clients, pages["inbox"], count=False)["ms"] > 0


def test_a_page_that_is_slower_or_asks_more_in_the_large_one_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    small = Page(200, 5, ms=[10, 10, 40], cpu=[8, 8, 8])
    assert _told("page", small, Page(200, 5, ms=[13, 13, 9], cpu=[8]))
    assert not _told("page", small, Page(200, 5, ms=[13.2], cpu=[8]))
    assert not _told("page", small, Page(200, 6, ms=[10], cpu=[8]))
    assert not _told("page", small, Page(404, 5, ms=[10], cpu=[8]))
    # Fast pages may differ by a part of a millisecond, and the figures by more, up to their limit.
    assert _told("page", Page(200, 2, ms=[1], cpu=[1]), Page(200, 2, ms=[1.9], cpu=[1]))
    assert _told("figures", small, Page(200, 5, ms=[499], cpu=[8]))
    assert not _told("figures", small, Page(200, 5, ms=[501], cpu=[8]))
    assert capsys.readouterr().out.count("<-- look") == 4

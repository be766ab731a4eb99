"""What every test shares: who is left out and why, N+1 queries, the cache, and the browser."""

import gc
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import zeal
from django.core.cache import cache
from django.db import connection

from dorst_portal.demo.seed_identity import DORST
from dorst_portal.identity import current
from dorst_portal.kit.paper.printing import can_print
from groups.places.pages import examples
from groups.wording import texts_in_force
from tests import template
from tests.races.databases import create

TESTS = Path(__file__).parent
# What a folder holds, it need not say again on each test.
MARKERS_OF_FOLDERS = {"journeys": "browser", "races": "race"}
# Where a test without a database asks nothing of Redis either, or names its servers itself: it
# runs once.
PURE = (
    "alerts",
    "deploy",
    "groups",
    "kit/inputs",
    "kit/tables",
    "kit/test_look.py",
    "kit/test_components.py",
)
DATABASES = {"db", "transactional_db"}
LEFT_OUT = "left out: "
CHROMIUM = next(
    (
        path
        for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
        if name and (path := shutil.which(name))
    ),
    None,
)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks tests by their folder, and skips what this machine cannot run, saying so."""
    for item in items:
        if item.path.is_relative_to(TESTS):
            folder = item.path.relative_to(TESTS).parts[0]
            if marker := MARKERS_OF_FOLDERS.get(folder):
                item.add_marker(marker)
            if _is_pure(item):
                item.add_marker("once")
        if item.get_closest_marker("browser") and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason=f"{LEFT_OUT}browser tests: no Chromium here"))
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason=f"{LEFT_OUT}PostgreSQL tests: not used here"))
        if item.get_closest_marker("redis") and not os.environ.get("REDIS_URL"):
            item.add_marker(pytest.mark.skip(reason=f"{LEFT_OUT}Redis tests: not used here"))
        if item.get_closest_marker("pdf") and not can_print():
            item.add_marker(pytest.mark.skip(reason=f"{LEFT_OUT}PDF tests: no Pango here"))
        if item.get_closest_marker("sqlite") and connection.vendor != "sqlite":
            item.add_marker(pytest.mark.skip(reason="of SQLite only, where it runs as well"))


def _is_pure(item: pytest.Item) -> bool:
    """Whether the databases are nothing to this test: it touches none of them."""
    path = item.path.relative_to(TESTS).as_posix()
    asks = item.get_closest_marker("django_db") or DATABASES & set(
        getattr(item, "fixturenames", ())
    )
    return not asks and path.startswith(PURE)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Thousands of tests stay in memory to the end. Going through them again and again for what may
    be thrown away would take an eighth of the processor's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


class LeftOut:
    """Remembers what was left out; with REQUIRE_ALL=1 that fails the run."""

    def __init__(self) -> None:
        self.reasons: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            if reason.startswith(LEFT_OUT):
                self.reasons.add(reason.removeprefix(LEFT_OUT))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.reasons and os.environ.get("REQUIRE_ALL") == "1":
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for reason in sorted(self.reasons):
            terminalreporter.write_line(f"Left out: {reason}")
        report = os.environ.get("LEFT_OUT_REPORT")  # where scripts/test.py gathers them
        if report and self.reasons:
            with Path(report).open("a") as file:
                file.writelines(f"{reason}\n" for reason in sorted(self.reasons))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The suite's own database is a copy of the migrated one of the run."""
    migrated, test = template.migrated_database(), connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        create(f"sqlite:///{test['NAME']}", migrated)
    else:
        test["TEMPLATE"] = migrated.rsplit("/", 1)[1]


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """The copy of a file is there when Django would make it; it goes with its folder."""
    return connection.vendor == "sqlite" or bool(request.config.getvalue("reuse_db"))


def pytest_configure(config: pytest.Config) -> None:
    """The reports of all worker processes come together in the controlling one; what is collected
    knows the names of the example village without a database.
    """
    current._known = names_as_read()
    current._read_at = time.monotonic()
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(LeftOut())
        config.add_cleanup(template.begin())


@pytest.fixture(autouse=True)
def no_repeated_queries() -> Iterator[None]:
    """The same query once per row of a list fails the test."""
    with zeal.zeal_context():
        yield


@pytest.fixture(autouse=True)
def clean_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Limits and codes in the cache outlive a test that really commits: they are wiped after it."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or bool(
        marker and marker.kwargs.get("transaction")
    )
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits or os.environ.get("REDIS_URL"):
        cache.clear()


@pytest.fixture(autouse=True)
def texts_as_shipped() -> None:
    """Every test starts with the texts that are shipped, remembered as in a running process."""
    texts_in_force.remember({})


def names_as_read() -> current.Here:
    """The names of the example village, but for the address that is the installation's own."""
    names = {name: value for name, value in asdict(DORST).items() if not name.startswith("help_")}
    return current.Here(**names, is_set=True)


@pytest.fixture(autouse=True)
def names_of_dorst(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts with the names of the example village, as a running process knows them; who
    tests another village says `current.read_again()`.
    """
    monkeypatch.setattr(current, "_known", names_as_read())
    monkeypatch.setattr(current, "_read_at", time.monotonic())


@pytest.fixture(autouse=True)
def no_example_of_an_address() -> None:
    """Every test starts with what a process of a village without addresses remembers."""
    examples.remember(examples.Example())


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which may not talk to anybody but us."""
    # Playwright's loop makes Django think that it is called from async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}

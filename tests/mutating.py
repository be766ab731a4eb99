"""The run of `make mutation`: a plugin of pytest that runs the chosen tests once for each mutant.

mutmut makes the mutants: all of a module stand in it beside each function, and a variable of the
environment says which one is called. So one process loads the portal and its tests once, asks which
test reaches which function, and forks; the child runs for each mutant the tests that reach it, the
quickest first, until one fails. What a test writes into the database is rolled back, as always;
tests that really commit take no part.
"""

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from django.db import connections
from hypothesis import settings
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("alerts", "dorst_portal", "groups")
ALL = "none"  # in place of a mutant: all tests, and nothing changed
KILLED, SURVIVED, TIMED_OUT, NO_TEST = "killed", "survived", "timed out", "no test"
# What a mutant may take: an endless loop by its processor time, one that waits by the clock.
CPU_SECONDS, CPU_TIMES, WALL_SECONDS = 10, 20, 900

# A mutant is killed by what it does, not by a machine that was busy or by another random example.
settings.register_profile(
    "mutating", deadline=None, derandomize=True, database=None, max_examples=50
)


class _Mutated(SourceFileLoader):
    """Loads a module with all its mutants in it."""

    def __init__(self, name: str, path: str, code: str) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        """Never from the cache of what Python compiled, and never into it."""
        return compile(self._code, self.path, "exec", dont_inherit=True)


@dataclass
class _Modules(MetaPathFinder):
    """The modules that are changed, found before Python finds them as they are."""

    code: dict[str, str] = field(default_factory=dict)
    mutants: list[str] = field(default_factory=list)

    def add(self, path: str) -> None:
        """Make the mutants of one module."""
        name = path.removesuffix(".py").replace("/", ".")
        made = mutate_file_contents(path, (ROOT / path).read_text())
        self.code[name] = made.code
        self.mutants += [f"{name}.{one}" for one in made.mutant_names]

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """As Python asks for each module that is imported."""
        if name not in self.code:
            return None
        file = str(ROOT / f"{name.replace('.', '/')}.py")
        return spec_from_file_location(name, file, loader=_Mutated(name, file, self.code[name]))


class _Nothing:
    """What comes after each test: whatever it shared with others is set up anew."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session

    def listchain(self) -> list[pytest.Session]:
        """What stays as it is: the session, with its database."""
        return [self._session]


@dataclass
class _Run:
    session: pytest.Session
    forget: list[Callable[[], Any]]
    tells: bool = True
    reached_by: dict[str, list[pytest.Item]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def passes(self, item: pytest.Item) -> bool:
        """Run one test, of which nothing that the last one made is remembered."""
        for forget in self.forget:
            forget()
        reports = runtestprotocol(item, log=False, nextitem=_Nothing(self.session))  # type: ignore[arg-type]
        for report in reports:
            if report.failed and self.tells:
                print(report.longreprtext, file=sys.__stderr__)
        return not any(report.failed for report in reports)

    def look(self) -> bool:
        """Run each test once, unchanged, and see which functions it reaches."""
        set_mutant_under_test("stats")
        for item in self.session.items:
            state()._stats.clear()
            begun = time.process_time()
            if not self.passes(item):
                return False
            self.seconds[item.nodeid] = time.process_time() - begun
            for function in state()._stats:
                self.reached_by.setdefault(function, []).append(item)
        for items in self.reached_by.values():
            items.sort(key=lambda item: self.seconds[item.nodeid])
        return True

    def try_all(self, mutants: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Run the tests of each mutant, in a child that takes the next one as long as it can."""
        left = list(mutants)
        while left:
            before = len(left)
            connections.close_all()
            reading, writing = os.pipe()
            child = os.fork()
            if not child:
                try:
                    self._go_through(left, writing)
                finally:
                    os._exit(0)
            os.close(writing)
            with os.fdopen(reading) as told:
                for line in told:
                    yield left.pop(0), line.strip()
            _, status = os.waitpid(child, 0)
            if os.WIFSIGNALED(status):
                yield left.pop(0), TIMED_OUT
            if len(left) == before:
                raise pytest.UsageError("a child ended without a word")

    def _go_through(self, mutants: Sequence[str], writing: int) -> None:
        """In a child: tell of each mutant what came of it. A test that failed has to pass again
        without the mutant; where it does not, something was left behind, and a new child goes on.
        """
        self.tells = False
        for number, mutant in enumerate(mutants):
            items = self.tests_of(mutant)
            self._limit(sum(self.seconds[item.nodeid] for item in items))
            set_mutant_under_test(mutant)
            failed = next((item for item in items if not self.passes(item)), None)
            set_mutant_under_test("none")
            is_clean = failed is None or self.passes(failed)
            if number and not is_clean:
                return
            verdict = (KILLED if failed else SURVIVED) if items else NO_TEST
            os.write(writing, f"{verdict}\n".encode())
            if not is_clean:
                return

    def tests_of(self, mutant: str) -> list[pytest.Item]:
        """The tests that reach the function of a mutant, the quickest first."""
        if mutant == ALL:
            return list(self.session.items)
        return self.reached_by.get(mutant.partition("__mutmut_")[0], [])

    def _limit(self, seconds: float) -> None:
        """An endless loop ends by its processor time, what waits by the clock."""
        cpu = int(time.process_time() + CPU_SECONDS + CPU_TIMES * seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, resource.RLIM_INFINITY))
        signal.alarm(WALL_SECONDS)


# Before pytest-django loads anything of the portal: that is before any hook of this plugin.
_modules = _Modules()
for _path in os.environ.get("MUTATE", "").split():
    _modules.add(_path)
sys.meta_path.insert(0, _modules)


def pytest_configure(config: pytest.Config) -> None:
    """The examples of a property are the same each time."""
    settings.load_profile("mutating")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that really commits would leave its database to the mutants after it."""
    items[:] = [item for item in items if not _commits(item)]


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(
        marker and marker.kwargs.get("transaction")
    )


def _what_remembers() -> Iterable[Callable[[], Any]]:
    """How to make each function and query forget what it answered and made before: only the first
    test that asks would see a mutant of what stands behind it.
    """
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in PARTS:
            for one in list(vars(module).values()):
                if type(one).__name__ == "Prepared":
                    yield lambda one=one: setattr(one, "_ready", None)
                elif callable(getattr(one, "cache_clear", None)):
                    yield one.cache_clear


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Instead of running each test once."""
    run = _Run(session, list(_what_remembers()))
    if session.testsfailed or not run.look():
        raise pytest.UsageError("the tests fail without a mutant")
    if dict(run.try_all([ALL])) != {ALL: SURVIVED}:
        raise pytest.UsageError("the tests fail in a child, without a mutant")
    wanted = os.environ.get("MUTANTS", "").split()
    mutants = [one for one in _modules.mutants if not wanted or any(part in one for part in wanted)]
    with Path(os.environ["MUTATION_REPORT"]).open("w") as file:
        for mutant, verdict in run.try_all(mutants[:: int(os.environ.get("EVERY", "1"))]):
            print(json.dumps([mutant, verdict]), file=file, flush=True)
    return True

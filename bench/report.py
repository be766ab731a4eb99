"""The results as a page of text: bench/results.md."""

import os
import platform
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.measure import CLIENTS, Runner
from bench.servers import ROOT, THREADS, WORKERS

PACKAGES = ("Django", "gunicorn", "psycopg", "whitenoise", "django-crispy-forms")
PEERS = ("wagtail", "django-helpdesk")
PROJECTS = ("portal", "least", "bare", "Wagtail", "helpdesk")


@dataclass
class Compared:
    """One thing that several projects do, by the name of the project; `key` if it has a target."""

    title: str
    runners: dict[str, Runner]
    key: str = ""

    @property
    def portal(self) -> Runner:
        return self.runners["portal"]


@dataclass
class Target:
    """What should hold of one thing that is measured."""

    words: str
    key: str
    measured: Callable[[dict[str, Runner]], float]
    limit: float
    # Whether the limit is the least that is good; otherwise it is the most.
    at_least: bool = True
    needs: str = "portal"


TARGETS = (
    Target(
        "submissions per second, portal / helpdesk",
        "submission",
        lambda them: them["portal"].against(them["helpdesk"]),
        1.5,
        needs="helpdesk",
    ),
    Target(
        "submissions per second, portal / Wagtail",
        "submission",
        lambda them: them["portal"].against(them["Wagtail"]),
        1.0,
        needs="Wagtail",
    ),
    Target(
        "open and decide per second, portal / helpdesk",
        "decide",
        lambda them: them["portal"].against(them["helpdesk"]),
        3.0,
        needs="helpdesk",
    ),
    Target(
        "processor time of the inbox, portal / least",
        "inbox",
        lambda them: them["portal"].cpu_milliseconds / them["least"].cpu_milliseconds,
        1.2,
        at_least=False,
        needs="least",
    ),
    Target(
        "p99 / p50 of a submission",
        "submission",
        lambda them: them["portal"].quantile(0.99) / them["portal"].quantile(0.5),
        1.8,
        at_least=False,
    ),
)
MOST_MEGABYTES = 75
PEERS_LIST = ROOT / "bench" / "peers" / "requirements.txt"


@dataclass
class Results:
    """What was measured on one database."""

    database: str
    compared: list[Compared] = field(default_factory=list)
    sizes: dict[int, Runner] = field(default_factory=dict)
    inbox: dict[int, dict[str, int]] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    # Of each worker, by project.
    megabytes: dict[str, list[float]] = field(default_factory=dict)
    ledger: list[str] = field(default_factory=list)
    load: list[float] = field(default_factory=list)


def page(results: Sequence[Results], *, rounds: int, seconds: float, took: float) -> str:
    """The whole page."""
    lines = [
        "# Speed, measured",
        "",
        "Made by `make bench`; what it measures and how stands in docs/speed.md.",
        "",
        f"- Date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC; the run took {took / 60:.0f} minutes.",
        f"- Machine: {_processor()}, {os.cpu_count()} cores, {_memory():.0f} GB, "
        f"{platform.system()} {platform.release()}. Servers, databases and visitors share it.",
        f"- Versions: Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + ", "
        + "".join(f"{name} {found}, " for name, found in _locked(PEERS).items())
        + ", ".join(one.database for one in results)
        + ".",
        f"- Each server: gunicorn with {WORKERS} workers of {THREADS} threads. {CLIENTS} visitors "
        f"at the same time; {rounds} rounds with slices of {seconds:g} s by turns.",
        "",
    ]
    for one in results:
        lines += _of(one)
    return "\n".join(lines).rstrip() + "\n"


def _of(one: Results) -> list[str]:
    load = "; ".join(f"{value:.1f}" for value in one.load)
    lines = [
        f"## {one.database}",
        "",
        f"Load of the machine (1 minute) before each part: {load}.",
        "",
    ]
    lines += _table(one, "done per second", lambda runner: f"{runner.rate:.0f}", _ratio)
    lines += _table(
        one,
        "processor time of the web server, ms",
        lambda runner: f"{runner.cpu_milliseconds:.1f}",
        _cpu_ratio,
    )
    lines += _table(
        one,
        "p50 / p99, ms",
        lambda runner: f"{runner.quantile(0.5):.1f} / {runner.quantile(0.99):.1f}",
    )
    return [*lines, *_targets(one), *_growth(one), *_rest(one)]


def _ratio(portal: Runner, other: Runner) -> float:
    return portal.against(other)


def _cpu_ratio(portal: Runner, other: Runner) -> float:
    return portal.cpu_milliseconds / other.cpu_milliseconds


def _table(
    one: Results,
    title: str,
    tell: Callable[[Runner], str],
    ratio: Callable[[Runner, Runner], float] | None = None,
) -> list[str]:
    """One line for each thing, one column for each project, and the portal against the others."""
    there = [name for name in PROJECTS if any(name in row.runners for row in one.compared)]
    against = [name for name in there if ratio and name not in ("portal", "bare")]
    heads = [title, *there, *(f"portal / {name}" for name in against)]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for row in one.compared:
        cells = [tell(row.runners[name]) if name in row.runners else "–" for name in there]
        if ratio:
            for name in against:
                other = row.runners.get(name)
                cells.append(f"{ratio(row.portal, other):.2f}" if other else "–")
        lines.append(f"| {row.title} | {' | '.join(cells)} |")
    return [*lines, ""]


def _targets(one: Results) -> list[str]:
    measured = {row.key: row.runners for row in one.compared if row.key}
    lines = ["| target | limit | measured | met |", "|---|---|---|---|"]
    for target in TARGETS:
        runners = measured.get(target.key, {})
        if target.needs not in runners:
            continue
        value = target.measured(runners)
        met = value >= target.limit if target.at_least else value <= target.limit
        limit = f"at {'least' if target.at_least else 'most'} {target.limit:g}"
        lines.append(f"| {target.words} | {limit} | {value:.2f} | {'yes' if met else '**no**'} |")
    most = max(one.megabytes["portal"])
    lines.append(
        f"| memory (RSS) of a web worker, MB | at most {MOST_MEGABYTES} | {most:.0f} "
        f"| {'yes' if most <= MOST_MEGABYTES else '**no**'} |"
    )
    return [*lines, ""]


def _growth(one: Results) -> list[str]:
    if not one.sizes:
        return []
    lines = ["| open requests | inbox p50, ms | against the smallest | statements | blocks |"]
    lines.append("|---|---|---|---|---|")
    smallest = min(one.sizes)
    base = one.sizes[smallest].quantile(0.5)
    for size, runner in sorted(one.sizes.items()):
        p50 = runner.quantile(0.5)
        facts = one.inbox[size]
        blocks = str(facts["blocks"]) if facts["blocks"] else "–"
        lines.append(
            f"| {size:,} | {p50:.1f} | {p50 / base:.2f} | {facts['statements']} | {blocks} |"
        )
    return [*lines, ""]


def _rest(one: Results) -> list[str]:
    pages = ", ".join(f"{name} {size / 1000:.1f} kB" for name, size in one.pages.items())
    memory = "; ".join(
        f"{name} " + ", ".join(f"{value:.0f}" for value in values)
        for name, values in one.megabytes.items()
    )
    return [
        f"- Pages as they travel (gzip): {pages}.",
        f"- Memory (RSS) of the web workers after the run, MB: {memory}.",
        *(f"- Ledger: {line}" for line in one.ledger),
        "",
    ]


def _locked(names: Sequence[str]) -> dict[str, str]:
    """The versions of the peers, from their list: they have an environment of their own."""
    pins = dict(re.findall(r"^(\S+)==(\S+)", PEERS_LIST.read_text(), re.MULTILINE))
    return {name: pins[name] for name in names}


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> float:
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) / 1_048_576
    return 0.0

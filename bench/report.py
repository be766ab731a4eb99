"""The results as a page of text: bench/results.md."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.measure import CLIENTS, Runner
from bench.servers import THREADS, WORKERS

PACKAGES = ("Django", "gunicorn", "psycopg", "whitenoise", "django-crispy-forms")


@dataclass
class Compared:
    """One thing that all projects do: how fast, and how fast it should be against the least."""

    title: str
    portal: Runner
    least: Runner
    bare: Runner | None = None
    target: float | None = None


@dataclass
class Results:
    """What was measured on one database."""

    database: str
    compared: list[Compared] = field(default_factory=list)
    sizes: dict[int, Runner] = field(default_factory=dict)
    inbox: dict[int, dict[str, int]] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    megabytes: list[float] = field(default_factory=list)
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
        "| | portal, per second | least | bare | portal / least | target | met "
        "| portal p50, ms | p95, ms |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in one.compared:
        ratio = row.portal.against(row.least)
        met = "" if row.target is None else ("yes" if ratio >= row.target else "**no**")
        bare = f"{row.bare.rate:.0f}" if row.bare else "–"
        target = f"{row.target:.1f}" if row.target else "–"
        lines.append(
            f"| {row.title} | {row.portal.rate:.0f} | {row.least.rate:.0f} | {bare} "
            f"| {ratio:.2f} | {target} | {met} "
            f"| {row.portal.quantile(0.5):.1f} | {row.portal.quantile(0.95):.1f} |"
        )
    lines += ["", *_growth(one), *_rest(one)]
    return lines


def _growth(one: Results) -> list[str]:
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
    memory = ", ".join(f"{value:.0f} MB" for value in one.megabytes)
    return [
        f"- Pages as they travel (gzip): {pages}.",
        f"- Memory (RSS) of the portal's web workers after the run: {memory}.",
        *(f"- Ledger: {line}" for line in one.ledger),
        "",
    ]


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

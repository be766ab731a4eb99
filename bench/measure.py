"""Short slices, by turns: what disturbs the machine disturbs all that are compared."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.flows import Act, Site
from bench.visitor import Visitor

CLIENTS = 8
Flow = Callable[[Site, int], tuple[Visitor, Act]]


@dataclass
class Runner:
    """One thing that is measured: a flow on a site, by eight visitors at the same time."""

    site: Site
    flow: Flow
    # How long a person takes for a form at least, before the first one is sent.
    pause: float = 0
    visitors: list[tuple[Visitor, Act]] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)  # per second, one of each slice
    times: list[float] = field(default_factory=list)  # seconds, one of each unit
    cpu: float = 0  # seconds of processor time of the web server, in all slices together

    def warm_up(self, units: int) -> None:
        """Let every thread of the server do it a few times; not counted."""
        self.visitors = [self.flow(self.site, number) for number in range(CLIENTS)]
        time.sleep(self.pause)
        self._at_once(lambda act: [act() for _ in range(units)])

    def slice(self, seconds: float) -> None:
        """Measure for so long."""
        times: list[float] = []
        used = self.site.cpu_seconds()
        started = time.perf_counter()

        def work(act: Act) -> None:
            while (begun := time.perf_counter()) - started < seconds:
                act()
                times.append(time.perf_counter() - begun)

        self._at_once(work)
        self.rates.append(len(times) / (time.perf_counter() - started))
        self.times += times
        self.cpu += self.site.cpu_seconds() - used

    def _at_once(self, work: Callable[[Act], object]) -> None:
        failed: list[BaseException] = []

        def one(visitor: Visitor, act: Act) -> None:
            try:
                visitor.connect()
                work(act)
            except BaseException as error:  # noqa: BLE001 - told to the run, which ends
                failed.append(error)

        threads = [threading.Thread(target=one, args=pair) for pair in self.visitors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failed:
            raise failed[0]

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def cpu_milliseconds(self) -> float:
        """Processor time of the web server's workers for one unit; the database's is not in it."""
        return self.cpu / len(self.times) * 1000

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share of all units were done."""
        ordered = sorted(self.times)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000

    def against(self, other: "Runner") -> float:
        """The median of the ratios of slices that were measured side by side."""
        return median(mine / theirs for mine, theirs in zip(self.rates, other.rates, strict=True))


def by_turns(runners: Sequence[Runner], *, rounds: int, seconds: float, warm: int) -> None:
    """Measure each once a round, in an order that turns, so that none is always the first."""
    for runner in runners:
        runner.warm_up(warm)
    for turn in range(rounds):
        first = turn % len(runners)
        for runner in [*runners[first:], *runners[:first]]:
            runner.slice(seconds)

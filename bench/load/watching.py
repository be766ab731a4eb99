"""What the programs use while people come: looked at every few seconds, told per process."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.load.processes import Parts, Used, used_now


@dataclass
class Watch:
    """Memory and open files of each process at each look, with the connections to the database and
    the temporary files.
    """

    parts: Parts
    connections: Callable[[], int]
    temporary: Path
    looks: list[dict[int, Used]] = field(default_factory=list)
    beside: list[tuple[int, int]] = field(default_factory=list)

    def look(self) -> None:
        """Note how it is now."""
        self.looks.append(used_now(self.parts))
        files = sum(1 for file in self.temporary.rglob("*") if file.is_file())
        self.beside.append((self.connections(), files))

    async def keep_looking(self, seconds: float) -> None:
        """Until somebody cancels it."""
        while True:
            self.look()
            await asyncio.sleep(seconds)

    def told(self) -> list[str]:
        """Each process with its first, its largest and its last figures; those of PostgreSQL's own
        and of others that come and go are told together.
        """
        first, last = self.looks[0], self.looks[-1]
        lines = []
        for pid in [pid for pid in first if pid in last and not _is_database(first[pid])]:
            one, other = first[pid], last[pid]
            most = max(look[pid].megabytes for look in self.looks if pid in look)
            lines.append(
                f"  {one.name}: {one.megabytes:.1f} MB at first, {most:.1f} at most, "
                f"{other.megabytes:.1f} at last; {one.files} and {other.files} open files"
            )
        new = [used.name for pid, used in last.items() if pid not in first]
        gone = [used.name for pid, used in first.items() if pid not in last]
        here = [used for used in first.values() if _is_database(used)]
        if here:
            there = [used for used in last.values() if _is_database(used)]
            lines.append(
                f"  postgres, all {len(here)} and {len(there)} processes (shared memory counted in "
                f"each): {_sum(here):.0f} and {_sum(there):.0f} MB; "
                f"{sum(one.files for one in here)} and {sum(one.files for one in there)} open files"
            )
        changed = [name for name in (*new, *gone) if not name.startswith("postgres")]
        if changed:
            lines.append(f"  processes that came or went meanwhile: {', '.join(sorted(changed))}")
        (connections, files), (connections_last, files_last) = self.beside[0], self.beside[-1]
        lines.append(
            f"  connections to the database: {connections} and {connections_last}; "
            f"temporary files: {files} and {files_last}"
        )
        return lines

    def by_time(self) -> list[str]:
        """The memory of all of the portal's processes together, at ten moments."""
        step = max(len(self.looks) // 10, 1)
        sums = [_sum([*_own(look).values()]) for look in self.looks[::step]]
        return [
            f"  web, worker and timetable together: {', '.join(f'{one:.0f}' for one in sums)} MB"
        ]


def _own(look: Mapping[int, Used]) -> dict[int, Used]:
    ours = ("web", "worker", "timetable")
    return {pid: used for pid, used in look.items() if used.name.split()[0] in ours}


def _is_database(used: Used) -> bool:
    return used.name.startswith("postgres")


def _sum(many: list[Used]) -> float:
    return sum(one.megabytes for one in many)

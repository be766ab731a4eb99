"""Child processes that live and die together with the process that started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1
# Loaded beforehand: between fork and exec nothing may be imported.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(parent: int, last_signal: int = signal.SIGKILL) -> None:
    """Let the system send this process a signal when its parent dies, however that happens; also
    when that was before this was asked, which the system itself does not notice.
    """
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(last_signal), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), last_signal)


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]


class Crew:
    """Children in process groups of their own: a Ctrl-C reaches this process, which stops them."""

    def __init__(self) -> None:
        self._children: list[Child] = []

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        orphaned: signal.Signals = signal.SIGKILL,
    ) -> None:
        """Start a child that writes to our output; `orphaned` is what it gets when we are gone."""
        us = os.getpid()
        process = subprocess.Popen(  # noqa: S603 - commands of our own
            command,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(us, orphaned),
        )
        self._children.append(Child(name, process))

    def ended(self) -> Child | None:
        """The first child that is no longer running."""
        return next((child for child in self._children if child.process.poll() is not None), None)

    def stop(self, *, seconds: float) -> None:
        """Ask all to stop, and after so many seconds end what is left, grandchildren included."""
        for child in self._children:
            child.process.terminate()
        deadline = time.monotonic() + seconds
        for child in self._children:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, deadline - time.monotonic()))
        for child in self._children:
            with suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()

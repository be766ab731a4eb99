"""A folder as the broker of one machine: kombu's, made safe for several processes.

kombu's own shows a message before it is written whole, so that a worker may read half a message
and die of it, and passes it through the system's shared folder for temporary files. What is no
message all the same is thrown away here.
"""

import os
import time
from functools import cached_property
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

import structlog
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

log = structlog.get_logger(__name__)


class Channel(filesystem.Channel):
    """Messages are files in one folder, the oldest first; whoever renames one away has it."""

    @cached_property
    def data_folder_in(self) -> Path:
        return _made(self.transport_options["data_folder_in"])

    @cached_property
    def control_folder(self) -> Path:
        return _made(self.transport_options["control_folder"])

    # kombu's own classes do not agree on the name of the second argument.
    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        file = self.data_folder_in / f"{time.time_ns()}_{uuid4().hex}.{queue}.msg"
        draft = file.with_suffix(".draft")
        draft.write_bytes(str_to_bytes(dumps(payload)))
        draft.replace(file)

    def _get(self, queue: str, timeout: Any = None) -> Any:
        for name in self._names():
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            file = self.data_folder_in / name
            taken = file.with_suffix(".taken")
            try:
                file.rename(taken)
            except FileNotFoundError:
                continue  # another worker was first
            message = taken.read_bytes()
            taken.unlink()
            try:
                return loads(bytes_to_str(message))
            except ValueError:  # a machine that lost its power leaves such a file
                log.warning("kit.broken_message", bytes=len(message))
        raise Empty

    def _names(self) -> list[str]:
        """What lies there, the oldest first; nothing while the folder cannot be used: a worker that
        reads outlives that, and makes one that is gone anew.
        """
        try:
            return sorted(os.listdir(_made(self.transport_options["data_folder_in"])))
        except OSError:
            return []


class Transport(filesystem.Transport):
    Channel = Channel


def take_over_folders() -> None:
    """From now on this is what "filesystem://" means in this process."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"


def _made(folder: str) -> Path:
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path

"""An index of packages on loopback: each locked release as an empty wheel, and a newer one."""

import hashlib
import http.server
import re
import threading
import zipfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from email.message import Message
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# No release that somebody will publish, and newer than all of them.
NEWER = "99999"
BLOCK = re.compile(r"^(?P<line>[a-z0-9][^\n\\]*?)(?P<hashes>(?: \\\n +--hash=\S+)+)", re.MULTILINE)


class Index:
    """Holds a folder of wheels as an index does, and writes locked lists that name them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hashes: dict[str, str] = {}

    def offer(self, requirement: Requirement) -> None:
        """Offers the pinned release of a package, a newer one, and what both ask for."""
        name = canonicalize_name(requirement.name)
        pinned = str(requirement.specifier).removeprefix("==")
        asks = metadata.metadata(name)
        page = self.folder / "simple" / name
        page.mkdir(parents=True)
        links = []
        for version in (pinned, NEWER):
            wheel = page / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
            _write(wheel, name, version, asks)
            digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
            links.append(f'<a href="{wheel.name}#sha256={digest}">{wheel.name}</a>')
            if version == pinned:
                self.hashes[name] = digest
        (page / "index.html").write_text("<!DOCTYPE html>" + "\n".join(links))

    def relock(self, text: str) -> str:
        """The same list with the hashes of our wheels; what only other machines need stays out."""
        return BLOCK.sub(self._ours, text)

    def _ours(self, found: re.Match[str]) -> str:
        requirement = Requirement(found["line"])
        name = canonicalize_name(requirement.name)
        if requirement.marker and not requirement.marker.evaluate():
            return found[0]
        if name not in self.hashes:
            self.offer(requirement)
        return f"{found['line']} \\\n    --hash=sha256:{self.hashes[name]}"


def only(text: str, names: Container[str]) -> str:
    """A shorter list: the lines of these packages."""
    return "\n".join(one[0] for one in BLOCK.finditer(text) if Requirement(one[1]).name in names)


def pins(text: str) -> dict[str, str]:
    """What a locked list puts on this very machine: package and version."""
    requirements = (Requirement(found["line"]) for found in BLOCK.finditer(text))
    return {
        canonicalize_name(one.name): str(one.specifier).removeprefix("==")
        for one in requirements
        if one.marker is None or one.marker.evaluate()
    }


def _write(wheel: Path, name: str, version: str, asks: Any) -> None:
    """A wheel that asks what the real release asks, and holds nothing (but for pip itself)."""
    about = Message()
    about["Metadata-Version"] = "2.1"
    about["Name"], about["Version"] = name, version
    for header in ("Requires-Dist", "Provides-Extra"):
        for value in asks.get_all(header) or ():
            about[header] = value
    inside = f"{name.replace('-', '_')}-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{inside}/METADATA", str(about))
        archive.writestr(f"{inside}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{inside}/RECORD", "")
        # The development list holds pip: an empty one could not install anything any more.
        for file in metadata.files("pip") or () if name == "pip" else ():
            if file.parts[0] == "pip" and file.suffix != ".pyc":
                archive.writestr(str(file), file.read_binary())


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes: 40 ms a package

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the index while it is served on 127.0.0.1."""
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/simple/"
        server.shutdown()
        thread.join()

"""The locked lists: hashed, without a package host, agreeing; each package with its reason."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)
LISTS = ("requirements", "requirements-dev", "requirements-mutation", "bench/peers/requirements")
HOST = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host| @ ")


def pins(name: str) -> dict[str, str]:
    """Package and version of each line of a locked list."""
    return dict(PIN.findall((ROOT / name).read_text()))


def faults() -> list[str]:
    """What is wrong with the lists, in words."""
    found = []
    for name in (f"{one}.txt" for one in LISTS):
        text = (ROOT / name).read_text()
        for number, line in enumerate(text.splitlines(), 1):
            if HOST.search(line):
                found.append(f"{name}:{number} names a host: {line.strip()}")
        blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        for block in blocks:
            if "--hash=sha256:" not in block:
                found.append(f"{name}: no hash for {block.split()[0]}")
    portal, development, mutation, peers = (pins(f"{one}.txt") for one in LISTS)
    for package, version in portal.items():
        # The development list holds all of the portal's; the peers' list what it needs of it.
        for other in (development.get(package), peers.get(package, version)):
            if other != version:
                found.append(f"{package} is {version} in one list, {other} in another")
    for package, version in mutation.items():  # put in on top of the development list
        if development.get(package, version) != version:
            found.append(f"{package} is {version} for mutation, {development[package]} in tests")
    for name in (f"{one}.in" for one in LISTS):
        for line in (ROOT / name).read_text().splitlines():
            if re.match(r"[A-Za-z]", line) and not re.search(r"#\s*\S", line):
                found.append(f"{name}: no reason beside {line.strip()}")
    return found


def main() -> int:
    """Prints the faults and fails when there are any."""
    found = faults()
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

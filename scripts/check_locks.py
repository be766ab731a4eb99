"""The locked lists: hashed, without a package host, agreeing; each package with its reason."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)
HOST = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host| @ ")


def pins(name: str) -> dict[str, str]:
    """Package and version of each line of a locked list."""
    return dict(PIN.findall((ROOT / name).read_text()))


def faults() -> list[str]:
    """What is wrong with the lists, in words."""
    found = []
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        for number, line in enumerate(text.splitlines(), 1):
            if HOST.search(line):
                found.append(f"{name}:{number} names a host: {line.strip()}")
        blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        for block in blocks:
            if "--hash=sha256:" not in block:
                found.append(f"{name}: no hash for {block.split()[0]}")
    development = pins("requirements-dev.txt")
    for package, version in pins("requirements.txt").items():
        if development.get(package) != version:
            found.append(
                f"{package} is {version} in one list, {development.get(package)} in the other"
            )
    for name in ("requirements.in", "requirements-dev.in"):
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

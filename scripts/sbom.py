"""Writes what the portal is made of as a CycloneDX 1.6 list (JSON): `make sbom`.

It is read from the locked list, which has each package, its version, the hash of each file that may
be installed, and who asked for it; licences are those that the installed packages declare. The
same lock gives the same file, byte for byte, so it holds no moment of making.
"""

import json
import re
import sys
import uuid
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, Final

from dorst_portal.settings import VERSION

ROOT: Final = Path(__file__).resolve().parent.parent
FILE: Final = "sbom.cdx.json"
PORTAL: Final = "pkg:generic/dorst-portal"
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; (.*?))?(?: \\)?$", re.MULTILINE)
_VIA = re.compile(r"^    # via(?: (\S.*))?$|^    #   (\S.*)$", re.MULTILINE)
# Outside the list of Python packages: scripts/vendored/README.md.
_BOOTSTRAP = re.compile(r"\| bootstrap\.min\.css \|.*?\| (\d+\.\d+\.\d+) \| MIT")


@dataclass(frozen=True)
class Locked:
    """One package of the lock; `marker` says on which Pythons or machines it is installed."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    wanted_by: tuple[str, ...]

    @property
    def ref(self) -> str:
        """Its package URL, by which others find it (github.com/package-url)."""
        return f"pkg:pypi/{self.name}@{self.version}"


def locked(text: str) -> list[Locked]:
    """Every package of a locked list, in its order."""
    found = []
    for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        pin = _PIN.match(block)
        if pin is None:
            raise ValueError(f"this is no line of a locked list: {block.splitlines()[0]}")
        name, version, marker = pin.groups()
        hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))
        via = tuple(one or other for one, other in _VIA.findall(block) if one or other)
        found.append(Locked(name, version, marker or "", hashes, via))
    return found


def bill(packages: list[Locked], *, bootstrap: str) -> dict[str, Any]:
    """The list as CycloneDX 1.6 wants it (cyclonedx.org/docs/1.6/json)."""
    style = {
        "type": "library",
        "bom-ref": f"pkg:npm/bootstrap@{bootstrap}",
        "name": "bootstrap",
        "version": bootstrap,
        "purl": f"pkg:npm/bootstrap@{bootstrap}",
        "licenses": [{"license": {"id": "MIT"}}],
    }
    content = {
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "component": {
                "type": "application",
                "bom-ref": PORTAL,
                "name": "dorst-portal",
                "version": VERSION,
                "licenses": [{"license": {"id": "EUPL-1.2"}}],
            },
        },
        "components": [*map(_component, packages), style],
        "dependencies": _dependencies(packages, str(style["bom-ref"])),
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    about = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    return {**about, "serialNumber": number.urn, **content}


def _component(package: Locked) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.ref,
        "name": package.name,
        "version": package.version,
        "purl": package.ref,
        "hashes": [{"alg": "SHA-256", "content": one} for one in package.hashes],
    }
    if licence := _licence(package.name):
        component["licenses"] = [licence]
    if package.marker:
        component["properties"] = [{"name": "dorst-portal:marker", "value": package.marker}]
    return component


def _licence(name: str) -> dict[str, Any] | None:
    """What the package says of itself; None when it is not installed here, or is long about it."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    if "License-Expression" in told:
        return {"expression": told["License-Expression"]}
    classifiers: list[str] = told.get_all("Classifier") or []
    named = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License :: ")]
    words = " or ".join(named) or str(told["License"] or "").strip()
    return {"license": {"name": words}} if 0 < len(words) <= 100 and "\n" not in words else None


def _dependencies(packages: list[Locked], style: str) -> list[dict[str, Any]]:
    wants: dict[str, set[str]] = {PORTAL: {style}, style: set()}
    wants |= {package.ref: set() for package in packages}
    for package in packages:
        for by in package.wanted_by:
            if by.startswith("-r "):
                wants[PORTAL].add(package.ref)
            for other in packages:
                if other.name == by:
                    wants[other.ref].add(package.ref)
    return [{"ref": ref, "dependsOn": sorted(on)} for ref, on in wants.items()]


def written() -> str:
    """The file of this release."""
    vendored = (ROOT / "scripts" / "vendored" / "README.md").read_text()
    [bootstrap] = _BOOTSTRAP.findall(vendored)
    packages = locked((ROOT / "requirements.txt").read_text())
    return json.dumps(bill(packages, bootstrap=bootstrap), indent=1) + "\n"


def main() -> int:
    """Writes the file, here or where the first argument says."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / FILE
    path.write_text(written())
    print(f"{path.name}: {len(json.loads(path.read_text())['components'])} components")
    return 0


if __name__ == "__main__":
    sys.exit(main())

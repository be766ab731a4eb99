"""gunicorn as a server in production has it: `python -m bench.as_production APP [options]`.

The environment of development holds more than requirements.txt (rich, yaml, greenlet and others),
and some libraries import what they find: it would count as memory of the portal.
"""

import re
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

from gunicorn.app.wsgiapp import run

ROOT = Path(__file__).resolve().parent.parent
_NAME = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", re.MULTILINE)


def locked(file: str) -> set[str]:
    """The packages that a locked list installs."""
    return {_plain(name) for name in _NAME.findall((ROOT / file).read_text())}


def only_of_development() -> set[str]:
    """The modules that a server in production does not have."""
    extra = locked("requirements-dev.txt") - locked("requirements.txt")
    return {
        module
        for module, packages in packages_distributions().items()
        if {_plain(package) for package in packages} <= extra
    }


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


class Hidden(MetaPathFinder):
    """Says of some modules that they are not there."""

    def __init__(self, modules: set[str]) -> None:
        self.modules = modules

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in self.modules:
            raise ModuleNotFoundError(f"{name} is not in requirements.txt", name=name)
        return None


if __name__ == "__main__":
    sys.meta_path.insert(0, Hidden(only_of_development()))
    sys.exit(run())

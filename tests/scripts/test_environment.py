"""The locked lists go into a new environment whole, whatever the day and whichever the pip."""

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.scripts.loopback_index import Index, only, pins, served

ROOT = Path(__file__).resolve().parents[2]
RUN, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
NEEDED = ("asgiref", "django", "sqlparse", "whitenoise")
SHORT_LISTS = {RUN: NEEDED, DEVELOPMENT: (*NEEDED, "iniconfig")}
INSTALL = """
import sys
from pathlib import Path
from scripts.environment import install
install(Path(".venv").resolve(), sys.argv[1])
"""
HELD = """
from pathlib import Path
from scripts.environment import held
print(held(Path(".venv").resolve()))
"""

# Nothing here asks the database: once is enough.
pytestmark = pytest.mark.sqlite


@dataclass
class Clone:
    """A new clone of the portal, with the lists as the index on loopback can serve them."""

    folder: Path
    environment: dict[str, str]

    @property
    def python(self) -> Path:
        return self.folder / ".venv" / "bin" / "python"

    def make_ready(self, name: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "scripts/environment.py", ".venv", name)

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True
        )

    def holds_just(self, name: str) -> bool:
        """Tells whether all of a list is there at its release, and nothing else."""
        listed = self.run(self.python, "-m", "pip", "list", "--format=json")
        found = {one["name"]: one["version"] for one in json.loads(listed.stdout)}
        asked = pins((self.folder / name).read_text())
        # What the interpreter puts into each environment may be there in its own release.
        own = {one: found.get(one, "") for one in ("pip", "setuptools") if one not in asked}
        return found == asked | {one: release for one, release in own.items() if release}

    def keeps_its_environment(self) -> bool:
        """Tells whether the next command takes the environment as it is."""
        done = self.run(sys.executable, "-c", HELD)
        assert done.returncode == 0, done.stderr
        return "requirements.txt" in done.stdout


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of an index with a newer release of every package, and lists that fit it."""
    index = Index(tmp_path_factory.mktemp("index"))
    lists = {name: index.relock((ROOT / name).read_text()) for name in (RUN, DEVELOPMENT)}
    with served(index.folder) as address:
        yield address, lists


@pytest.fixture
def clone(tmp_path: Path, index: tuple[str, dict[str, str]]) -> Clone:
    address, lists = index
    folder = tmp_path / "clone"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "environment.py", folder / "scripts")
    for name, text in lists.items():
        (folder / name).write_text(text)
    machine = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    ours = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": address,
        "PIP_NO_CACHE_DIR": "1",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    return Clone(folder, machine | ours)


@pytest.fixture
def small_clone(clone: Clone) -> Clone:
    """One with short lists, for what does not depend on how much they hold."""
    for name, packages in SHORT_LISTS.items():
        path = clone.folder / name
        path.write_text(only(path.read_text(), packages))
    return clone


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pips")


def fetch_pip(release: str, folder: Path) -> Path:
    """The wheel of a release of pip, from where this machine gets its packages."""
    download = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries=1")
    done = subprocess.run(
        [*download, f"--dest={folder}", release], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("left out: installing with other releases of pip: no package index answers")
    return next(folder.glob("pip-*.whl"))


@pytest.mark.parametrize(
    "release",
    [
        "pip==22.3",  # of Python 3.11.0
        "pip",  # the newest
    ],
)
def test_both_lists_are_installed_as_locked_on_a_day_when_everything_has_a_newer_release(
    clone: Clone, fetched: Path, release: str
) -> None:
    wheel = fetch_pip(release, fetched / release)
    venv.create(clone.folder / ".venv", symlinks=True)
    done = clone.run(clone.python, wheel / "pip", "install", "--quiet", "--no-index", wheel)
    assert done.returncode == 0, done.stderr
    told = clone.run(clone.python, "-m", "pip", "--version").stdout
    assert told.startswith(f"pip {wheel.name.split('-')[1]} from {clone.folder.resolve()}")

    for name in (RUN, DEVELOPMENT):
        done = clone.run(sys.executable, "-c", INSTALL, name)

        assert done.returncode == 0, done.stderr
        assert clone.holds_just(name)


def test_a_list_that_lacks_a_package_is_told_and_never_taken_for_installed(
    small_clone: Clone,
) -> None:
    whole = (small_clone.folder / RUN).read_text()
    (small_clone.folder / RUN).write_text(only(whole, ("asgiref", "django")))

    done = small_clone.make_ready(RUN)

    assert done.returncode == 1
    assert "sqlparse, which is not installed" in done.stderr
    assert not small_clone.keeps_its_environment()


def test_an_environment_that_is_as_it_was_left_is_kept_and_grows(small_clone: Clone) -> None:
    assert small_clone.make_ready(RUN).stdout.startswith("Making .venv")
    assert "Making" not in small_clone.make_ready(DEVELOPMENT).stdout
    assert small_clone.holds_just(DEVELOPMENT)

    for name in (RUN, DEVELOPMENT):
        assert small_clone.make_ready(name).stdout == ""


def test_an_environment_that_was_changed_cut_off_or_moved_is_made_anew(
    small_clone: Clone, tmp_path: Path
) -> None:
    small_clone.make_ready(RUN)
    environment = small_clone.folder / ".venv"
    packages = next((environment / "lib").glob("python*")) / "site-packages"
    stamp = environment / "installed.json"
    about = next(packages.glob("sqlparse-*")) / "METADATA"

    @contextmanager
    def another_text(path: Path, text: str) -> Iterator[None]:
        before, times = path.read_text(), path.stat()
        path.write_text(text)
        yield
        path.write_text(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    @contextmanager
    def another_place(path: Path) -> Iterator[None]:
        away = path.rename(path.with_name("elsewhere"))
        yield
        away.rename(path)

    @contextmanager
    def a_stranger() -> Iterator[None]:
        (packages / "sitecustomize.py").touch()
        yield
        (packages / "sitecustomize.py").unlink()

    assert small_clone.keeps_its_environment()
    for change in (
        another_text(about, about.read_text().replace("sqlparse", "sqlperse")),
        another_text(stamp, '{"lists": {'),
        another_text(stamp, "{}"),
        another_place(stamp),
        another_place(about),
        another_place(environment / "bin" / "pip"),
        another_place(environment / "bin" / "python"),
        a_stranger(),
    ):
        with change:
            assert not small_clone.keeps_its_environment()
        assert small_clone.keeps_its_environment()

    # A package that is on the list no more is gone as well.
    text = (small_clone.folder / RUN).read_text()
    (small_clone.folder / RUN).write_text(only(text, ("asgiref", "django", "sqlparse")))
    done = small_clone.make_ready(RUN)
    assert done.stdout.startswith("Making .venv"), done.stderr
    assert small_clone.holds_just(RUN)

    small_clone.folder = small_clone.folder.rename(tmp_path / "moved")
    assert not small_clone.keeps_its_environment()

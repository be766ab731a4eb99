"""A module that is loaded late is the module itself, loaded once, by its first use."""

import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from dorst_portal.kit.late import load_late

SLOW = """
import threading
import time
loads = []
loads.append(threading.get_ident())
time.sleep(0.2)
def answer():
    return 42
"""


@pytest.fixture
def heavy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / "heavy_for_tests.py").write_text(SLOW)
    monkeypatch.syspath_prepend(tmp_path)
    yield "heavy_for_tests"
    sys.modules.pop("heavy_for_tests", None)


def test_it_is_loaded_by_its_first_use_and_is_whole_for_every_thread(heavy: str) -> None:
    load_late(heavy)
    module = import_module(heavy)
    assert "loads" not in vars(module)

    answers: list[int] = []
    loads: list[Any] = []

    def use() -> None:
        answers.append(module.answer())
        loads.append(module.loads)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [42] * 8
    assert len(loads[0]) == 1
    assert all(one is loads[0] for one in loads)
    assert vars(import_module(heavy))["loads"] is loads[0]


def test_what_was_loaded_stays(heavy: str) -> None:
    loaded = import_module(heavy)
    load_late(heavy)
    assert import_module(heavy) is loaded


def test_a_module_that_is_not_there_is_told_by_its_name() -> None:
    load_late("no_such_module_anywhere")
    module = import_module("no_such_module_anywhere")
    for _ in range(2):
        with pytest.raises(ModuleNotFoundError, match="no_such_module_anywhere"):
            _ = module.anything

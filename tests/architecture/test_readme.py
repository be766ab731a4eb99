"""README says what is not built; what it names must not answer."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import Resolver404, resolve

README = (Path(settings.BASE_DIR) / "README.md").read_text()
MISSING = README.partition("## What is not built yet")[2].partition("\n## ")[0]
PATHS = re.findall(r"`(/[a-z/-]*)`", MISSING)
COMMANDS = re.findall(r"`([a-z_]+)`", MISSING)


def test_there_is_such_a_list() -> None:
    assert MISSING.count("\n- ") >= 3


@pytest.mark.parametrize("path", PATHS)
def test_a_page_that_is_called_missing_does_not_answer(path: str) -> None:
    with pytest.raises(Resolver404):
        resolve(path)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_called_missing_does_not_run(command: str) -> None:
    assert command not in get_commands()


def test_every_page_that_readme_shows_answers() -> None:
    for path in re.findall(r"http://localhost:8000(/[a-z/]*)", README):
        if not path.startswith("/demo/"):  # routed in the example village only
            assert resolve(path)

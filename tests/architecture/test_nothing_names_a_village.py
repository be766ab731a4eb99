"""What the village and its watch are called is data (dorst_portal/identity): no text of the code,
of a template or of a file that browsers get says it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# The names of the village that this was made for, as words: packages and files of the project may
# be called after it.
NAMES = re.compile(
    r"(?<![\w/-])dorst(?![\w/-])|oosterhout|(?:platform|preventie)dorst|14 ?0162", re.IGNORECASE
)
# The example village says whose it is, and what a migration did once stays as it was.
MAY = ("dorst_portal/demo", "groups/example", "migrations", "templates/demo", "static/vendor")
# The only name in a text of the code: the folder templates/dorst, and who signs in at PostgreSQL.
ALLOWED = {("dorst_portal/settings.py", "dorst")}
SHOWN = {".html", ".txt", ".js", ".css", ".svg", ".webmanifest", ".json"}


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and not any(f"{part}/" in f"{name}/" for part in MAY):
                yield path


def texts_of(source: str) -> Iterator[ast.Constant]:
    """The strings of a program that may be said; docstrings explain and are said to nobody."""
    tree = ast.parse(source)
    explains = {
        statement.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in explains:
            yield node


def test_no_text_of_the_code_names_a_village() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), str(text.value))
        for path in files("groups", "alerts", "dorst_portal")
        if path.suffix == ".py"
        for text in texts_of(path.read_text(encoding="utf-8"))
        if NAMES.search(str(text.value))
    }
    assert found == ALLOWED


def test_no_template_and_no_file_for_browsers_names_a_village() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for path in files("templates", "static", "groups", "alerts", "dorst_portal", "deploy")
        if path.suffix in SHOWN
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if NAMES.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Buiten Dorst", True),
        ("14 0162", True),
        ("buurtpreventie@platformdorst.nl", True),
        ("dorst_portal.kit", False),
        ("dorst/uni_form.html", False),
        ("een dorstige hond", False),
    ],
)
def test_the_names_are_told_from_what_the_project_is_called(text: str, is_name: bool) -> None:
    assert bool(NAMES.search(text)) == is_name

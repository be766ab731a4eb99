"""What may change in any release of allauth is imported in one file, which a test watches."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("alerts", "bench", "dorst_portal", "groups", "scripts", "tests")
THE_ONE_FILE = "dorst_portal/accounts/allauth_internals.py"


def names_imported(code: str) -> Iterator[str]:
    """Every module that a file names, and what it takes from it ("a.b" and "a.b.c")."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_internal(name: str) -> bool:
    parts = name.split(".")
    return parts[0] == "allauth" and "internal" in parts


def test_one_file_imports_what_is_internal_to_allauth() -> None:
    files = [file for folder in CODE for file in (ROOT / folder).rglob("*.py")]
    found = {
        str(file.relative_to(ROOT))
        for file in files
        if any(map(is_internal, names_imported(file.read_text(encoding="utf-8"))))
    }
    assert found == {THE_ONE_FILE}


def test_every_way_to_import_it_is_seen() -> None:
    for line in (
        "import allauth.account.internal.flows",
        "from allauth.account.internal import flows",
        "from allauth.account import internal",
        "def late():\n    from allauth.mfa.totp.internal.auth import TOTP",
    ):
        assert any(map(is_internal, names_imported(line)))
    assert not any(map(is_internal, names_imported("from allauth.account import views")))

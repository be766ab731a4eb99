"""Every limit of the code stands in docs/defences.md with its numbers, and no other."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from dorst_portal.settings import BASE_DIR

TABLE = re.compile(r"^\| `([a-z-]+)` \| (\d+) \| (\d+) \|", re.MULTILINE)
# Whether something is used for the first time: one, for as long as it could be used again.
NO_LIMIT = "used-{what}"


def limits_of_the_code() -> Iterator[tuple[str, int, int]]:
    """Name, how many, and in how many minutes."""
    for folder in ("alerts", "dorst_portal", "groups"):
        for file in (BASE_DIR / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "Limit":
                    name, _, most, seconds = node.args
                    if "used-" not in ast.unparse(name):
                        yield (
                            ast.literal_eval(name),
                            _number(file, most),
                            _number(file, seconds) // 60,
                        )


def _number(file: Path, node: ast.expr) -> int:
    """A number as it stands there, or under the name that it has in its module."""
    if isinstance(node, ast.Constant):
        return int(node.value)
    path = file.relative_to(BASE_DIR).with_suffix("").parts
    found: Any = getattr(import_module(".".join(path)), ast.unparse(node))
    return int(found)


def test_every_limit_is_told_with_its_numbers() -> None:
    told = [
        (name, int(most), int(minutes))
        for name, most, minutes in TABLE.findall((BASE_DIR / "docs" / "defences.md").read_text())
    ]
    assert sorted(set(limits_of_the_code())) == sorted(told)

"""What is served of Bootstrap is what the pages use: no more, and above all no less."""

import re
from pathlib import Path

from django.conf import settings as portal

ROOT = Path(portal.BASE_DIR)
WHOLE = (ROOT / "scripts/vendored/bootstrap.min.css").read_text()
SERVED = (ROOT / "static/vendor/bootstrap.css").read_text()
SOURCES = [
    *(ROOT / "templates").rglob("*.html"),
    *(ROOT / "dorst_portal").rglob("*.py"),
    *(ROOT / "groups").rglob("*.py"),
]
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")


def selectors(css: str) -> set[str]:
    """Every selector of a stylesheet that names a class, apart from its rule."""
    without_notes = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    heads = re.findall(r"([^{};]+)\{", without_notes)
    return {
        one.strip() for head in heads if "@" not in head for one in head.split(",") if "." in one
    }


def used() -> set[str]:
    """Every word that could be the name of a class in a page, or in what draws one."""
    return {word for path in SOURCES for word in re.findall(r"[\w-]+", path.read_text())}


def test_a_class_that_a_page_uses_keeps_all_its_rules() -> None:
    words = used()
    needed = {
        one
        for one in selectors(WHOLE)
        if set(CLASS.findall(one)) <= words and not re.search(r"(?<![\w.:#-])[a-z]", one)
    }
    assert {".btn-primary", ".form-control:focus", ".d-print-none"} <= needed
    assert needed - selectors(SERVED) == set(), "run `make vendor`"


def test_nothing_is_served_that_no_page_uses() -> None:
    words = used()
    shown = {re.sub(r":not\([^)]*\)", "", one) for one in selectors(SERVED)}
    unused = {one for one in shown if not set(CLASS.findall(one)) <= words}
    assert unused == set(), "run `make vendor`"
    assert "sourceMappingURL" not in SERVED

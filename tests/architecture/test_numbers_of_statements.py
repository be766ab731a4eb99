"""Numbers such as AZ-04: docs/security.md says each of them, and a test shows it or a reason stands
there.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECURITY = (ROOT / "docs" / "security.md").read_text()
# The last number of each area; none before it may be missing.
LAST = {
    "AU": 16, "AZ": 14, "PF": 13, "TK": 14, "DP": 16, "EX": 11, "UP": 7, "HD": 11, "ML": 9,
    "LG": 8, "DE": 7, "CF": 19, "BR": 6, "LD": 5,
}  # fmt: skip
AREAS = "|".join(LAST)
USED = re.compile(rf"(?<![A-Za-z0-9])({AREAS})[-_](\d\d)(?!\d)", re.IGNORECASE)
ITEM = re.compile(rf"^- \*\*({AREAS})-(\d\d)\*\* (\S.*(?:\n  \S.*)*)", re.MULTILINE)
SAYS, _, NOT_SHOWN = SECURITY.partition("\n## Not shown, and why\n")


def numbers(text: str) -> list[str]:
    return [f"{area}-{number}" for area, number, _ in ITEM.findall(text)]


def used_in(*folders: str) -> set[str]:
    """The numbers in the files of these folders, but for this one and the page itself."""
    files = [
        file
        for folder in folders
        for kind in ("*.py", "*.md", "*.html", "*.txt")
        for file in (ROOT / folder).rglob(kind)
        if file.name not in ("security.md", Path(__file__).name)
    ]
    found = {match for file in files for match in USED.findall(file.read_text())}
    return {f"{area}-{number}".upper() for area, number in found}


def test_each_number_stands_there_once() -> None:
    all_of_them = numbers(SECURITY)
    assert len(all_of_them) == len(set(all_of_them)), "shown and not shown at once, or twice"
    whole = {f"{area}-{n:02}" for area, last in LAST.items() for n in range(1, last + 1)}
    assert whole - set(all_of_them) == set()
    assert set(all_of_them) - whole == set(), "an area has another last number"


def test_each_number_that_is_said_is_shown_by_a_test() -> None:
    assert set(numbers(SAYS)) - used_in("tests") == set()


def test_each_number_that_is_used_is_said_or_has_its_reason() -> None:
    used = used_in("alerts", "deploy", "docs", "dorst_portal", "groups", "templates", "tests")
    assert used - set(numbers(SECURITY)) == set()


def test_what_is_not_shown_says_why() -> None:
    reasons = {f"{area}-{number}": why for area, number, why in ITEM.findall(NOT_SHOWN)}
    assert len(reasons) > 5
    assert [number for number, why in reasons.items() if len(why.split()) < 8] == []


def test_every_folder_and_file_of_tests_that_is_named_is_there() -> None:
    named = re.findall(r"`(tests/[\w/.*]+)`", SECURITY)
    assert len(named) > 30
    assert [path for path in named if not any(ROOT.glob(path.rstrip("/")))] == []

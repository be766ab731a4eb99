"""docs/asvs.md: what OWASP ASVS 5.0.0 asks at level 1 and 2, each with what shows it or a reason.

The numbers and levels are those of the standard (OWASP Foundation, CC BY-SA 4.0).
"""

import ast
import re
from collections import Counter
from functools import cache

from dorst_portal.settings import BASE_DIR

# The level of V1.1.1, V1.1.2, and so on: in each section those of level 3 stand last, and are
# left out here.
LEVELS = {
    "V1.1": "22",
    "V1.2": "111112222",
    "V1.3": "11222222222",
    "V1.4": "222",
    "V1.5": "12",
    "V2.1": "122",
    "V2.2": "112",
    "V2.3": "1222",
    "V2.4": "2",
    "V3.2": "11",
    "V3.3": "1222",
    "V3.4": "112222",
    "V3.5": "11122",
    "V3.7": "22",
    "V4.1": "122",
    "V4.2": "2",
    "V4.3": "22",
    "V4.4": "1222",
    "V5.1": "2",
    "V5.2": "112",
    "V5.3": "11",
    "V5.4": "222",
    "V6.1": "122",
    "V6.2": "111111112222",
    "V6.3": "1122",
    "V6.4": "1122",
    "V6.5": "22222",
    "V6.6": "222",
    "V6.8": "2222",
    "V7.1": "222",
    "V7.2": "1111",
    "V7.3": "22",
    "V7.4": "11222",
    "V7.5": "22",
    "V7.6": "22",
    "V8.1": "12",
    "V8.2": "112",
    "V8.3": "1",
    "V8.4": "2",
    "V9.1": "111",
    "V9.2": "1222",
    "V10.1": "22",
    "V10.2": "22",
    "V10.3": "2222",
    "V10.4": "11111222222",
    "V10.5": "22222",
    "V10.6": "22",
    "V10.7": "222",
    "V11.1": "22",
    "V11.2": "222",
    "V11.3": "112",
    "V11.4": "1222",
    "V11.5": "2",
    "V11.6": "2",
    "V12.1": "122",
    "V12.2": "11",
    "V12.3": "2222",
    "V13.1": "2",
    "V13.2": "22222",
    "V13.3": "22",
    "V13.4": "12222",
    "V14.1": "22",
    "V14.2": "1222",
    "V14.3": "122",
    "V15.1": "122",
    "V15.2": "122",
    "V15.3": "1222222",
    "V16.1": "2",
    "V16.2": "22222",
    "V16.3": "2222",
    "V16.4": "222",
    "V16.5": "222",
    "V17.1": "2",
    "V17.2": "2222",
    "V17.3": "22",
}
STATES = ("holds", "deviates", "open", "does not apply")
PAGE = (BASE_DIR / "docs" / "asvs.md").read_text()
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split(" | "))
    for line in PAGE.splitlines()
    if re.match(r"\| V\d", line)
]
NAMED = re.compile(r"`([A-Za-z_.][\w./-]*\.[a-z]{2,4})(?:::(\w+))?`")


@cache
def functions_of(path: str) -> frozenset[str]:
    """The names of the functions of a file, those of classes too."""
    tree = ast.parse((BASE_DIR / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def wrong_with(state: str, asked: str, why: str) -> list[str]:
    """What a row lacks."""
    named = NAMED.findall(why)
    wrong = [f"{path} is not there" for path, _ in named if not (BASE_DIR / path).is_file()]
    wrong += [
        f"{path} has no {test}"
        for path, test in named
        if test and not wrong and test not in functions_of(path)
    ]
    if state not in STATES or len(asked) < 4:
        wrong.append("no state, or nothing is asked")
    if state == "holds" and not named:
        wrong.append("nothing shows it")
    if state != "holds" and len(NAMED.sub("", why).split()) < 4:
        wrong.append("no reason")
    return wrong


def test_there_are_70_of_level_1_and_183_of_level_2() -> None:
    """As the standard counts them itself."""
    assert Counter("".join(LEVELS.values())) == {"1": 70, "2": 183}


def test_each_number_stands_there_once_with_its_level() -> None:
    asked = [
        (f"{section}.{place}", level)
        for section, levels in LEVELS.items()
        for place, level in enumerate(levels, start=1)
    ]
    assert [(row[0], row[1]) for row in ROWS] == asked


def test_each_number_is_shown_by_something_that_is_there_or_has_a_reason() -> None:
    assert {row[0]: wrong for row in ROWS if (wrong := wrong_with(row[3], row[2], row[4]))} == {}


def test_a_row_that_shows_nothing_is_found() -> None:
    assert wrong_with("holds", "something", "It is so, everybody knows.") == ["nothing shows it"]
    assert wrong_with("open", "something", "`pyproject.toml`") == ["no reason"]
    gone = wrong_with("holds", "something", "`tests/nowhere.py::test_x`")
    assert gone == ["tests/nowhere.py is not there"]
    assert wrong_with("holds", "x" * 9, "`tests/architecture/test_asvs.py::test_x`") == [
        "tests/architecture/test_asvs.py has no test_x"
    ]


def test_what_is_open_is_told_at_the_top_and_all_are_counted() -> None:
    counted = Counter(row[3] for row in ROWS)
    told = {state: int(re.findall(rf"^\| {state} \| (\d+) \|", PAGE, re.M)[0]) for state in STATES}
    assert told == counted
    line = re.findall(r"What is open, in one view: ([V\d., ]+)\.", PAGE)[0]
    assert line.split(", ") == [row[0] for row in ROWS if row[3] == "open"]

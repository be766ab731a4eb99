"""The scripts of our pages: plain, making no page of a text, and keeping nothing of a person."""

import re
from pathlib import Path

import pytest

from dorst_portal.settings import BASE_DIR

SCRIPTS = sorted((BASE_DIR / "static").glob("*.js"))
# What no script does, but in the file that is named: why stands there.
NEVER = {
    r"\beval\(|new Function\(|setTimeout\(\s*[\"'`]": "",
    r"document\.write|insertAdjacentHTML|outerHTML|DOMParser|srcdoc": "",
    r"\.innerHTML": "live.js",  # a part of our own page, as our own server made it
    r"postMessage|addEventListener\(\"message\"": "",
    r"localStorage|indexedDB|document\.cookie": "",
    r"sessionStorage": "compare.js",  # what was pasted, in that tab, while ticks are sent
    r"__proto__|prototype|setPrototypeOf": "",
    r"(?<![=!<>])==(?!=)|!=(?!=)": "",
    r"https?://(?!www\.w3\.org/)": "alarm.js",  # links of the apps that take a text along
}


def without_comments(script: Path) -> str:
    return re.sub(r"(?m)(^|\s)//.*$|/\*.*?\*/", " ", script.read_text())


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) >= 10


@pytest.mark.parametrize(("pattern", "allowed"), NEVER.items())
def test_no_script_does_what_none_should(pattern: str, allowed: str) -> None:
    found = {script.name for script in SCRIPTS if re.search(pattern, without_comments(script))}
    assert found == ({allowed} if allowed else set())

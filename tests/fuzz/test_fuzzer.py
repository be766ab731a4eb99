"""PF-06, PF-07, PF-08: a bounded part of what `make fuzz` sends, and whether it would see a fault.

It runs as the command does, in processes of its own with a database of its own for each.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.html import CANARY, Page, alive_in

ROOT = Path(__file__).resolve().parents[2]
INPUTS = 600
PLANTED = {
    "breaks": "5xx: 500",
    "what it broke on": "log: ValueError",
    "an element of what was sent": f"reflection: an element <{CANARY}>",
    "leads away": "away: Location",
    "half": "half: the page is not whole",
    "leaks": "leak: a marked value of another group",
}


def fuzz(*options: str, settings: str = "tests.fuzz.settings") -> tuple[int, str]:
    """Run the command; its exit code and what it printed."""
    command = [sys.executable, "-m", "tests.fuzz", *options]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"FUZZ_SETTINGS": settings},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.postgres
def test_pf_08_both_databases_answer_hostile_input_alike_and_without_a_fault() -> None:
    code, told = fuzz(f"--inputs={INPUTS}", "--seed=suite")
    assert code == 0, told
    assert f"postgresql: inputs {INPUTS}" in told
    assert "differences 0" in told


@pytest.mark.once
def test_pf_06_the_fuzzer_sees_each_fault_that_was_planted() -> None:
    code, told = fuzz(
        "--sqlite", "--inputs=400", "--routes=planted", settings="tests.fuzz.planted_settings"
    )
    assert code == 1, told
    missed = [name for name, words in PLANTED.items() if words not in told]
    assert not missed, told


@pytest.mark.postgres
def test_pf_08_the_fuzzer_sees_what_the_databases_answer_in_different_ways() -> None:
    site = {"settings": "tests.fuzz.planted_settings"}
    code, told = fuzz("--inputs=30", "--routes=planted_differs", **site)
    assert code == 1, told
    assert "differing inputs: 0," in told, told
    again, whole = fuzz("--only=0", "--routes=planted_differs", **site)
    assert again == 1
    assert "<body>sqlite" in whole, whole
    assert "<body>postgresql" in whole


@pytest.mark.parametrize(
    "page",
    [
        f"<{CANARY}>",
        f"<p {CANARY}=1>",
        f"<img src=x onerror={CANARY}()>",
        f'<p title="" onmouseover="{CANARY}()">',
        f'<a href=" java\tscript:{CANARY}()">',
        f'<form action="data:text/html,{CANARY}">',
        f'<a href="/\\{CANARY}.example">',
        f"<script>let x = '{CANARY}'</script>",
        f"<p style='{CANARY}'>",
        f"<!--{CANARY}-->",
    ],
)
def test_pf_06_what_is_alive_in_a_page_is_seen(page: str) -> None:
    assert alive_in(page)


@pytest.mark.parametrize(
    "page",
    [
        f"&lt;{CANARY} onload={CANARY}&gt;",
        f'<input value="&quot;&gt;&lt;img src=x onerror={CANARY}()&gt;">',
        f'<a href="/zoek/?q=javascript:{CANARY}()">',
        f"<textarea>javascript:{CANARY}()</textarea>",
        f'<a href="https://{CANARY}.example/">',
    ],
)
def test_pf_06_what_is_only_text_is_not(page: str) -> None:
    assert not alive_in(page)


def test_the_fields_of_a_form_are_read_as_a_browser_reads_them() -> None:
    (form,) = Page(
        '<form method=post action=/a/ enctype="multipart/form-data"><input name=a value=1>'
        "<select name=b><option value=1><option value=2 selected></select>"
        "<input type=radio name=c value=x><input type=radio name=c value=y checked>"
        "<textarea name=d>tekst</textarea></form><input name=e>"
    ).forms
    assert form.is_multipart
    assert {name: one.value for name, one in form.fields.items()} == {
        "a": "1", "b": "2", "c": "y", "d": "tekst",
    }  # fmt: skip
    assert form.fields["b"].choices == ["1", "2"]
    assert form.fields["c"].choices == ["x", "y"]

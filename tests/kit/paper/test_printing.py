"""PDF by a child process: what it may reach, how long and how much, and one at a time."""

import sys
import threading
import time
from typing import Any

import pytest

from dorst_portal.kit.paper import in_child, printing
from dorst_portal.kit.paper.codes import PrintedAddress
from dorst_portal.kit.templatetags.paper import size_of
from tests.sheets import codes_on, sheets_of, told_of, words_on

BASE = "https://portal.example.org"
CSS = {"/static/paper.css": "@page { size: 100mm 80mm } h1 { break-after: page }"}
PAGE = (
    '<html lang="nl"><title>Proef</title><link rel="stylesheet" href="/static/paper.css">'
    "<h1>Een</h1><p>Twee</p>{}</html>"
)
pytestmark = pytest.mark.once


@pytest.mark.pdf
def test_a_page_becomes_a_pdf_with_our_css_and_nothing_else_is_fetched(
    tmp_path: Any,
) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>geheim</text></svg>')
    reach = "".join(
        f'<img src="{source}" alt="plaatje">'
        for source in (
            secret.as_uri(),
            "http://127.0.0.1:9/x.svg",
            f"{BASE}/beheer/",
            "/static/../../etc/passwd",
            "data:text/html,geheim",
        )
    )
    pdf = printing.pdf_of(PAGE.format(reach), base=BASE, files=CSS)
    assert sheets_of(pdf) == [(100, 80), (100, 80)]
    assert "geheim" not in words_on(pdf)
    told = told_of(pdf)
    assert (told["lang"], told["title"], told["marked"]) == ("nl", "Proef", True)
    assert {"/H1", "/P"} <= told["kinds"]


@pytest.mark.pdf
@pytest.mark.parametrize(
    "url",
    [
        "http://portal.example.org/static/paper.css",
        "https://portal.example.org.evil.example/static/paper.css",
        "https://portal.example.org/static/other.css",
        "https://portal.example.org:444/static/paper.css",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://portal.example.org/static/paper.css",
        "data:text/css,h1{}",
    ],
)
def test_the_fetcher_refuses_everything_that_did_not_come_along(url: str) -> None:
    with pytest.raises(ValueError, match="not a file of ours"):
        in_child.fetcher(BASE, CSS).fetch(url)


@pytest.mark.pdf
def test_the_fetcher_gives_what_came_along() -> None:
    fetch = in_child.fetcher(BASE, CSS).fetch
    assert fetch(f"{BASE}/static/paper.css").read().decode() == CSS["/static/paper.css"]
    assert fetch("data:image/svg+xml,%3Csvg/%3E").read() == b"<svg/>"


@pytest.mark.pdf
def test_a_page_that_takes_too_much_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_SECONDS", 0.3)
    with pytest.raises(printing.PaperTooHeavy):
        printing.pdf_of(PAGE.format("<p>x</p>" * 20_000), base=BASE, files=CSS)
    monkeypatch.undo()
    assert printing.pdf_of(PAGE.format(""), base=BASE, files=CSS)


def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, does: str) -> None:
    """Another program in place of ours, within the same limits."""
    program = tmp_path / "child.py"
    limits = f"import sys; sys.path.insert(0, {str(printing._PROGRAM.parent)!r}); import in_child\n"
    program.write_text(f"{limits}in_child.limit_yourself()\n{does}\n")
    monkeypatch.setattr(printing, "_PROGRAM", program)


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("x = bytearray(600 * 1024 * 1024)", printing.PaperTooHeavy),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", printing.PaperTooHeavy),
        ("raise OSError('no libpango')", printing.NoPaper),
        ("print('hallo')", printing.NoPaper),
        ("open(__file__, 'a').write('x' * 99_999); print('%PDF-')", printing.NoPaper),
    ],
)
def test_what_a_child_may_not_do_makes_no_paper(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, does: str, reason: type[Exception]
) -> None:
    child(monkeypatch, tmp_path, does)
    with pytest.raises(printing.NoPaper) as refused:
        printing.pdf_of("", base=BASE, files={})
    assert refused.type is reason


def test_a_child_knows_nothing_of_the_portal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("SECRET_KEY", "this-is-secret")
    child(monkeypatch, tmp_path, "import os; print('%PDF-', sorted(os.environ))")
    said = printing.pdf_of("", base=BASE, files={}).decode()
    assert "SECRET_KEY" not in said
    assert "DJANGO_SETTINGS_MODULE" not in said


def test_one_at_a_time_and_who_comes_meanwhile_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    child(monkeypatch, tmp_path, "import time; time.sleep(1); print('%PDF-')")
    monkeypatch.setattr(printing, "SECONDS_TO_WAIT", 0.1)
    first = threading.Thread(target=lambda: printing.pdf_of("", base=BASE, files={}))
    first.start()
    time.sleep(0.3)
    with pytest.raises(printing.PaperBusy):
        printing.pdf_of("", base=BASE, files={})
    first.join()
    assert printing.pdf_of("", base=BASE, files={}).startswith(b"%PDF-")


def test_a_web_process_looks_for_the_libraries_and_does_not_load_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printing.can_print.cache_clear()
    monkeypatch.setattr(printing, "find_library", {"pango-1.0": "libpango"}.get)
    assert not printing.can_print()
    printing.can_print.cache_clear()
    monkeypatch.setattr(printing, "find_library", lambda name: f"lib{name}.so")
    assert printing.can_print()
    printing.can_print.cache_clear()
    assert "dorst_portal.kit.paper.printing" in sys.modules


# --- What stands on paper -----------------------------------------------------------------------


def test_the_words_of_an_address_are_what_people_type() -> None:
    short = PrintedAddress("https://buurt.example.org/s/spoorstraat/")
    assert short.words == "buurt.example.org/s/spoorstraat"
    assert short.size == "usual"
    assert PrintedAddress(f"https://buurt.example.org/s/{'x' * 20}/").size == "long"
    assert PrintedAddress(f"https://buurt.example.org/s/{'x' * 60}/").size == "longest"


@pytest.mark.parametrize(
    ("name", "size"),
    [("Spoorstraat", "usual"), ("Burgemeester van Dijklaan", "long"), ("x" * 60, "longest")],
)
def test_long_names_get_smaller_letters(name: str, size: str) -> None:
    assert size_of(name) == size


@pytest.mark.pdf
def test_a_code_is_read_back_and_says_in_words_where_it_leads() -> None:
    short = PrintedAddress(f"{BASE}/s/spoorstraat/")
    picture = f'<img src="{short.qr}" alt="QR-code naar {short.words}" style="width: 40mm">'
    pdf = printing.pdf_of(PAGE.format(picture).replace("<h1>Een</h1>", ""), base=BASE, files={})
    assert codes_on(pdf) == [short.address]
    assert told_of(pdf)["pictures"] == ["QR-code naar portal.example.org/s/spoorstraat"]

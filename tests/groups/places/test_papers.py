"""The papers of a street and of a group as PDF: one sheet each, codes that lead where they say, and
names that fit. (What is true on every database: they run once.)
"""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from dorst_portal.demo.seed_identity import DORST
from dorst_portal.identity import current
from dorst_portal.identity.services import MadeLogo, set_logo, set_names
from dorst_portal.kit.models import RateHit
from dorst_portal.kit.paper import answers, printing
from groups.models import Street, WatchGroup
from tests.groups.conftest import Village
from tests.groups.pages import text_of, words_of
from tests.sheets import codes_on, pretend_to_print, sheets_of, told_of, white_edge_of, words_on

A4 = (210, 297)
SHORT = "https://buurt.example.org/s/spoorstraat/"
# How often the code stands on the sheet.
SHAPES = {"": 1, "strookjes": 10, "brievenbus": 4, "meterkast": 4}
# 60 letters, as long as a name may be on the way to a sheet.
LONG = "Burgemeester van der Heijden-van Oldenbarneveltlaan Zuidzijd"
LONG_SLUG = "burgemeester-van-der-heijden-van-oldenbarneveltlaan-zuidzijd"
EVIL = '\'t <b>Hart</b> & "Co"'
pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def on_our_domain(settings: Any) -> Iterator[None]:
    settings.SITE_URL = "https://buurt.example.org"
    yield
    answers._remembered.cache_clear()


def pdf_of(client: Client, path: str, **asked: str) -> bytes:
    answer = client.get(path, {**asked, "als": "pdf"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


@pytest.mark.pdf
@pytest.mark.parametrize(("shape", "times"), SHAPES.items())
def test_each_paper_of_a_street_is_one_sheet_and_its_codes_lead_there(
    client: Client, village: Village, shape: str, times: int
) -> None:
    pdf = pdf_of(client, "/poster/spoorstraat/", vorm=shape)
    assert sheets_of(pdf) == [A4]
    assert codes_on(pdf) == [SHORT] * times
    assert words_on(pdf).count("buurt.example.org/s/spoorstraat") == times
    assert "112" in words_on(pdf)
    assert white_edge_of(pdf) >= 10 or shape in ("brievenbus", "meterkast")  # lines to cut along


@pytest.mark.pdf
@pytest.mark.parametrize(("shape", "times"), SHAPES.items())
def test_the_longest_name_stays_on_its_sheet(
    client: Client, village: Village, shape: str, times: int
) -> None:
    assert len(LONG) == len(LONG_SLUG) == 60
    Street.objects.filter(slug="spoorstraat").update(name=LONG, slug=LONG_SLUG)
    pdf = pdf_of(client, f"/poster/{LONG_SLUG}/", vorm=shape)
    assert sheets_of(pdf) == [A4]
    assert codes_on(pdf) == [f"https://buurt.example.org/s/{LONG_SLUG}/"] * times
    said = words_on(pdf).replace(" ", "")
    # Of the poster also once in the words beside it; broken over lines or not.
    assert said.count(LONG.replace(" ", "")) >= times
    assert said.count(f"buurt.example.org/s/{LONG_SLUG}") == times


@pytest.mark.pdf
def test_a_screen_reader_is_told_what_it_is(client: Client, village: Village) -> None:
    told = told_of(pdf_of(client, "/poster/spoorstraat/"))
    assert told["lang"] == "nl"
    assert told["title"] == "Sluit je aan bij de buurtapp - Buurtpreventie Dorst"
    assert told["marked"]
    assert told["shows_title"]
    assert {"/Document", "/H1", "/P", "/L", "/LI", "/Figure"} <= told["kinds"]
    assert sorted(told["pictures"]) == [
        "QR-code naar buurt.example.org/s/spoorstraat",
        "Tekening van een straat met bomen en een kerk",
    ]


@pytest.mark.pdf
def test_a_name_with_signs_stands_there_as_it_is(client: Client, village: Village) -> None:
    Street.objects.filter(slug="spoorstraat").update(name=EVIL)
    pdf = pdf_of(client, "/poster/spoorstraat/", vorm="meterkast")
    assert EVIL in words_on(pdf)
    assert told_of(pdf)["title"].startswith(f"Kaart voor de meterkast, {EVIL}")


@pytest.mark.pdf
def test_the_card_of_a_group_leads_to_its_page(client: Client, spoorstraat: WatchGroup) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(name=LONG)
    pdf = pdf_of(client, "/groep/spoorstraat/meterkast/")
    assert sheets_of(pdf) == [A4]
    assert codes_on(pdf) == ["https://buurt.example.org/groep/spoorstraat/"] * 4
    for number in ("112", "0900-8844", "0800-7000", "14 0162"):
        assert words_on(pdf).count(number) >= 4


def test_the_card_of_a_group_that_nobody_sees_is_404(
    client: Client, spoorstraat: WatchGroup
) -> None:
    assert client.get("/groep/spoorstraat/meterkast/").status_code == 200
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status="starting")
    assert client.get("/groep/spoorstraat/meterkast/").status_code == 404
    assert client.get("/groep/spoorstraat/meterkast/?als=pdf").status_code == 404


@pytest.mark.pdf
@pytest.mark.parametrize("key", ["zonder-waaksamen", "met-waaksamen"])
def test_the_house_rules_are_one_sheet(client: Client, db: None, key: str) -> None:
    answer = client.get(f"/spelregels/papier/{key}/?als=pdf")
    assert sheets_of(answer.content) == [A4]
    assert white_edge_of(answer.content) >= 10
    assert answer["Content-Disposition"] == f'inline; filename="spelregels-{key}.pdf"'


# --- How the answer is given, with a printer that only says that it printed ----------------------


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that went to the printer."""
    pages = pretend_to_print(monkeypatch)
    monkeypatch.setattr(answers, "can_print", lambda: True)
    answers._remembered.cache_clear()
    return pages


def test_public_paper_is_made_once_and_kept_by_who_has_it(
    client: Client, village: Village, printed: list[str]
) -> None:
    first = client.get("/poster/spoorstraat/?als=pdf")
    assert first["Content-Disposition"] == 'inline; filename="poster-spoorstraat.pdf"'
    assert first["Cache-Control"] == "public, max-age=3600"
    again = client.get("/poster/spoorstraat/?als=pdf", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "public, max-age=3600"
    assert client.get("/poster/spoorstraat/?als=pdf").content == first.content
    assert len(printed) == 1
    other = client.get("/poster/leijweg/?als=pdf")
    assert other["ETag"] != first["ETag"]
    Street.objects.filter(slug="spoorstraat").update(name="Spoorlaan")
    assert client.get("/poster/spoorstraat/?als=pdf")["ETag"] != first["ETag"]
    assert len(printed) == 3


def test_a_stranger_can_not_keep_the_printer_busy(
    client: Client, village: Village, printed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "PER_CLIENT", 2)
    for _ in range(2):
        assert client.get("/poster/spoorstraat/?als=pdf").status_code == 200
    refused = client.get("/poster/leijweg/?als=pdf")
    assert (refused.status_code, refused["Retry-After"]) == (429, "600")
    assert "Wacht 10 minuten" in words_of(refused)
    assert len(printed) == 1
    assert client.get("/poster/leijweg/").status_code == 200
    other = client.get("/poster/leijweg/?als=pdf", REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200
    RateHit.objects.all().delete()
    assert client.get("/poster/leijweg/?als=pdf").status_code == 200


@pytest.mark.parametrize(
    ("trouble", "words", "wait"),
    [
        (printing.PaperBusy, "Probeer het zo nog eens.", "5"),
        (printing.PaperTooHeavy, "kies Afdrukken in het menu van je browser", "3600"),
        (printing.NoPaper, "kies Afdrukken in het menu van je browser", "3600"),
    ],
)
def test_when_it_does_not_go_a_page_says_what_does(
    client: Client,
    village: Village,
    printed: list[str],
    monkeypatch: pytest.MonkeyPatch,
    trouble: type[Exception],
    words: str,
    wait: str,
) -> None:
    def breaks(html: str, *, base: str, files: Any) -> bytes:
        raise trouble

    monkeypatch.setattr(answers, "pdf_of", breaks)
    answer = client.get("/poster/spoorstraat/?als=pdf")
    assert (answer.status_code, answer["Retry-After"]) == (503, wait)
    assert answer["Cache-Control"] == "no-store, private"
    assert words in words_of(answer)
    assert "ETag" not in answer


def test_without_the_libraries_the_page_says_how_to_print(
    client: Client, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "can_print", lambda: True)
    page = text_of(client.get("/poster/spoorstraat/?vorm=strookjes"))
    assert 'href="?vorm=strookjes&als=pdf"' in page
    monkeypatch.setattr(answers, "can_print", lambda: False)
    answer = client.get("/poster/spoorstraat/?vorm=strookjes")
    assert "als=pdf" not in text_of(answer)
    assert "Kies Afdrukken in het menu van je browser" in text_of(answer)


def test_what_is_not_there_is_404_as_pdf_too(
    client: Client, village: Village, printed: list[str]
) -> None:
    for path in ("/poster/nergens/?als=pdf", "/spelregels/papier/geen/?als=pdf"):
        assert client.get(path).status_code == 404
    assert printed == []


def puts_up_a_logo(width: int, height: int) -> None:
    """A logo as the village page stores it, as wide or as high as that page lets through."""
    set_names(DORST, now=timezone.now())
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#17603a").save(out, "PNG")
    made = MadeLogo(out.getvalue(), out.getvalue(), width, height)
    assert set_logo(made, alt="Een groene boom", now=timezone.now())
    current.read_again()


@pytest.mark.pdf
@pytest.mark.parametrize("size", [(512, 128), (128, 512), (512, 512)], ids=str)
@pytest.mark.parametrize(("shape", "times"), [("", 1), ("strookjes", 1), ("brievenbus", 4)])
def test_the_logo_of_the_village_stands_on_paper_for_the_street_which_stays_one_sheet(
    client: Client, village: Village, shape: str, times: int, size: tuple[int, int]
) -> None:
    puts_up_a_logo(*size)
    Street.objects.filter(slug="spoorstraat").update(name=LONG, slug=LONG_SLUG)
    pdf = pdf_of(client, f"/poster/{LONG_SLUG}/", vorm=shape)
    assert sheets_of(pdf) == [A4]
    assert told_of(pdf)["pictures"].count("Een groene boom") == times
    assert len(codes_on(pdf)) == SHAPES[shape]


@pytest.mark.pdf
def test_house_rules_have_the_logo_and_without_one_paper_names_none(
    client: Client, village: Village
) -> None:
    path = "/spelregels/papier/zonder-waaksamen/"
    assert 'class="mark"' not in text_of(client.get(path))
    puts_up_a_logo(512, 512)
    pdf = pdf_of(client, path)
    assert sheets_of(pdf) == [A4]
    assert "Een groene boom" in told_of(pdf)["pictures"]

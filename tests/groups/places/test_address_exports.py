"""Files with addresses as people really export them: other names of columns, numbers as a sheet
writes them, titles on top, other places. Each kind goes through the page and through the command.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from dorst_portal.accounts.models import User
from groups.models import AddressImport, OfficialAddress, Street
from groups.places.address_files.columns import MEANINGS, ColumnsUnknown, meaning_of
from groups.places.address_files.house_numbers import NumberProblem, house_number
from groups.places.address_files.table import read_file
from groups.places.services.imports import imports, work
from groups.places.services.streets import add_street
from groups.privacy.services.retention import run_retention
from groups.values.import_states import ImportState
from groups.values.places import fold_place
from tests.groups.conftest import Village, log_in
from tests.groups.pages import text_of, words_of
from tests.groups.places.address_samples import sheet

PAGE = "/platform/adressen/"
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def lines(*texts: str) -> bytes:
    return "\n".join(texts).encode()


# What the list holds after a file was taken over.
FILES: dict[str, tuple[bytes, list[str]]] = {
    "huisnr and toev": (
        lines("Straat;Huisnr.;Toev.;PC;Plaats", "Spoorstraat;12;a;4849ab;Dorst"),
        ["Spoorstraat 12a 4849 AB"],
    ),
    "hsnr with its addition": (
        lines("STRAATNAAM;HSNR;HSNR_TOEV;PC6;WPL", "Spoorstraat;12;2;4849ab;DORST"),
        ["Spoorstraat 12-2 4849 AB"],
    ),
    "huis toev.": (
        lines("Straat;Huis nr.;Huis toev.;Plaats", "Spoorstraat;12;bis;Dorst"),
        ["Spoorstraat 12 bis"],
    ),
    "huis_nlt": (
        lines("openbareruimte;huis_nlt;postcode;woonplaats", "Spoorstraat;12A-2;4849AB;Dorst"),
        ["Spoorstraat 12a-2 4849 AB"],
    ),
    "huis_nlt beside its parts": (
        lines("openbareruimte;huisnummer;huisletter;huis_nlt", "Spoorstraat;12;A;12A"),
        ["Spoorstraat 12a"],
    ),
    "street and number in one": (
        lines("Adres;Postcode;Plaats", "Spoorstraat 12a;4849AB;Dorst", "Seters 3;4849AB;Dorst"),
        ["Seters 3 4849 AB", "Spoorstraat 12a 4849 AB"],
    ),
    "street and number in one, rows counted": (
        lines("Nr;Straat + huisnummer", "1;Spoorstraat 12a", "2;Seters 3"),
        ["Seters 3", "Spoorstraat 12a"],
    ),
    "the address is the street": (
        lines("Adres;Nr", "Spoorstraat;12", "Seters;3"),
        ["Seters 3", "Spoorstraat 12"],
    ),
    "the street is the address": (
        lines("Straat;Woonplaats", "Spoorstraat 12;Dorst", "Seters 3;Dorst"),
        ["Seters 3", "Spoorstraat 12"],
    ),
    "an address and its number once more": (
        lines("Adres;Huisnummer;Toevoeging", "Spoorstraat 12;12;A", "Seters 3a;3;A"),
        ["Seters 3a", "Spoorstraat 12a"],
    ),
    "whole addresses": (
        lines(
            "Volledig adres",
            "Spoorstraat 12a, 4849 AB Dorst",
            "Seters 3 Dorst",
            '"Spoorstraat 14, 4901 AB Oosterhout"',
        ),
        ["Seters 3", "Spoorstraat 12a 4849 AB"],
    ),
    "only addresses": (
        lines("Adres", "Spoorstraat 12", "Seters 3"),
        ["Seters 3", "Spoorstraat 12"],
    ),
    "numbers of a sheet": (
        lines(
            "Straat;Nummer;Toevoeging",
            "Spoorstraat;43.0;",
            "Spoorstraat;45,0;2.0",
            "Seters;47,00;nan",
        ),
        ["Seters 47", "Spoorstraat 43", "Spoorstraat 45-2"],
    ),
    "a letter twice": (
        lines("Straat;Huisnummer;Huisletter", "Spoorstraat;12A;A", "Seters;12 a;A"),
        ["Seters 12a", "Spoorstraat 12a"],
    ),
    "titles above the header": (
        lines(
            "Adressen van Dorst;;",
            "",
            "gemaakt op;1 mei;",
            ";;",
            "Straat;Nr;Plaats",
            "Seters;3;Dorst",
        ),
        ["Seters 3"],
    ),
    "sep=;": (lines('"sep=;"', "Straat;Huisnummer", "Seters;3"), ["Seters 3"]),
    "sep=|": (lines("sep=|", "Straat|Huisnummer", "Seters, laan|3"), ["Seters, laan 3"]),
    "sep= says another sign than there is": (
        lines("sep=,", "Straat;Huisnummer", "Seters;3"),
        ["Seters 3"],
    ),
    "a bar": (lines("Straat|Huisnummer|Plaats", "Seters|3|Dorst"), ["Seters 3"]),
    "a workbook": (
        sheet([["Adressen"], [], ["Straat", "Huis nummer", "Plaats"], ["Seters", 43.0, "Dorst"]]),
        ["Seters 43"],
    ),
    "other places": (
        lines(
            "Straat;Huisnr;Plaats",
            "Spoorstraat;1;Oosterhout",
            "Spoorstraat;2;DORST",
            "Kerkstraat;1;oosterhout NB",
            "Spoorstraat;3;Dorst (gem. Oosterhout)",
            "Spoorstraat;x;Rijen",
        ),
        ["Spoorstraat 2", "Spoorstraat 3"],
    ),
}


@pytest.fixture
def staff(client: Client, coordinator: User, village: Village) -> Client:
    return log_in(client, coordinator)


Send = Callable[[bytes], str]


@pytest.fixture
def send(staff: Client, now: datetime) -> Send:
    """Sends a file with the page and has it checked; gives the address of its page."""

    def send(content: bytes) -> str:
        name = "lijst.xlsx" if content.startswith(b"PK") else "lijst.csv"
        sent = staff.post(PAGE, {"bestand": SimpleUploadedFile(name, content)})
        work.work(now=now)
        return str(sent["Location"])

    return send


@pytest.fixture
def command(village: Village, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Has the command take over a file; gives what it says."""

    def run(content: bytes, *options: str) -> str:
        file = tmp_path / "lijst"
        file.write_bytes(content)
        call_command("import_addresses", str(file), *options)
        return capsys.readouterr().out

    return run


def the_list() -> list[str]:
    rows = OfficialAddress.objects.select_related("street")
    return sorted(f"{row} {row.postcode}".strip() for row in rows)


def the_import() -> AddressImport:
    return list(AddressImport.objects.order_by("pk"))[-1]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FILES)
def test_the_page_takes_a_file_as_it_was_exported(
    staff: Client, send: Send, now: datetime, kind: str
) -> None:
    content, expected = FILES[kind]
    page = send(content)
    assert "Kijk of dit klopt." in words_of(staff.get(page))
    assert the_list() == []
    staff.post(f"{page}overnemen/")
    work.work(now=now)
    assert the_list() == expected


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FILES)
def test_the_command_takes_a_file_as_it_was_exported(command: Any, kind: str) -> None:
    content, expected = FILES[kind]
    command(content, "--dry-run")
    assert the_list() == []
    assert f"In de lijst: {len(expected)} adressen." in command(content)
    assert the_list() == expected


# --- Names of columns ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meaning", "names"),
    [
        (
            "straat",
            "Straat|STRAAT|Straatnaam|straat_naam|Str.|openbareruimte|Openbare Ruimte Naam"
            "|naam openbare ruimte|adres_straat|Straat (BAG)|Straat:",
        ),
        (
            "huisnummer",
            "Huisnr|Huisnr.|Huis nr.|Huis nummer|HUISNR|nr|Nr.|Nummer|hsnr|Hs.nr.|HNR"
            "|huis-nummer|Huis_Num|No.|huis_nlt|Huisnummer + toevoeging|Huisnr/toev"
            "|Huisnummer (incl. toevoeging)|adres_huisnr|\u00a0Huisnummer ",
        ),
        ("huisletter", "Huisletter|huis letter|Letter|huisnummer_letter|Hsnr letter"),
        (
            "toevoeging",
            "Toevoeging|Toev|Toev.|Huis toev.|Hsnr toev|Huisnummertoevoeging"
            "|huisnummer-toevoeging|Huisnr. toevoeging|TOEVOEGING HUISNUMMER",
        ),
        (
            "adres",
            "Adres|ADRES|Adresregel 1|Straat en huisnummer|Straat + nr|Straat/huisnr"
            "|Straatnaam & huisnummer + toevoeging|Volledig adres|Woonadres",
        ),
        ("postcode", "Postcode|POSTCODE|Post code|PC|pc6|Postcode6|Pstcd|Postk.|zip"),
        (
            "woonplaats",
            "Woonplaats|woonplaatsnaam|Plaats|PLAATS|Plaatsnaam|WPL|Wnpl|Plaats / kern|Stad|Kern",
        ),
        (None, "Gemeente|Wijk|Buurt|Naam|Telefoon|Provincie|Land|PC4|Pand id"),
    ],
)
def test_columns_are_known_by_every_usual_name(meaning: str | None, names: str) -> None:
    for name in names.split("|"):
        found = meaning_of(name)
        assert (found and found[0]) == meaning, name


def test_the_plainest_of_two_names_is_taken_and_the_other_is_told() -> None:
    content = lines("Nr;Straat;Huisnr;Plaats;Kern", "1;Spoorstraat;12;Dorst;Seters")
    table = read_file(content)
    assert table.columns.used == {
        "straat": "Straat",
        "huisnummer": "Huisnr",
        "woonplaats": "Plaats",
    }
    assert table.columns.ignored == ["Nr", "Kern"]


def test_a_column_without_a_name_that_holds_something_is_told() -> None:
    table = read_file(lines("Straat;Huisnr;;", "Spoorstraat;12;iets;", "Spoorstraat;14;;"))
    assert table.columns.ignored == ["kolom 3"]


# --- Numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "letter", "addition", "means"),
    [
        ("43.0", "", "", "43"),
        ("45,0", "", "", "45"),
        ("43,00", "", "", "43"),
        ("43.", "", "", "43"),
        ("'43", "", "", "43"),
        ("043", "", "", "43"),
        ("43.0", "b", "2,0", "43b-2"),
        ("12A", "A", "", "12a"),
        ("12 A", "a", "", "12a"),
        ("12-A", "", "A", "12a"),
        ("12", "A", "A", "12a"),
        ("12A", "A", "A", "12a"),
        ("12A", "", "2", "12a-2"),
        ("12A2", "A", "2", "12a-2"),
        ("12-2", "", "2", "12-2"),
        ("12 bis", "", "BIS", "12 bis"),
        ("12A-2", "A", "", "12a-2"),
        ("12", "A", "A2", "12a-2"),
        ("12", "", "12A", "12a"),
        ("12", "", "12-2", "12-2"),
        ("12", "", "A2", "12a-2"),
        ("12A", "", "B", "12a b"),
        ("12", "-A", "", "12a"),
        ("12", "", "12", "12-12"),
    ],
)
def test_a_number_has_one_form_wherever_its_parts_stand(
    number: str, letter: str, addition: str, means: str
) -> None:
    assert str(house_number(number, letter, addition)) == means


@pytest.mark.parametrize(
    ("number", "letter", "addition"),
    [
        ("43.5", "", ""),
        ("43,5", "", ""),
        ("43.05", "", ""),
        ("43.0.1", "", ""),
        ("4.3E+01", "", ""),
        ("0.0", "", ""),
        ("12A", "B", ""),
        ("12-2", "", "3"),
        ("-43", "", ""),
        ("1.200", "", ""),
    ],
)
def test_what_is_no_house_number_stays_none(number: str, letter: str, addition: str) -> None:
    with pytest.raises(NumberProblem, match="Huisnummer ‘"):
        house_number(number, letter, addition)


def test_an_address_and_a_number_that_differ_are_told_with_their_row() -> None:
    table = read_file(lines("Adres;Huisnummer", "Spoorstraat 12;12", "Spoorstraat 14;16"))
    assert [(row.row, row.problem) for row in table.rows if row.problem] == [
        (3, "Huisnummer ‘14’ heeft in een andere kolom een andere letter of toevoeging.")
    ]


# --- Rows above the header, and signs between columns ----------------------------------------


def test_rows_keep_their_numbers_under_titles() -> None:
    table = read_file(lines("Adressen", "", "Straat;Nr", "Seters;3", "Seters;x"))
    assert [row.row for row in table.rows] == [4, 5]


def test_the_line_that_says_the_delimiter_is_not_counted_as_a_spreadsheet_does_not() -> None:
    content = lines("sep=,", "Straat,Nr", "Seters,3")
    for encoded in (content, b"\xef\xbb\xbf" + content, content.replace(b"\n", b"\r\n")):
        assert [row.row for row in read_file(encoded).rows] == [2]


def test_a_header_further_down_than_twenty_rows_is_not_looked_for() -> None:
    titles = [f"titel {number};meer" for number in range(20)]
    with pytest.raises(ColumnsUnknown):
        read_file(lines(*titles, "Straat;Nr", "Seters;3"))
    assert len(read_file(lines(*titles[1:], "Straat;Nr", "Seters;3")).rows) == 1


# --- Places ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        "Dorst",
        "DORST",
        " dorst ",
        "Dorst (gem. Oosterhout)",
        "Dorst gem. Oosterhout",
        "Dorst NB",
        "Dorst, gemeente Oosterhout",
        "Dorst (NB)",
        "Dorst N.B.",
        "4849 AB Dorst",
        "Dorst-Nederland",
        "Dórst",
        "Dorst (N.-Br.)",
    ],
)
def test_a_place_has_one_key_however_it_is_written(place: str) -> None:
    assert fold_place(place) == fold_place("Dorst")


@pytest.mark.parametrize(
    "place", ["Oosterhout", "Dorstwijk", "Oosterhout (Dorst)", "Den Dorst", ""]
)
def test_another_place_is_another_one(place: str) -> None:
    assert fold_place(place) != fold_place("Dorst")


@pytest.mark.django_db
def test_rows_of_other_places_are_counted_by_place(staff: Client, send: Send, command: Any) -> None:
    content = FILES["other places"][0]
    words = words_of(staff.get(send(content)))
    assert "3 overgeslagen: Oosterhout 2, Rijen 1" in words
    assert "Klopt niet 0" in words
    said = command(content, "--dry-run")
    assert "Overgeslagen van Oosterhout: 2" in said
    assert "Overgeslagen van Rijen: 1" in said


@pytest.mark.django_db
def test_a_street_of_ours_in_another_place_goes_by_its_name_and_place(command: Any) -> None:
    add_street("Hoevestraat", area="Seters", place="Oosterhout")
    said = command(
        lines(
            "Straat;Huisnr;Plaats",
            "Hoevestraat;1;Oosterhout (NB)",
            "Hoevestraat;2;Dorst",
            "Hoevestraat;3;Breda",
            "Spoorstraat;4;Oosterhout",
        )
    )
    assert the_list() == ["Hoevestraat 1"]
    assert "Regel 3: Hoevestraat ligt volgens de stratenlijst in een andere plaats." in said
    assert "Van een andere plaats, overgeslagen: 2" in said


@pytest.mark.django_db
def test_many_places_are_told_together() -> None:
    rows = [f"Straat;{number};Dorp {chr(65 + number)}" for number in range(1, 26)]
    batch = imports.store("x.csv", lines("Straat;Nr;Plaats", *rows), by=None, actor="x", now=NOW)
    work.work(now=NOW)
    batch.refresh_from_db()
    assert len(batch.counts["places"]) == 21
    assert batch.counts["places"][-1] == ["andere plaatsen", 5]


# --- Pointing at columns ---------------------------------------------------------------------

UNKNOWN = lines(
    "Ligging;Cijfers;Letters en zo;Kern", "Spoorstraat;12;A;Dorst", "Seters;3;;Oosterhout"
)
CHOSEN = {"straat": "Ligging", "huisnummer": "Cijfers", "toevoeging": "Letters en zo"}


def options_chosen(page: str) -> dict[str, str]:
    """Of each list on a page the choice that is made beforehand."""
    lists = re.findall(r'<select name="(\w+)".*?</select>', page, re.DOTALL)
    chosen = {}
    for name in lists:
        part = page.split(f'<select name="{name}"')[1].split("</select>")[0]
        made = re.search(r'<option value="([^"]*)" selected', part)
        chosen[name] = made[1] if made else ""
    return chosen


@pytest.mark.django_db
def test_columns_that_nobody_knows_are_pointed_at_on_the_page(
    staff: Client, send: Send, now: datetime
) -> None:
    page = send(UNKNOWN)
    first = staff.get(page)
    words = words_of(first)
    assert "Wijs aan welke kolom wat is." in words
    assert "We missen de kolommen straat en huisnummer." in words
    assert "Welke kolom is het huisnummer?" in words
    assert "Cijfers (zoals 12)" in text_of(first)
    guess = options_chosen(first.content.decode())
    assert guess == dict.fromkeys(MEANINGS, "") | {
        "straat": "Ligging",
        "huisnummer": "Cijfers",
        "huisletter": "Letters en zo",
        "woonplaats": "Kern",
    }
    sent = staff.post(f"{page}kolommen/", guess | CHOSEN | {"huisletter": ""})
    assert sent["Location"] == page
    work.work(now=now)
    words = words_of(staff.get(page))
    assert "straat: Ligging, huisnummer: Cijfers, toevoeging: Letters en zo" in words
    assert "woonplaats: Kern" in words
    assert the_import().columns["straat"] == "Ligging"
    assert the_list() == []
    staff.post(f"{page}overnemen/")
    work.work(now=now)
    assert the_list() == ["Spoorstraat 12a"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "field", "error"),
    [
        ({}, "straat", "Kies de kolom met de straat, of die met het hele adres."),
        ({"straat": "Ligging"}, "huisnummer", "Kies de kolom met het huisnummer."),
        (
            {"straat": "Kern", "huisnummer": "Kern"},
            "huisnummer",
            "Deze kolom koos je ook bij straat.",
        ),
        ({"straat": "Weg", "huisnummer": "Cijfers"}, "straat", "Kies een kolom uit de lijst."),
        ({"straat": "Ligging", "adres": "Kern"}, "adres", "Kies de straat of het hele adres"),
    ],
)
def test_a_choice_of_columns_that_cannot_be_is_told_beside_its_field(
    staff: Client, send: Send, sent: dict[str, str], field: str, error: str
) -> None:
    page = send(UNKNOWN)
    answer = staff.post(f"{page}kolommen/", sent)
    assert text_of(answer).count(error) == 2
    assert next(iter(answer.context["columns"].errors)) == field
    kept = options_chosen(answer.content.decode())
    assert {name: kept[name] for name in sent if sent[name] != "Weg"} == {
        name: label for name, label in sent.items() if label != "Weg"
    }
    assert the_import().state == ImportState.COLUMNS


@pytest.mark.django_db
def test_a_guess_that_is_wrong_is_mended_before_the_list_is_taken_over(
    staff: Client, send: Send, now: datetime
) -> None:
    page = send(lines("Straat;Nr;Getal", "Spoorstraat;1;12", "Spoorstraat;2;14"))
    assert "Niet gebruikt Getal" in words_of(staff.get(page))
    chosen = options_chosen(staff.get(page).content.decode()) | {"huisnummer": "Getal"}
    staff.post(f"{page}kolommen/", chosen)
    assert staff.post(f"{page}overnemen/").status_code == 302
    assert the_list() == [], "it waits for another look"
    work.work(now=now)
    staff.post(f"{page}overnemen/")
    work.work(now=now)
    assert the_list() == ["Spoorstraat 12", "Spoorstraat 14"]
    late = staff.post(f"{page}kolommen/", chosen, follow=True)
    assert "Deze import is al verder." in text_of(late)


@pytest.mark.django_db
def test_two_columns_of_the_same_name_are_told_apart_and_asked(staff: Client, send: Send) -> None:
    page = send(lines("Straat;Nr;Nr", "Spoorstraat;1;12"))
    words = words_of(staff.get(page))
    assert "De kolommen Nr en Nr (kolom 3) betekenen hetzelfde." in words
    assert "Nr (kolom 3) (zoals 12)" in words


@pytest.mark.django_db
def test_a_file_that_waits_for_its_columns_can_be_left_and_goes_after_a_month(
    staff: Client, send: Send, now: datetime
) -> None:
    page = send(UNKNOWN)
    staff.post(f"{page}laten/")
    assert the_import().state == ImportState.DROPPED
    send(UNKNOWN)
    run_retention(now=now.replace(year=now.year + 1))
    assert (the_import().state, the_import().content) == (ImportState.DROPPED, None)


@pytest.mark.django_db
def test_columns_are_named_in_one_order_whatever_the_database_keeps(staff: Client) -> None:
    """JSON of PostgreSQL has the short names first."""
    read = {"straat": "Ligging", "huisnummer": "Cijfers", "postcode": "PC", "x": "X", "y": "Y"}
    counts = {"columns": read, "ignored": [], "rows": 0}
    batch = AddressImport.objects.create(name="bag.csv", state=ImportState.READY, counts=counts)
    AddressImport.objects.update(rows_total=1)
    words = words_of(staff.get(f"/platform/adressen/import/{batch.pk}/"))
    assert "straat: Ligging, huisnummer: Cijfers, postcode: PC, x: X, y: Y" in words


@pytest.mark.django_db
def test_the_command_is_told_which_column_is_what(command: Any) -> None:
    with pytest.raises(CommandError, match=r"We missen de kolommen .* --column straat='Ligging'"):
        command(UNKNOWN)
    assert the_import().state == ImportState.DROPPED
    options = [f"--column={what}={label}" for what, label in CHOSEN.items()]
    said = command(UNKNOWN, *options, "--column", "HUISLETTER=")
    assert "Kolommen: straat=Ligging, huisnummer=Cijfers, toevoeging=Letters en zo" in said
    assert the_list() == ["Spoorstraat 12a"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("option", "why"),
    [
        ("huisnr=Cijfers", "WAT is straat, huisnummer"),
        ("huisnummer", "Schrijf WAT=KOLOM"),
        ("huisnummer=Getal", "De kolom Getal staat niet in dit bestand. We zien: Ligging, Cijfers"),
    ],
)
def test_the_command_refuses_a_column_in_words(command: Any, option: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        command(UNKNOWN, f"--column={option}", "--column=straat=Ligging")


@pytest.mark.django_db
def test_a_column_that_is_not_used_is_named_before_anything_is_taken_over(
    staff: Client, send: Send, command: Any
) -> None:
    names = [f"Extra {chr(97 + number)}" for number in range(15)]
    content = lines(";".join(["Straat", "Nr", *names]), "Spoorstraat;12")
    words = words_of(staff.get(send(content)))
    said = command(content, "--dry-run")
    for name in names:
        assert name in words
        assert name in said
    assert Street.objects.filter(official_addresses__isnull=False).count() == 0

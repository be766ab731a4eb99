"""EX-01, 02, 04, 05: the list goes along after a fresh log-in, with a reason, a line, no formula in
it, and exactly as it was stored.
"""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.inputs.phones import read_phone_number
from dorst_portal.kit.spreadsheets import read_cell
from groups.members.forms import export
from groups.members.services.exporting import take_along
from groups.models import Membership, WatchGroup
from tests.groups.conftest import log_in
from tests.groups.pages import at_most, text_of, words_of

MakeMember = Callable[..., Membership]
PAGE = "/beheer/groep/spoorstraat/leden/meenemen/"
HOSTILE = [
    "=HYPERLINK(1)", "+31600000001", "-1", "@x", "|calc", "%x", "'t Hart", "'=1", '"=1', "''x",
    "Jan; de \"Vries\"", "Jan, de Vries\\n", "محمد", "👩‍👩‍👧 Émile", "E\u0301mile", "<b>&amp;",
    "_x0041_", "{link}", "A" * 100,
]  # fmt: skip


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


def take(client: Client, form: str, reason: str = "kopie") -> Any:
    answer = client.post(PAGE, {"form": form, "reason": reason})
    assert answer.status_code == 200
    return answer


def csv_rows(answer: Any) -> list[list[str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_ex_01_it_asks_to_log_in_again(client: Client, own_beheerder: User, now: datetime) -> None:
    log_in(client, own_beheerder)
    session = client.session
    sessions.begin(session, own_beheerder, second_factor=False, now=now.replace(year=now.year - 1))
    session.save()
    for answer in (client.get(PAGE), client.post(PAGE, {"form": "csv", "reason": "kopie"})):
        assert answer.status_code == 302
        assert not Entry.objects.filter(verb="members.exported").exists()


def test_ex_01_without_a_reason_there_is_no_file_and_no_line(own: Client) -> None:
    answer = own.post(PAGE, {"form": "csv"})
    assert "Kies waarvoor het is." in words_of(answer)
    assert "Kies hoe je de lijst wilt hebben." in words_of(own.post(PAGE, {"reason": "kopie"}))
    assert not Entry.objects.filter(verb="members.exported").exists()


@pytest.mark.parametrize("form", ["papier", "xlsx", "csv", "kaarten"])
def test_who_took_the_list_along_and_what_for_is_noted(
    own: Client, own_beheerder: User, spoorstraat: WatchGroup, member: Membership, form: str
) -> None:
    answer = take(own, form)
    line = Entry.objects.get(verb="members.exported")
    of_group = f"group:{spoorstraat.pk}"
    assert (line.by, line.subject, line.scope) == (own_beheerder, of_group, of_group)
    assert line.facts == {"form": form, "reason": "kopie", "members": 1}
    if form != "papier":
        assert answer["Content-Disposition"].startswith('attachment; filename="ledenlijst-spoor')
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_ex_02_it_holds_who_is_in_the_group_today_and_nobody_else(
    own: Client, make_member: MakeMember, dennenlaan: WatchGroup, now: datetime
) -> None:
    make_member(name="Twee", house_number=2, email="twee@example.org", mobile="+31600004321")
    make_member(name="Een", house_number=1)
    make_member(name="Was Lid", until=now.replace(year=now.year + 1))
    make_member(name="Elders", group=dennenlaan)
    rows = csv_rows(own.post(f"{PAGE}?groep=dennenlaan", {"form": "csv", "reason": "kopie"}))
    assert [row[0] for row in rows] == ["Naam", "Een", "Twee"]
    assert rows[2][:5] == ["Twee", "", "Spoorstraat 2", "06 00 00 43 21", "twee@example.org"]


@pytest.fixture
def hostile(make_member: MakeMember) -> list[Membership]:
    return [make_member(name=text, organisation=text[::-1], house_number=place + 1)
            for place, text in enumerate(HOSTILE)]  # fmt: skip


def test_ex_04_05_csv_has_no_formula_and_comes_back_as_it_was(
    own: Client, hostile: list[Membership]
) -> None:
    rows = csv_rows(take(own, "csv"))[1:]
    for row, member in zip(rows, hostile, strict=True):
        for cell in row:
            assert not re.match(r"[\s\"']*[=+@|%-]", cell) or cell.startswith("'")
        assert [read_cell(cell) for cell in row[:2]] == [member.name, member.organisation]
        assert read_phone_number(row[3]).e164 == member.mobile


def test_ex_04_05_each_cell_of_a_workbook_is_a_text(own: Client, hostile: list[Membership]) -> None:
    book = load_workbook(io.BytesIO(take(own, "xlsx").content))
    rows = list(book.worksheets[0].iter_rows())[1:]
    for row, member in zip(rows, hostile, strict=True):
        assert {cell.data_type for cell in row if cell.value is not None} <= {"s", "inlineStr"}
        texts = [str(cell.value or "").replace("_x005F_", "_") for cell in row[:2]]
        assert texts == [member.name, member.organisation]


def test_ex_05_contact_cards_come_back_as_they_were(own: Client, hostile: list[Membership]) -> None:
    text = take(own, "kaarten").content.decode()
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    names = [line[3:] for line in text.replace("\r\n ", "").split("\r\n") if line[:3] == "FN:"]
    plain = [re.sub(r"\\(.)", r"\1", name) for name in names]
    assert plain == [member.name for member in hostile]
    assert text.count("BEGIN:VCARD") == len(hostile)


def test_ex_05_a_contact_card_is_the_whole_of_a_member(
    own: Client, make_member: MakeMember
) -> None:
    make_member(name="Een", house_number=1, mobile="+31600004321", email="een@example.org",
                organisation="De Vlier")  # fmt: skip
    make_member(name="Twee", house_number=2, mobile="+31600004322")
    first, second = take(own, "kaarten").content.decode().split("END:VCARD\r\n")[:2]
    for told in ("FN:Een", "+31600004321", "een@example.org", "De Vlier", "Spoorstraat 1"):
        assert told in first
    assert second.startswith("BEGIN:VCARD")
    assert "FN:Twee" in second


@pytest.mark.parametrize("can_print", [True, False])
def test_every_way_to_take_it_along_is_offered(
    own: Client, can_print: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a PDF only where the server can make one."""
    monkeypatch.setattr(export, "can_print", lambda: can_print)
    labels = dict(export.ExportForm().fields["form"].choices)
    pdf = {"pdf": "Als PDF, om te printen"} if can_print else {}
    assert labels == {
        "papier": "Op papier, om te printen",
        **pdf,
        "xlsx": "Voor Excel (XLSX)",
        "csv": "Voor een ander rekenblad (CSV)",
        "kaarten": "Als contactkaarten voor een telefoon",
    }


def test_the_line_is_of_the_moment_at_which_it_was_taken_along(
    spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    then = now.replace(year=now.year - 1)
    take_along(spoorstraat, form="csv", reason="kopie", by=own_beheerder, now=then)
    assert Entry.objects.get(verb="members.exported").at == then


def test_on_paper_it_says_that_it_is_not_to_be_shared(own: Client, make_member: MakeMember) -> None:
    make_member(name="Mien & Co", mobile="+31600004321")
    page = text_of(take(own, "papier"))
    assert "Niet delen." in page
    assert "06 00 00 43 21" in page
    assert "<thead>" in page


def test_a_coordinator_takes_a_list_along_and_another_beheerder_does_not(
    client: Client, coordinator: User, other_beheerder: User, member: Membership
) -> None:
    take(log_in(client, coordinator), "csv")
    assert Entry.objects.get(verb="members.exported").by == coordinator
    log_in(client, other_beheerder)
    assert client.post(PAGE, {"form": "csv", "reason": "kopie"}).status_code == 404
    assert reverse("members_export", args=["spoorstraat"]) == PAGE


@pytest.mark.parametrize("form", ["papier", "csv"])
def test_it_costs_the_same_for_one_and_for_thirty(
    own: Client, make_member: MakeMember, form: str
) -> None:
    make_member()
    own.get(PAGE)
    with at_most(7):
        take(own, form)
    for _ in range(30):
        make_member()
    with at_most(7):
        take(own, form)

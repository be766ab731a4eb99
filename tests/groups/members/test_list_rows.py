"""What is said of each row of a list, and how a row is put right."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils.translation import gettext, override

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.members.pages import import_words
from groups.members.services.imports import lists, rows, work
from groups.models import (
    MemberImportRow,
    Membership,
    WatchGroup,
)
from groups.values.member_import_states import (
    ListState,
    Verdict,
)
from tests.groups.members.sent_lists import (
    JAN,
    NEL,
    fresh,
    names,
    number,
    send,
    table,
    take_over,
    told,
)

pytestmark = pytest.mark.django_db
MakeMember = Callable[..., Membership]


# --- What is said of a row ------------------------------------------------------------------------


def test_what_is_said_is_kept_in_dutch_whatever_the_language_of_who_puts_it_right(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    line = "Jan;06 12345678;Spoorstraat 1;geen@adres"
    batch = send(table(line), by=own_beheerder, group=spoorstraat, now=now)
    row = batch.rows.get()
    said = row.problem
    with override("pl"):
        assert gettext(said) != said
        rows.settle_row(row, by=own_beheerder, now=now)
    row.refresh_from_db()
    assert row.problem == said


def test_nothing_comes_on_the_list_before_the_confirmation(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    batch = send(table(JAN, NEL), by=own_beheerder, group=spoorstraat, now=now)
    assert (batch.state, batch.rows.count()) == (ListState.READY, 2)
    assert names() == []


@pytest.mark.parametrize(
    ("line", "verdict", "words"),
    [
        ("Jan;06 12345678;Spoorstraat 1;", Verdict.RIGHT, ""),
        ("Jan;31612345678;Spoorstraat 1;", Verdict.RIGHT, ""),
        ("Jan;6,12345678E+8;Spoorstraat 1;", Verdict.RIGHT, ""),
        (JAN, Verdict.UNUSUAL, import_words.UNUSUAL),
        ("Jan;0161411234;Spoorstraat 1;", Verdict.NUMBER, "Dit lijkt een vast nummer."),
        ("Jan;06 1234;Spoorstraat 1;", Verdict.WRONG, "Dit nummer kunnen we niet lezen."),
        ("Jan;;Spoorstraat 1;", Verdict.MISSING, import_words.NO_NUMBER),
        (";06 12345678;Spoorstraat 1;", Verdict.MISSING, import_words.NO_NAME),
        ("Jan;06 12345678;;", Verdict.NO_ADDRESS, import_words.NO_ADDRESS),
        ("Jan;06 12345678;Spoorstraat;", Verdict.UNKNOWN, import_words.NO_HOUSE_NUMBER),
        ("Jan;06 12345678;Spoorstraat x;", Verdict.UNKNOWN, ""),
        ("Jan;06 12345678;Nergenslaan 3;", Verdict.UNKNOWN, "Deze straat kennen we niet."),
        ("Jan;06 12345678;Dennenlaan 40;", Verdict.ELSEWHERE,
         "Dit adres hoort niet bij groep Spoorstraat."),
        ("Jan;06 12345678;Spoorstraat 1;jan@", Verdict.EMAIL, "Controleer het e-mailadres."),
    ],
)  # fmt: skip
def test_what_is_said_of_a_row(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime,
    line: str, verdict: Verdict, words: str,
) -> None:  # fmt: skip
    filled = f"Piet;{number(9)};Spoorstraat 9;piet@example.org"
    batch = send(table(line, filled), by=own_beheerder, group=spoorstraat, now=now)
    _, found, problem = told(batch)[0]
    assert found == verdict
    assert words in problem
    assert bool(problem) == (verdict != Verdict.RIGHT)


def test_a_spoiled_number_is_read_and_what_stood_beside_it_is_told(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    lines = ["Jan;612345678;Spoorstraat 1;", "Nel;06 12345679 (moeder);Spoorstraat 3;"]
    batch = send(table(*lines), by=own_beheerder, group=spoorstraat, now=now)
    assert list(batch.rows.values_list("mobile", flat=True)) == ["+31612345678", "+31612345679"]
    assert told(batch)[1][2] == "Bij het nummer stond ‘moeder’."


def test_a_double_and_a_member_are_told_and_left(
    own_beheerder: User, spoorstraat: WatchGroup, make_member: MakeMember, now: datetime
) -> None:
    make_member(mobile="+31600001001", name="Jan zoals hij er staat")
    lines = [JAN, NEL, f"Nel P;{number(1002)};Spoorstraat 3;"]
    batch = send(table(*lines), by=own_beheerder, group=spoorstraat, now=now)
    assert told(batch)[0] == (2, Verdict.MEMBER, import_words.MEMBER)
    assert told(batch)[2] == (4, Verdict.DOUBLE, "Dit nummer staat ook op regel 3.")
    take_over(batch, by=own_beheerder, now=now)
    assert names() == ["Jan zoals hij er staat", "Nel Pieters"]


def test_ex_10_nothing_of_another_group_is_told_to_a_beheerder(
    own_beheerder: User, spoorstraat: WatchGroup, dennenlaan: WatchGroup,
    make_member: MakeMember, now: datetime,
) -> None:  # fmt: skip
    make_member(mobile="+31600001001", email="jan@example.org", group=dennenlaan)
    before = list(Membership.objects.values())
    lines = [JAN, f"Kees;{number(1003)};Dennenlaan 40;", f"Koos;{number(1004)};Leijweg 4;"]
    batch = send(table(*lines), by=own_beheerder, group=spoorstraat, now=now)
    said = told(batch)
    assert said[0][1] == Verdict.UNUSUAL
    # An address of a group and one of none are the same here.
    assert said[1][1:] == said[2][1:]
    assert "Dennenlaan" not in str(said)
    take_over(batch, by=own_beheerder, now=now)
    assert list(Membership.objects.filter(group=dennenlaan).values()) == before


# --- By a coordinator -----------------------------------------------------------------------------


def test_the_whole_village_in_one_file(
    coordinator: User, spoorstraat: WatchGroup, dennenlaan: WatchGroup, now: datetime
) -> None:
    lines = [
        f"Jan;{number(1)};Spoorstraat 1;groep spoorstraat",
        f"Kees;{number(2)};Dennenlaan 40;Dennenlaan",
        f"Piet;{number(3)};Dennenlaan 40;Spoorstraat",
        f"Wim;{number(4)};Spoorstraat 7;Nergens",
        f"Toon;{number(5)};Spoorstraat 9;",
        f"Jan;{number(1)};Dennenlaan 40;Dennenlaan",
    ]
    content = table(*lines, header="Naam;Mobiel;Adres;Groep")
    batch = send(content, by=coordinator, group=None, by_platform=True, now=now)
    said = told(batch)
    assert said[2][1:2] == (Verdict.ELSEWHERE,)
    assert said[2][2].startswith("Dit adres hoort bij groep Dennenlaan.")
    assert said[3][1:] == (Verdict.WRONG, "Groep ‘Nergens’ kennen we niet.")
    assert said[4][1] == Verdict.MISSING
    # In two groups somebody may be.
    assert said[5][1] == Verdict.UNUSUAL
    take_over(batch, by=coordinator, now=now)
    made = Membership.objects.order_by("pk").values_list("name", "group__name", "to_confirm")
    assert sorted(made) == [
        ("Jan", "Dennenlaan", True), ("Jan", "Spoorstraat", True), ("Kees", "Dennenlaan", True),
    ]  # fmt: skip
    lines_of_groups = Entry.objects.filter(verb="members.imported").order_by("scope")
    assert {line.scope: line.facts for line in lines_of_groups} == {
        f"group:{spoorstraat.pk}": {"members": 1}, f"group:{dennenlaan.pk}": {"members": 2},
    }  # fmt: skip
    assert not Mail.objects.exists(), "nobody is invited by a list"


def test_without_a_group_the_column_is_asked_for(
    coordinator: User, village: Any, now: datetime
) -> None:
    content = table(f"{JAN};Spoor", header="Naam;Mobiel;Adres;E-mail;Waar")
    batch = send(content, by=coordinator, group=None, by_platform=True, now=now)
    assert (batch.state, batch.refusal) == (ListState.COLUMNS, "Waar staat de groep?")
    assert not batch.rows.exists()


# --- Columns --------------------------------------------------------------------------------------


def test_columns_that_are_read_wrongly_are_pointed_out(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    content = table(f"12;Jan;{number(1)}", header="Naam;Roepnaam;Mobiel")
    batch = send(content, by=own_beheerder, group=spoorstraat, now=now)
    lists.choose_parts(batch, ["", "name", "mobile"], by=own_beheerder, now=now)
    work.work(now=now)
    batch = fresh(batch)
    assert batch.state == ListState.READY
    assert batch.rows.get().name == "Jan"
    assert [column["part"] for column in batch.facts["columns"]] == ["", "name", "mobile"]


def test_a_list_without_any_number_is_sent_back(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    pasted = b"Jan Jansen\nPiet Pieters"
    batch = send(pasted, is_pasted=True, by=own_beheerder, group=spoorstraat, now=now)
    assert batch.state == ListState.REFUSED
    assert batch.refusal.startswith("In deze lijst staat het mobiele nummer niet.")


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"\x00\x01\x02", b"naam;mobiel\n"])
def test_what_is_no_list_is_refused_in_words_and_wiped(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime, content: bytes
) -> None:
    batch = send(content, by=own_beheerder, group=spoorstraat, now=now)
    assert batch.state == ListState.REFUSED
    assert batch.refusal
    assert (batch.content, batch.name, batch.wiped_at is None) == (None, "", False)


# --- Putting a row right --------------------------------------------------------------------------


def mended(row: MemberImportRow, by: User, now: datetime, **typed: str) -> MemberImportRow:
    found = MemberImportRow.objects.select_related("batch__group", "group").filter(pk=row.pk)
    row = next(iter(found))
    facts = {
        name: getattr(row, name)
        for name in ("name", "organisation", "mobile_text", "email_text", "address_text")
    }
    rows.change_row(row, rows.RowFacts(**facts | typed), by=by, now=now)
    row.refresh_from_db()
    return row


def test_a_row_is_put_right(own_beheerder: User, spoorstraat: WatchGroup, now: datetime) -> None:
    batch = send(table("Jan;06 1234;Spoorstraat;"), by=own_beheerder, group=spoorstraat, now=now)
    row = mended(batch.rows.get(), own_beheerder, now, mobile_text="06 12345678")
    assert row.verdict == Verdict.UNKNOWN
    row = mended(row, own_beheerder, now, address_text="Spoorstraat 12a")
    assert (row.verdict, row.problem, row.address) == (Verdict.RIGHT, "", "Spoorstraat 12a")


def test_another_number_frees_the_row_that_was_its_double(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    lines = [JAN, f"Nel;{number(1001)};Spoorstraat 3;"]
    batch = send(table(*lines), by=own_beheerder, group=spoorstraat, now=now)
    first, second = batch.rows.order_by("line")
    mended(first, own_beheerder, now, mobile_text=number(1005))
    second.refresh_from_db()
    assert second.verdict == Verdict.UNUSUAL
    # And it is a double of one that gets its number.
    mended(second, own_beheerder, now, mobile_text=number(1005))
    second.refresh_from_db()
    assert second.problem == "Dit nummer staat ook op regel 2."


def test_who_is_left_out_stays_out_and_who_is_granted_goes_along(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    lines = [JAN, f"Kees;{number(3)};Dennenlaan 40;", f"Koos;{number(4)};;"]
    batch = send(table(*lines), by=own_beheerder, group=spoorstraat, now=now)
    jan, kees, _ = batch.rows.order_by("line")
    rows.settle_row(jan, left_out=True, by=own_beheerder, now=now)
    rows.settle_row(kees, granted=True, by=own_beheerder, now=now)
    done = take_over(batch, by=own_beheerder, now=now)
    assert names() == ["Kees"]
    assert done.facts == {"taken": 1, "left": 2}
    assert [line for line, _, _ in told(done)] == [2, 4], "what was not taken over can be read"


def test_a_doubt_is_taken_for_granted_only_when_it_is_the_only_one(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    lines = ["Koos;06 12345671;;", "Kees;0161411234;;", f"Jan;{number(3)};Dennenlaan 40;"]
    batch = send(table(*lines), by=own_beheerder, group=spoorstraat, now=now)
    take_over(batch, Verdict.NO_ADDRESS, by=own_beheerder, now=now)
    assert names() == ["Koos"]
    koos = Membership.objects.get()
    assert (koos.address, koos.street, koos.house_number) == ("", None, None)

"""The pages on which somebody takes over a list of members."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.members.forms import imports as forms
from groups.members.list_files.limits import LIMITS
from groups.members.services.imports import work
from groups.models import MemberImport, MemberImportRow, Membership, WatchGroup
from groups.values.member_import_states import ListState
from tests.groups.conftest import log_in
from tests.groups.members.sent_lists import number, send, table
from tests.groups.pages import at_most, forms_of, text_of, typed_in, words_of

pytestmark = pytest.mark.django_db
MEMBERS = "/beheer/groep/spoorstraat/leden/"
NEW = f"{MEMBERS}overnemen/"
VILLAGE = "/platform/leden/overnemen/"
JAN = f"Jan Jansen;{number(1001)};Spoorstraat 1;jan@example.org"
KEES = f"Kees Kust;{number(1002)};Dennenlaan 40;"


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


@pytest.fixture
def staff(client: Client, coordinator: User, spoorstraat: WatchGroup) -> Client:
    return log_in(client, coordinator)


def upload(client: Client, *lines: str, path: str = NEW, **typed: str) -> Any:
    file = SimpleUploadedFile("leden.csv", table(*lines))
    return client.post(path, {"bestand": file, **typed})


def newest() -> MemberImport:
    return next(iter(MemberImport.objects.order_by("-pk")[:1]))


def page_of(what: str = "", *more: int) -> str:
    return reverse(f"list_import{what}", args=["spoorstraat", newest().pk, *more])


def form_with(page: Any, box: str) -> dict[str, str]:
    """What the form with this box sends."""
    return next(form.sends for form in forms_of(page) if box in form.sends)


def test_from_an_empty_list_to_a_full_one(own: Client, now: datetime) -> None:
    empty = own.get(MEMBERS)
    assert "Leden overnemen" in words_of(empty)
    assert NEW in text_of(empty)
    sent = upload(own, JAN, KEES)
    assert sent["Location"] == page_of()
    waiting = own.get(page_of())
    assert "We gaan de lijst zo controleren." in words_of(waiting)
    assert waiting["Refresh"] == "2"
    work.work(now=now)
    ready = own.get(page_of())
    assert "Refresh" not in ready
    words = words_of(ready)
    for told in ("Mensen in de lijst 2", "Dit adres hoort niet bij groep Spoorstraat.",
                 "1 persoon komt op de ledenlijst",
                 "Adres hoort niet bij de groep (1)"):  # fmt: skip
        assert told in words
    assert not Membership.objects.exists()
    own.post(page_of("_confirm"), {"ook_elsewhere": "on"})
    assert "We zetten de mensen op de ledenlijst." in words_of(own.get(page_of()))
    work.work(now=now)
    assert "2 mensen kwamen op de ledenlijst" in words_of(own.get(page_of()))
    assert "Jan Jansen" in words_of(own.get(MEMBERS))
    undone = own.post(page_of("_undo"), follow=True)
    assert "Ongedaan gemaakt: 2 leden gingen van de ledenlijst." in text_of(undone)
    assert not Membership.objects.exists()


def test_lines_are_pasted(own: Client, now: datetime) -> None:
    pasted = "Jan Jansen, 06 0000 1001, Spoorstraat 1\nNel Pieters\t\u202a+31 6 00001002\u202c"
    own.post(NEW, {"plak": pasted})
    work.work(now=now)
    rows = list(MemberImportRow.objects.order_by("line").values_list("name", "mobile"))
    assert rows == [("Jan Jansen", "+31600001001"), ("Nel Pieters", "+31600001002")]
    assert "plakte deze lijst" in words_of(own.get(page_of()))


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({}, forms.NOTHING),
        ({"plak": " \n "}, forms.NOTHING),
        ({"plak": "x" * 200_001}, "Dit is te veel om te plakken."),
        ({"bestand": SimpleUploadedFile("x.csv", b"")}, "Dit bestand is leeg."),
        ({"bestand": SimpleUploadedFile("x.csv", b"x"), "plak": "x"}, forms.BOTH),
        ({"bestand": SimpleUploadedFile("x.csv", b"x" * (LIMITS.most_bytes + 1))},
         LIMITS.too_big),
    ],
    ids=["nothing", "blanks", "long", "empty", "both", "big"],
)  # fmt: skip
def test_what_cannot_be_sent_is_told_beside_the_field(
    own: Client, sent: dict[str, Any], error: str
) -> None:
    answer = own.post(NEW, sent)
    assert answer.status_code == 200
    assert text_of(answer).count(error) == 2
    assert not MemberImport.objects.exists()


def test_what_was_pasted_is_kept(own: Client) -> None:
    answer = own.post(NEW, {"plak": "Jan", "bestand": SimpleUploadedFile("x.csv", b"x")})
    assert form_with(answer, "plak")["plak"] == "Jan"


def test_columns_are_shown_and_put_right(own: Client, now: datetime) -> None:
    content = f"Naam;Contact;Mobiel\nFamilie Jansen;Jan;{number(1)}".encode()
    own.post(NEW, {"bestand": SimpleUploadedFile("leden.csv", content)})
    work.work(now=now)
    page = own.get(page_of())
    assert "Kolommen Naam, " in words_of(page)
    form = next(form for form in forms_of(page) if form.action.endswith("kolommen/"))
    assert form.sends["kolom_2"] == "mobile"
    chosen = {"kolom_0": "", "kolom_1": "name"}
    assert own.post(form.action, form.sends | chosen).status_code == 302
    work.work(now=now)
    assert "Jan" in words_of(own.get(page_of()))
    wrong = own.post(form.action, form.sends | {"kolom_0": "onzin"})
    assert "Kies iets uit de lijst." in words_of(wrong)


def test_columns_that_are_needed_are_asked_for_first(own: Client, now: datetime) -> None:
    content = b"Naam;Adres;Anders\nJan;Spoorstraat 1;x\nNel;Spoorstraat 3;y"
    own.post(NEW, {"bestand": SimpleUploadedFile("leden.csv", content)})
    work.work(now=now)
    page = own.get(page_of())
    assert "Waar staat het mobiele nummer?" in words_of(page)
    assert "Zoals: Spoorstraat 1" in words_of(page)


def test_a_row_is_put_right_on_its_page(own: Client, now: datetime) -> None:
    upload(own, "Jan;06 12;Spoorstraat;", JAN)
    work.work(now=now)
    row = MemberImportRow.objects.order_by("line")[0]
    path = page_of("_row", row.pk)
    page = own.get(path)
    assert typed_in(page, "mobile") == "06 12"
    assert "Dit nummer kunnen we niet lezen." in words_of(page)
    sends = form_with(page, "name")
    missing = own.post(path, sends | {"name": "", "mobile": "06"})
    assert "Vul de naam in." in words_of(missing)
    assert typed_in(missing, "mobile") == "06"
    still = own.post(path, sends | {"mobile": "06 12345678"})
    assert "Opgeslagen. Het klopt nog niet. Het huisnummer ontbreekt." in words_of(still)
    told = own.post(
        path, sends | {"mobile": "06 12345678", "street": "Spoorstraat 12"}, follow=True
    )
    assert "Regel 2 klopt nu." in text_of(told)
    left = own.post(page_of("_settle", row.pk), {"wat": "weg"}, follow=True)
    assert "Regel 2 gaat niet mee." in text_of(left)
    assert "Weggelaten (1)" in words_of(left)
    again = own.post(page_of("_settle", row.pk), {"wat": "eerst"}, follow=True)
    assert "Regel 2 is weer zoals eerst." in text_of(again)


def test_what_does_not_come_along_can_be_put_right_elsewhere(
    own: Client, own_beheerder: User, now: datetime
) -> None:
    upload(own, JAN, KEES, f"=1+1;{number(1003)};;")
    work.work(now=now)
    file = own.get(page_of("_left"))
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Regel;Naam;Bedrijf of club;Adres;Mobiel nummer")
    assert lines[1].startswith("3;Kees Kust;;Dennenlaan 40;06 00 00 10 02;")
    assert lines[2].startswith("4;'=1+1;")
    # The file is a list as any other.
    batch = send(file.content, by=own_beheerder, group=newest().group, now=now)
    assert [row.name for row in batch.rows.order_by("line")] == ["Kees Kust", "=1+1"]


def test_two_who_press_at_once_take_over_once(own: Client, now: datetime) -> None:
    upload(own, JAN)
    work.work(now=now)
    own.post(page_of("_confirm"))
    second = own.post(page_of("_confirm"), follow=True)
    assert "Deze lijst is al verder. Er is niets veranderd." in text_of(second)
    work.work(now=now)
    assert Membership.objects.count() == 1
    gone = own.get(page_of("_row", 1))
    assert gone.status_code == 404


def test_a_list_can_be_thrown_away(own: Client, now: datetime) -> None:
    upload(own, JAN)
    answer = own.post(page_of("_drop"), follow=True)
    assert "Weggegooid. De ledenlijst bleef zoals die was." in text_of(answer)
    assert "Niet overgenomen" in words_of(answer)


def test_a_beheerder_sees_no_list_of_another_group_or_of_platform_dorst(
    own: Client, other_beheerder: User, coordinator: User, spoorstraat: WatchGroup,
    dennenlaan: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    elsewhere = send(table(KEES), by=other_beheerder, group=dennenlaan, now=now)
    theirs = send(table(JAN), by=coordinator, group=spoorstraat, by_platform=True, now=now)
    for batch in (elsewhere, theirs):
        row = MemberImportRow.objects.filter(batch=batch)[:1][0]
        for name in ("", "_columns", "_confirm", "_drop", "_undo", "_left"):
            path = reverse(f"list_import{name}", args=["spoorstraat", batch.pk])
            answer = own.get(path) if name in ("", "_left") else own.post(path)
            assert answer.status_code == 404, path
        for name in ("_row", "_settle"):
            path = reverse(f"list_import{name}", args=["spoorstraat", batch.pk, row.pk])
            assert own.post(path).status_code == 404
    assert "Laatste lijsten" not in words_of(own.get(NEW))
    # A row of another list is not there either.
    mine = send(table(JAN), by=spoorstraat.appointments.get().user, group=spoorstraat, now=now)
    path = reverse("list_import_row", args=["spoorstraat", mine.pk, row.pk])
    assert own.get(path).status_code == 404


def test_a_coordinator_takes_over_for_the_whole_village(staff: Client, now: datetime) -> None:
    assert VILLAGE in text_of(staff.get(reverse("platform")))
    content = f"Naam;Mobiel;Adres;Groep\nJan;{number(1)};Dennenlaan 40;Spoorstraat".encode()
    staff.post(VILLAGE, {"bestand": SimpleUploadedFile("dorp.csv", content)})
    work.work(now=now)
    page = staff.get(reverse("village_import", args=[newest().pk]))
    assert "Dit adres hoort bij groep Dennenlaan." in words_of(page)
    assert Entry.objects.filter(verb="members.list_seen").count() == 1
    row = MemberImportRow.objects.order_by("pk")[0]
    path = reverse("village_import_row", args=[newest().pk, row.pk])
    sends = form_with(staff.get(path), "name")
    assert sends["groep"] == "Spoorstraat"
    staff.post(path, sends | {"groep": "Dennenlaan"})
    staff.post(reverse("village_import_confirm", args=[newest().pk]))
    work.work(now=now)
    member = Membership.objects.get()
    assert (member.group.name, member.to_confirm) == ("Dennenlaan", True)


def test_a_coordinator_takes_over_for_one_group(
    staff: Client, now: datetime, make_member: Callable[..., Membership]
) -> None:
    make_member(mobile="+31600001002")
    upload(staff, JAN, f"Nel;{number(1002)};;", path=VILLAGE, groep="Spoorstraat")
    work.work(now=now)
    batch = newest()
    assert (batch.group and batch.group.name, batch.by_platform) == ("Spoorstraat", True)
    words = words_of(staff.get(reverse("village_import", args=[batch.pk])))
    assert "voor groep Spoorstraat" in words
    assert "Al lid 1" in words
    unknown = upload(staff, JAN, path=VILLAGE, groep="Spoorstrat")
    assert "Groep ‘Spoorstrat’ kennen we niet." in words_of(unknown)


def test_a_row_costs_no_statement(
    own: Client, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    own.get(MEMBERS)
    counted = []
    for rows in (1, 40):
        lines = [f"Lid {n};{number(n)};Spoorstraat {n};" for n in range(1, rows + 1)]
        send(table(*lines), by=own_beheerder, group=spoorstraat, now=now)
        with at_most(9):
            page = own.get(page_of())
        counted.append(len(page.context["page"].rows))
    assert counted == [1, 40]


def test_how_far_it_is_stands_on_the_page(own: Client) -> None:
    upload(own, JAN)
    MemberImport.objects.update(state=ListState.CHECKING, rows_read=3200, rows_total=10_000)
    assert "We controleerden 3.200 van 10.000 regels." in words_of(own.get(page_of()))

"""/platform/adressen/: the list, a file on its way, and everything that is no file."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.models import AddressImport, ImportFinding, OfficialAddress
from groups.places.address_files.limits import MOST_BYTES
from groups.places.services.imports import imports, work
from groups.places.services.streets import add_street
from groups.values.import_states import ImportState
from tests.groups.conftest import Village, log_in
from tests.groups.pages import at_most, text_of, words_of
from tests.groups.places.address_samples import GOOD, bag, many, sheet

pytestmark = pytest.mark.django_db
PAGE = "/platform/adressen/"


@pytest.fixture
def staff(client: Client, coordinator: User, village: Village) -> Client:
    """A coordinator's browser, whose session has noted that it was used."""
    log_in(client, coordinator).get(PAGE)
    return client


def upload(client: Client, content: bytes, *, name: str = "bag.csv") -> Any:
    return client.post(PAGE, {"bestand": SimpleUploadedFile(name, content)})


def the_import() -> AddressImport:
    return list(AddressImport.objects.order_by("pk"))[-1]


def path_of(batch: AddressImport, what: str = "") -> str:
    return reverse(f"address_import{what}", args=[batch.pk])


def test_from_a_file_to_the_list(staff: Client, now: datetime) -> None:
    lines = [f"Spoorstraat;{number};;;4849 AB;Dorst" for number in range(1, 4)]
    sent = upload(staff, bag(*lines, "Nieuwlaan;1", "Spoorstraat;x"))
    page = path_of(the_import())
    assert sent["Location"] == page
    waiting = staff.get(page)
    assert "We gaan het bestand zo controleren." in words_of(waiting)
    assert waiting["Refresh"] == "5"
    work.work(now=now)
    ready = staff.get(page)
    assert "Refresh" not in ready  # nothing moves under the hand of who decides
    words = words_of(ready)
    for told in (
        "Regels in het bestand 5",
        "Nieuw 4",
        "1 nieuwe straat",
        "Nieuwlaan: 1 adres",
        "Klopt niet (1)",
        "Huisnummer ‘x’ kunnen we niet lezen.",
    ):
        assert told in words
    assert OfficialAddress.objects.count() == 0
    staff.post(path_of(the_import(), "_confirm"))
    assert "We nemen de adressen over." in words_of(staff.get(page))
    work.work(now=now)
    assert "De adressen zijn overgenomen" in words_of(staff.get(page))
    words = words_of(staff.get(PAGE))
    assert "In de lijst staan 4 adressen." in words
    assert "Spoorstraat 3" in words
    assert "Nieuwlaan 1" in words


def test_how_far_it_is_stands_on_the_page(staff: Client) -> None:
    upload(staff, bag("Spoorstraat;12"))
    AddressImport.objects.update(state=ImportState.CHECKING, rows_read=3200, rows_total=10_000)
    words = words_of(staff.get(path_of(the_import())))
    assert "We controleerden 3.200 van 10.000 regels." in words
    assert "Ververs" in words


def test_a_file_can_be_left(staff: Client, now: datetime) -> None:
    upload(staff, bag("Spoorstraat;12"))
    work.work(now=now)
    answer = staff.post(path_of(the_import(), "_drop"), follow=True)
    assert "Het bestand is weg. De lijst bleef zoals die was." in text_of(answer)
    again = staff.post(path_of(the_import(), "_drop"), follow=True)
    assert "Deze import is al verder." in text_of(again)
    assert "Dit bestand is niet overgenomen." in words_of(again)


def test_many_that_would_go_need_a_tick(staff: Client, village: Village, now: datetime) -> None:
    street = village.street("spoorstraat")
    OfficialAddress.objects.bulk_create(
        OfficialAddress(street=street, house_number=number) for number in range(1, 11)
    )
    upload(staff, bag("Spoorstraat;1"))
    work.work(now=now)
    page = path_of(the_import())
    assert "Van de 10 adressen gaan er 9 weg." in words_of(staff.get(page))
    refused = staff.post(path_of(the_import(), "_confirm"))
    assert text_of(refused).count("Zet een vinkje als deze adressen weg mogen.") == 2
    staff.post(path_of(the_import(), "_confirm"), {"mag_weg": "on"})
    work.work(now=now)
    assert OfficialAddress.objects.count() == 1


def test_a_list_that_changed_is_told(staff: Client, now: datetime) -> None:
    upload(staff, bag("Spoorstraat;1"))
    work.work(now=now)
    add_street("Nieuwlaan", area="Dorst")
    answer = staff.post(path_of(the_import(), "_confirm"), follow=True)
    assert "De lijst is intussen veranderd. Bekijk de controle opnieuw." in text_of(answer)
    work.work(now=now)
    assert "De lijst is intussen veranderd" in words_of(staff.get(path_of(the_import())))


def test_a_file_that_changes_nothing_has_no_button(
    staff: Client, coordinator: User, now: datetime
) -> None:
    upload(staff, bag("Spoorstraat;1"))
    work.work(now=now)
    imports.confirm(the_import(), may_go=False, by=coordinator, now=now)
    work.work(now=now)
    upload(staff, bag("Spoorstraat;1"))
    work.work(now=now)
    words = words_of(staff.get(path_of(the_import())))
    assert "Dit bestand verandert niets aan de lijst." in words
    assert "Neem deze adressen over" not in words


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "leeg.csv", "Dit bestand is leeg."),
        (b" \r\n", "leeg.csv", "Dit bestand is leeg."),
        (b"%PDF-1.7", "lijst.pdf", "Dit is een PDF."),
        (b"\xd0\xcf\x11\xe0", "lijst.xls", "Een oud Excel-bestand"),
        (b"x" * (MOST_BYTES + 1), "groot.csv", "Dit bestand is groter dan 10 MB."),
    ],
)
def test_what_is_no_list_at_sight_is_told_beside_the_field(
    staff: Client, content: bytes, name: str, error: str
) -> None:
    page = upload(staff, content, name=name)
    assert page.status_code == 200
    assert text_of(page).count(error) == 2
    assert AddressImport.objects.count() == 0


@pytest.mark.parametrize(
    "content",
    [b"a;b\n", b"straat;huisnummer\n", b"straat;huisnummer\nA\0;1", b"PK\x03\x04 broken",
     b'straat;huisnummer\n"A;1'],
)  # fmt: skip
def test_what_a_worker_cannot_read_is_told_on_the_page(
    staff: Client, content: bytes, now: datetime
) -> None:
    upload(staff, content)
    work.work(now=now)
    batch = the_import()
    assert batch.state == ImportState.REFUSED
    words = words_of(staff.get(path_of(batch)))
    assert batch.refusal in words
    assert "De lijst bleef zoals die was." in words
    assert "Neem deze adressen over" not in words


def test_a_workbook_goes_the_same_way(staff: Client, now: datetime) -> None:
    upload(staff, sheet(GOOD), name="lijst.xlsx")
    work.work(now=now)
    assert the_import().counts["new"] == 1


def test_a_form_without_a_file_or_with_text_for_one_is_told(staff: Client) -> None:
    for sent in ({}, {"bestand": "x"}):
        page = staff.post(PAGE, sent)
        assert text_of(page).count("Kies een bestand.") == 2


@pytest.mark.parametrize("name", ["../../etc/x.csv", "x\u202ecsv.exe", "x" * 300, "a\r\nb.csv"])
def test_the_name_of_a_file_is_only_shown(staff: Client, name: str) -> None:
    page = upload(staff, bag("Spoorstraat;12"), name=name)
    if page.status_code == 302:
        kept = the_import().name
        assert len(kept) <= 120
        assert not set(kept) & set("/\r\n\u202e")


def test_a_file_as_large_as_may_be_passes_the_limits_of_the_site(staff: Client) -> None:
    content = many(90_000)
    content += b" " * (MOST_BYTES - len(content) - 1) + b"\n"
    assert upload(staff, content).status_code == 302


def test_a_stranger_sends_no_large_file(village: Village) -> None:
    stranger = Client(enforce_csrf_checks=True, raise_request_exception=False)
    stranger.get("/inloggen/")
    assert upload(stranger, b"x" * 300_000).status_code == 413
    assert upload(stranger, b"x" * 100).status_code in (302, 403)
    assert AddressImport.objects.count() == 0


def test_more_than_the_page_takes_is_refused_before_it_is_read(staff: Client) -> None:
    assert upload(staff, b"x" * (MOST_BYTES + 200_000)).status_code == 413
    other = staff.post("/beheer/instellingen/", {"x": "y" * 300_000})
    assert other.status_code == 413


def test_only_coordinators(client: Client, own_beheerder: User, village: Village) -> None:
    batch = AddressImport.objects.create(name="bag.csv")
    log_in(client, own_beheerder)
    for path in (PAGE, path_of(batch)):
        assert client.get(path).status_code == 404
    assert client.post(path_of(batch, "_confirm")).status_code == 404


def fill(batch: AddressImport, first: int, last: int) -> None:
    """A street with an address, an import and a finding, for each number."""
    for number in range(first, last + 1):
        name = f"Laan {chr(65 + number // 26)}{chr(97 + number % 26)}"
        OfficialAddress.objects.create(street=add_street(name, area="Dorst"), house_number=1)
        AddressImport.objects.create(name=f"{number}.csv", by=batch.by)
        ImportFinding.objects.create(batch=batch, kind="new", row=number + 1, street_text="Laan")


def test_lists_cost_as_much_at_sixty_rows_as_at_one(staff: Client, coordinator: User) -> None:
    facts: dict[str, Any] = {"state": ImportState.READY, "rows_total": 60, "by": coordinator}
    batch = AddressImport.objects.create(name="bag.csv", counts={"new": 60, "total": 3}, **facts)
    AddressImport.objects.create(
        name="oud.csv", state=ImportState.DONE, ended_at=batch.at, counts={"total": 3}
    )
    for numbers in ((1, 1), (2, 60)):
        fill(batch, *numbers)
        with at_most(8):
            first = staff.get(PAGE)
        with at_most(8):
            found = staff.get(path_of(batch))
    key = first.context["page"].next_key
    assert len(first.context["page"].streets) == 50
    second = staff.get(PAGE, {"na": key})
    assert len(second.context["page"].streets) == 10
    assert len(found.context["page"].findings) == 50
    rest = staff.get(path_of(batch), {"na": str(found.context["page"].next_key)})
    assert len(rest.context["page"].findings) == 10
    assert "Laan Ab" in words_of(staff.get(PAGE, {"zoek": "laan ab"}))
    assert "We vinden geen straat" in words_of(staff.get(PAGE, {"zoek": "qwxz"}))

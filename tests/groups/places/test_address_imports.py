"""A file with addresses from being sent to being taken over: what changes, and what never does."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.identity import current
from dorst_portal.identity.current import here
from dorst_portal.identity.services import Names, set_names
from dorst_portal.kit.rows.lease import LEASE, Lease
from groups.models import AddressImport, ImportFinding, OfficialAddress, Street
from groups.places.pages import address_list
from groups.places.services.imports import imports, work
from groups.places.services.imports.applying import ListChanged
from groups.places.services.imports.checking import MOST_TRIES
from groups.places.services.imports.imports import ManyGone, NotNow
from groups.places.services.streets import add_street
from groups.privacy.services.retention import run_retention
from groups.refusals import Refused
from groups.tasks import read_addresses
from groups.timetable.clock import tick
from groups.values.import_states import ImportState
from tests.groups.conftest import Village
from tests.groups.places.address_samples import bag, many

pytestmark = pytest.mark.django_db
HERE = "Spoorstraat;{};;;4849 AB;Dorst"
Send = Callable[..., AddressImport]


@pytest.fixture
def sent(village: Village, coordinator: User, now: datetime) -> Send:
    """Sends a file and has it checked."""

    def send(*lines: str, content: bytes = b"") -> AddressImport:
        batch = imports.store("bag.csv", content or bag(*lines), by=coordinator, now=now)
        work.work(now=now)
        batch.refresh_from_db()
        return batch

    return send


@pytest.fixture
def taken_over(sent: Send, coordinator: User, now: datetime) -> Send:
    """Sends a file, confirms it, and has it taken over."""

    def take(*lines: str, content: bytes = b"") -> AddressImport:
        batch = sent(*lines, content=content)
        imports.confirm(batch, may_go=True, by=coordinator, now=now)
        work.work(now=now)
        batch.refresh_from_db()
        return batch

    return take


def test_the_worker_asks_again_which_village_it_is(
    monkeypatch: pytest.MonkeyPatch, sent: Send, now: datetime
) -> None:
    names = Names(village="Zeedorp", organisation="Zeewacht", watch="Zeewacht", short_name="Zee")
    known = here()
    set_names(names, now=now)
    monkeypatch.setattr(current, "_known", known)  # set in another process
    monkeypatch.setattr(work, "read_again", current.read_again)
    assert sent("Zeestraat;1;;;4849 AB;Zeedorp").counts["new"] == 1
    assert not sent("Zeestraat;1;;;4849 AB;Dorst").counts.get("new")


def the_list() -> list[str]:
    """Every address with its postcode, as a row of a book."""
    rows = OfficialAddress.objects.select_related("street")
    return sorted(f"{row} {row.postcode}".strip() for row in rows)


def kinds(batch: AddressImport) -> dict[str, int]:
    counted = ("new", "same", "changed", "gone", "wrong", "elsewhere")
    return {kind: batch.counts[kind] for kind in counted if batch.counts.get(kind)}


def test_nothing_is_written_before_the_confirmation(sent: Send) -> None:
    streets = Street.objects.count()
    batch = sent(HERE.format(12), "Nieuwlaan;1;;;;Dorst")
    assert batch.state == ImportState.READY
    assert kinds(batch) == {"new": 2}
    assert batch.counts["streets"] == [{"name": "Nieuwlaan", "rows": 1, "like": []}]
    assert the_list() == []
    assert Street.objects.count() == streets


def test_a_confirmed_file_is_taken_over_as_a_whole(taken_over: Send, now: datetime) -> None:
    batch = taken_over(HERE.format(12), "spoorstr.;12;A;;4849AB;DORST", "Nieuwlaan;1;;;;")
    assert batch.state == ImportState.DONE
    assert the_list() == ["Nieuwlaan 1", "Spoorstraat 12 4849 AB", "Spoorstraat 12a 4849 AB"]
    new = Street.objects.get(name="Nieuwlaan")
    assert (new.area, new.rules.count()) == ("Dorst", 0)
    assert batch.counts["total"] == 3
    assert batch.content is None, "the file itself is not kept"
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["addresses.uploaded", "addresses.confirmed", "addresses.imported"]


def test_the_same_file_twice_changes_nothing(taken_over: Send, sent: Send) -> None:
    lines = [HERE.format(12), HERE.format(14), "Nieuwlaan;1;;;;"]
    taken_over(*lines)
    ids = set(OfficialAddress.objects.values_list("pk", flat=True))
    assert kinds(sent(*lines)) == {"same": 3}
    taken_over(*lines)
    assert set(OfficialAddress.objects.values_list("pk", flat=True)) == ids


def test_what_is_new_changed_and_gone_is_told_and_done(taken_over: Send, sent: Send) -> None:
    taken_over(HERE.format(12), HERE.format(14), HERE.format(16))
    lines = [HERE.format(12), "Spoorstraat;14;;;4849 BD;Dorst", "Spoorstraat;18;;;;Dorst"]
    batch = sent(*lines)
    found = [(one.kind, one.row, one.address, one.problem) for one in batch.findings.order_by("pk")]
    assert found == [
        ("changed", 3, "Spoorstraat 14", "De postcode was 4849 AB."),
        ("new", 4, "Spoorstraat 18", ""),
        ("gone", None, "Spoorstraat 16", ""),
    ]
    taken_over(*lines)
    assert the_list() == ["Spoorstraat 12 4849 AB", "Spoorstraat 14 4849 BD", "Spoorstraat 18"]


def test_without_a_column_of_postcodes_they_stay(taken_over: Send) -> None:
    taken_over(HERE.format(12))
    taken_over(content=bag("Spoorstraat;12", header="straat;huisnummer"))
    assert the_list() == ["Spoorstraat 12 4849 AB"]


def test_rows_of_other_places_are_counted_and_left_out(sent: Send) -> None:
    batch = sent(HERE.format(12), "Kerkstraat;1;;;4901 AB;Oosterhout")
    assert kinds(batch) == {"new": 1, "elsewhere": 1}
    assert batch.counts["streets"] == []


def test_conflicts_are_told_with_their_row(sent: Send, village: Village) -> None:
    Street.objects.filter(slug="dennenlaan").update(outside=True)
    batch = sent(HERE.format(12), HERE.format(12), "Dennenlaan;3;;;;Dorst", "-;1", "Spoorstraat;x")
    told = list(batch.findings.filter(kind="wrong").values_list("row", "problem"))
    assert told == [
        (3, "Dit adres staat ook op regel 2."),
        (4, "Dennenlaan ligt volgens de stratenlijst buiten Dorst."),
        (5, "Dit is geen naam van een straat."),
        (6, "Huisnummer ‘x’ kunnen we niet lezen."),
    ]


def test_an_address_with_a_strange_postcode_is_wrong_but_not_gone(
    taken_over: Send, sent: Send
) -> None:
    taken_over(HERE.format(12))
    assert kinds(sent("Spoorstraat;12;;;48;Dorst")) == {"wrong": 1}


def test_an_unknown_street_that_looks_like_a_known_one_is_told(sent: Send) -> None:
    batch = sent("Spoorstaat;3;;;;Dorst")
    assert batch.counts["streets"] == [{"name": "Spoorstaat", "rows": 1, "like": ["Spoorstraat"]}]


def test_a_file_of_another_town_is_refused(sent: Send) -> None:
    batch = sent(content=many(501, per_street=1))
    assert batch.state == ImportState.REFUSED
    assert "Is dit bestand van Dorst?" in batch.refusal
    assert (batch.content, batch.findings.count()) == (None, 0)


def test_a_large_part_goes_only_when_somebody_said_so(
    taken_over: Send, sent: Send, coordinator: User, now: datetime
) -> None:
    taken_over(*(HERE.format(number) for number in range(1, 11)))
    few = sent(*(HERE.format(number) for number in range(1, 9)))
    assert not address_list.loses_much(few)
    many_gone = sent(*(HERE.format(number) for number in range(1, 8)))
    assert address_list.loses_much(many_gone)
    with pytest.raises(ManyGone):
        imports.confirm(many_gone, may_go=False, by=coordinator, now=now)
    assert len(the_list()) == 10
    imports.confirm(many_gone, may_go=True, by=coordinator, now=now)
    work.work(now=now)
    assert len(the_list()) == 7


# --- Two at once, and workers that die -------------------------------------------------------


def test_a_list_that_changed_since_the_preview_needs_another_look(
    taken_over: Send, sent: Send, coordinator: User, now: datetime
) -> None:
    batch = sent(HERE.format(12))
    taken_over(HERE.format(14))
    with pytest.raises(ListChanged):
        imports.confirm(batch, may_go=True, by=coordinator, now=now)
    work.work(now=now)
    batch.refresh_from_db()
    assert (batch.state, kinds(batch)) == ("ready", {"new": 1, "gone": 1})
    assert batch.counts["again"]
    assert the_list() == ["Spoorstraat 14 4849 AB"]


@pytest.mark.parametrize("change", ["a street", "an import"])
def test_a_list_that_changes_after_the_confirmation_is_left_alone(
    sent: Send, coordinator: User, now: datetime, change: str
) -> None:
    first, second = sent(HERE.format(12)), sent(HERE.format(14))
    imports.confirm(second, may_go=True, by=coordinator, now=now)
    if change == "a street":
        add_street("Nieuwlaan", area="Dorst")
    else:
        imports.confirm(first, may_go=True, by=coordinator, now=now)
    work.work(now=now)
    assert the_list() == ([] if change == "a street" else ["Spoorstraat 12 4849 AB"])
    work.work(now=now)
    second.refresh_from_db()
    assert (second.state, second.counts["again"]) == ("ready", True)


def test_confirmed_or_left_twice_is_told(sent: Send, coordinator: User, now: datetime) -> None:
    batch = sent(HERE.format(12))
    stale = AddressImport.objects.get(pk=batch.pk)
    imports.confirm(batch, may_go=False, by=coordinator, now=now)
    with pytest.raises(NotNow):
        imports.confirm(stale, may_go=False, by=coordinator, now=now)
    with pytest.raises(NotNow):
        imports.drop(stale, by=coordinator, now=now)
    other = sent(HERE.format(14))
    imports.drop(other, by=coordinator, now=now)
    with pytest.raises(NotNow):
        imports.confirm(other, may_go=True, by=coordinator, now=now)


def test_a_check_that_was_broken_off_begins_anew(
    sent: Send, coordinator: User, now: datetime
) -> None:
    batch = imports.store("bag.csv", bag(HERE.format(12)), by=coordinator, now=now)
    dead = Lease.take(batch, now=now)
    assert dead
    dead.renew(state=ImportState.CHECKING, rows_read=1)
    ImportFinding.objects.create(batch=batch, kind="new", row=2, street_text="Half")
    assert work.work(now=now + timedelta(seconds=1)) == 0, "somebody is busy with it"
    assert work.work(now=now + 2 * LEASE) == 1
    batch.refresh_from_db()
    assert batch.state == ImportState.READY
    assert [one.street_text for one in batch.findings.all()] == ["Spoorstraat"]


def test_who_lost_the_lease_writes_nothing_any_more(
    sent: Send, coordinator: User, now: datetime
) -> None:
    batch = sent(HERE.format(12))
    imports.confirm(batch, may_go=False, by=coordinator, now=now)
    batch.refresh_from_db()
    slow = Lease.take(batch, now=now)
    assert slow
    assert Lease.take(batch, now=now) is None
    quick = Lease.take(batch, now=now + 2 * LEASE)
    assert quick
    assert not slow.held()
    assert quick.held()


def test_a_file_on_which_every_worker_dies_is_given_up(
    sent: Send, coordinator: User, now: datetime
) -> None:
    batch = imports.store("bag.csv", bag(HERE.format(12)), by=coordinator, now=now)
    AddressImport.objects.filter(pk=batch.pk).update(counts={"tries": MOST_TRIES})
    work.work(now=now)
    batch.refresh_from_db()
    assert batch.state == ImportState.REFUSED


def test_a_file_that_is_never_taken_over_is_given_up_and_says_so(
    sent: Send, coordinator: User, now: datetime
) -> None:
    batch = sent(HERE.format(12))
    imports.confirm(batch, may_go=True, by=coordinator, now=now)
    # Something in the findings on which every worker breaks.
    gone = ImportFinding(batch=batch, kind="gone", street_text="Onbekend", house_number=1)
    gone.save()
    tried = 0
    while AddressImport.objects.filter(pk=batch.pk, state=ImportState.CONFIRMED).exists():
        with suppress(KeyError):
            work.work(now=now + tried * 2 * LEASE)
        tried += 1
        assert tried < 10, "it is tried for ever"
    batch.refresh_from_db()
    assert tried == MOST_TRIES + 1
    assert batch.state == ImportState.REFUSED
    assert "breekt steeds af" in batch.refusal
    assert batch.content is None
    assert the_list() == []


def test_one_file_at_a_time_so_that_a_worker_is_left_for_the_timetable(
    sent: Send, coordinator: User, now: datetime
) -> None:
    first, second = (
        imports.store("bag.csv", bag(HERE.format(12)), by=coordinator, now=now) for _ in range(2)
    )
    busy = Lease.take(first, now=now)
    assert busy
    assert work.work(now=now + timedelta(seconds=1)) == 0
    second.refresh_from_db()
    assert second.state == ImportState.UPLOADED
    assert work.work(now=now + 2 * LEASE) == 2, "who died holds up nobody for ever"


def test_the_timetable_goes_on_with_it_and_never_waits_for_it(
    village: Village, coordinator: User, now: datetime
) -> None:
    batch = imports.store("bag.csv", bag(HERE.format(12)), by=coordinator, now=now)
    tick(now=now)
    batch.refresh_from_db()
    assert batch.state == ImportState.UPLOADED, "the timetable itself reads no file"
    assert read_addresses.name in {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()}
    read_addresses()
    batch.refresh_from_db()
    assert batch.state == ImportState.READY


def test_no_more_files_wait_than_a_handful(
    village: Village, coordinator: User, now: datetime
) -> None:
    for _ in range(imports.MOST_OPEN):
        imports.store("bag.csv", bag(HERE.format(12)), by=coordinator, now=now)
    with pytest.raises(Refused, match="Rond die eerst af"):
        imports.store("bag.csv", bag(HERE.format(12)), by=coordinator, now=now)


def test_a_file_nobody_comes_back_for_goes_and_findings_after_a_month(
    sent: Send, taken_over: Send, now: datetime
) -> None:
    waiting, done = sent(HERE.format(12)), taken_over(HERE.format(12))
    run_retention(now=now + timedelta(days=29))
    waiting.refresh_from_db()
    assert (waiting.state, done.findings.count()) == ("ready", 1)
    run_retention(now=now + timedelta(days=31))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.content) == ("dropped", None)
    assert done.findings.count() == 0
    assert waiting.findings.count() == 1
    run_retention(now=now + timedelta(days=62))
    assert waiting.findings.count() == 0


# --- The command -----------------------------------------------------------------------------


def run(file: Path, *options: str, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("import_addresses", str(file), *options)
    return capsys.readouterr().out


def test_the_command_shows_and_takes_over(
    village: Village, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bag.csv"
    file.write_bytes(bag(HERE.format(12), "Nieuwlaan;1", "Spoorstraat;x"))
    shown = run(file, "--dry-run", capsys=capsys)
    for line in ("Nieuw: 2", "Nieuwe straat: Nieuwlaan (1)", "Regel 4: Huisnummer ‘x’"):
        assert line in shown
    assert the_list() == []
    assert "In de lijst: 2 adressen." in run(file, capsys=capsys)
    assert the_list() == ["Nieuwlaan 1", "Spoorstraat 12 4849 AB"]
    assert "Ongewijzigd: 2" in run(file, capsys=capsys)


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "leeg"), (b"a;b\n1;2", "We missen de kolommen")]
)
def test_the_command_refuses_in_words(
    village: Village, tmp_path: Path, content: bytes, why: str
) -> None:
    file = tmp_path / "bag.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=why):
        call_command("import_addresses", str(file))
    with pytest.raises(CommandError, match="niet te lezen"):
        call_command("import_addresses", str(tmp_path / "nothing.csv"))


def test_ten_thousand_rows_are_checked_and_taken_over_within_a_minute(
    taken_over: Send, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(500):
        batch = taken_over(content=many(10_000))
    assert (batch.state, OfficialAddress.objects.count()) == ("done", 10_000)

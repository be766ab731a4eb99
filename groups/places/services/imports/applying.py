"""Taking over what a coordinator confirmed: the whole file in one transaction, or nothing."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dorst_portal.audit.services import record
from dorst_portal.identity.current import here
from dorst_portal.kit.rows.lease import Lease
from groups.models import AddressImport, FindingKind, ImportFinding, OfficialAddress
from groups.places.address_files import words
from groups.places.services.imports.checking import MOST_TRIES, give_up
from groups.places.services.imports.comparison import (
    AddressKey,
    Listed,
    addresses_now,
    fingerprint,
    in_batches,
    streets_by_key,
)
from groups.places.services.streets import add_street
from groups.refusals import Refused
from groups.values.addresses import HouseNumber, fold_street
from groups.values.import_states import ImportState

_AT_ONCE: Final = 500
# By which the list knows an address: the constraint `official_address_once`.
_SAME_ADDRESS: Final = ("street", "house_number", "house_letter", "house_number_addition")


class ListChanged(Refused):
    """The list is not the one that the preview was made of."""

    def __init__(self) -> None:
        super().__init__(_("De lijst is intussen veranderd. Bekijk de controle opnieuw."))


def take_over(batch: AddressImport, *, lease: Lease) -> None:
    """Bring the addresses of a confirmed file into the list. When the list changed meanwhile,
    nothing is written and the file is checked once more. When that broke off too often, whatever
    the reason, the file is given up. Raises LeaseLost when another worker has it meanwhile.
    """
    tries = batch.counts.get("tries", 0) + 1
    lease.renew(counts={**batch.counts, "tries": tries})
    if tries > MOST_TRIES:
        give_up(batch, words.NEVER_TAKEN_OVER, lease=lease)
        return
    try:
        with transaction.atomic():
            one_import_at_a_time()
            if not lease.held():
                return
            _take_over(batch, lease=lease)
    except (ListChanged, IntegrityError):
        lease.release(state=ImportState.UPLOADED, counts={"again": True})


def one_import_at_a_time() -> None:
    """Let transactions that change the list wait for each other: they all lock the oldest import.
    (SQLite does so by itself.)
    """
    list(AddressImport.objects.select_for_update().order_by("pk").values_list("pk")[:1])


def _take_over(batch: AddressImport, *, lease: Lease) -> None:
    if fingerprint() != batch.seen_list:
        raise ListChanged
    try:
        for street in batch.counts["streets"]:
            add_street(street["name"], area=here().village)
    except Refused as refusal:
        raise ListChanged from refusal
    now = addresses_now()
    _remove(batch.findings.filter(kind=FindingKind.GONE), now)
    _add(batch.findings.filter(kind=FindingKind.NEW))
    _change(batch.findings.filter(kind__in=(FindingKind.CHANGED, FindingKind.PLACED)))
    kinds = ("new", "changed", "placed", "gone", "wrong")
    counted = {kind: batch.counts.get(kind, 0) for kind in kinds}
    record(
        "addresses.imported",
        by=None,
        actor="timetable",
        subject=f"address_import:{batch.pk}",
        facts={**counted, "streets": len(batch.counts["streets"])},
        now=lease.now(),
    )
    total = len(now) + counted["new"] - counted["gone"]
    lease.release(
        state=ImportState.DONE,
        content=None,
        ended_at=lease.now(),
        counts={**batch.counts, "total": total},
    )


def _add(findings: "QuerySet[ImportFinding]") -> None:
    for some in _as_addresses(findings):
        OfficialAddress.objects.bulk_create(some)


def _change(findings: "QuerySet[ImportFinding]") -> None:
    """What the file says of addresses that are there: a finding holds what it will be."""
    for some in _as_addresses(findings):
        OfficialAddress.objects.bulk_create(
            some,
            update_conflicts=True,
            unique_fields=_SAME_ADDRESS,
            update_fields=("postcode", "x", "y"),
        )


def _as_addresses(findings: "QuerySet[ImportFinding]") -> Iterator[list[OfficialAddress]]:
    streets = streets_by_key()
    for some in in_batches(findings.order_by("pk").iterator(2000), 2000):
        yield [
            OfficialAddress(
                street=streets[fold_street(one.street_text)],
                house_number=one.house_number or 0,  # a new one always has a number
                house_letter=one.house_letter,
                house_number_addition=one.house_number_addition,
                postcode=one.postcode,
                x=one.x,
                y=one.y,
            )
            for one in some
        ]


def _remove(findings: "QuerySet[ImportFinding]", now: Mapping[AddressKey, Listed]) -> None:
    for some in in_batches(_known(findings, now), _AT_ONCE):
        OfficialAddress.objects.filter(pk__in=some).delete()


def _known(findings: "QuerySet[ImportFinding]", now: Mapping[AddressKey, Listed]) -> Iterator[int]:
    streets = streets_by_key()
    names: dict[str, int] = {}
    rows: Any = findings.values_list(
        "street_text", "house_number", "house_letter", "house_number_addition"
    )
    for name, number, letter, addition in rows.order_by("pk").iterator(2000):
        if name not in names:
            names[name] = streets[fold_street(name)].pk
        yield now[names[name], HouseNumber(number, letter, addition)].pk

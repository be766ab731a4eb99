"""What the check says about one row of a list: can this person come on the list of the group?

Reads only. Of another group nothing is looked at but to which one an address belongs, and that is
told to Platform Dorst alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import override

from dorst_portal.kit.inputs.emails import read_email
from dorst_portal.languages.current import DUTCH
from groups.group_names import group_named
from groups.members.list_files.numbers import read_number
from groups.members.pages import import_words as words
from groups.members.pages.blocks import block_in_words
from groups.members.pages.doubts import AddressDoubt, address_doubt
from groups.members.services.blocking import BlockedNumbers, blocked_among
from groups.models import (
    LONGEST_PROBLEM,
    MemberImport,
    MemberImportRow,
    Membership,
    WatchGroup,
)
from groups.places.pages.finder import Found
from groups.places.pages.many import ManyAddresses
from groups.places.pages.postcodes import Behind
from groups.places.routing import Address
from groups.values.addresses import AddressError
from groups.values.member_import_states import DOUBTS, SURE, Verdict


@dataclass(frozen=True)
class _Place:
    """An address as it was read, and what may be wrong with it for whichever group."""

    found: Found | None = None
    problem: str = ""


class Judge:
    """Judges the rows of one list, in the order of their lines: of two with one number the first
    one counts. What there is of rules and
    members is looked up at once.
    """

    def __init__(self, batch: MemberImport, *, now: datetime) -> None:
        self._batch = batch
        self._now = now
        self._blocked: dict[int, BlockedNumbers] = {}
        self._addresses = ManyAddresses()
        self._numbers: dict[int, set[str]] = {}
        self._lines: dict[tuple[int, str], int] = {}
        self._places: dict[str, _Place] = {}
        self._groups: dict[str, WatchGroup | None] = {}
        self._asked: dict[tuple[int, str], AddressDoubt | None] = {}

    def judge_all(self, rows: Iterable[MemberImportRow]) -> None:
        """Judge rows that belong together: by their lines."""
        for row in rows:
            self.judge(row)

    @override(DUTCH)
    def judge(self, row: MemberImportRow) -> None:
        """Fill in what follows from what stands in a row: number, address, group and verdict. What
        was granted before is to be looked at again where the doubts are others. The words are
        stored: in Dutch, in whatever language somebody puts a row right.
        """
        known_doubts = list(row.doubts)
        wrong: list[tuple[Verdict, str]] = []
        doubts: list[tuple[Verdict, str]] = []
        note = self._read_number(row, wrong, doubts)
        self._read_group(row, wrong)
        self._look_for_block(row, wrong)
        if not row.name:
            wrong.append((Verdict.MISSING, words.NO_NAME))
        self._read_address(row, doubts)
        self._read_email(row, doubts)
        verdict, sentences = self._verdict(row, wrong, doubts)
        if verdict == Verdict.RIGHT and note.startswith(words.UNUSUAL):
            verdict = Verdict.UNUSUAL
        is_doubt = verdict in DOUBTS
        if note and (is_doubt or verdict in SURE):
            sentences = [*sentences, note]
        row.verdict = verdict
        row.doubts = [str(kind) for kind, _ in doubts] if is_doubt else []
        row.granted = row.granted and row.doubts == known_doubts
        row.problem = " ".join(sentences)[:LONGEST_PROBLEM]

    def _verdict(
        self,
        row: MemberImportRow,
        wrong: list[tuple[Verdict, str]],
        doubts: list[tuple[Verdict, str]],
    ) -> tuple[Verdict, list[str]]:
        """The verdict, with its sentences."""
        if row.group and row.mobile:
            if row.mobile in self._numbers_of(row.group):
                return Verdict.MEMBER, [words.MEMBER]
            first = row.line
            if not wrong and not row.left_out:
                first = self._lines.setdefault((row.group.pk, row.mobile), row.line)
            if first != row.line:
                return Verdict.DOUBLE, [words.SAME_NUMBER.format(line=first)]
        if wrong:
            kinds = {kind for kind, _ in wrong}
            kind = Verdict.WRONG if Verdict.WRONG in kinds else Verdict.MISSING
            return kind, [sentence for _, sentence in wrong]
        if doubts:
            doubts.sort(key=lambda doubt: DOUBTS.index(doubt[0]))
            return doubts[0][0], [sentence for _, sentence in doubts]
        return Verdict.RIGHT, []

    def _read_number(
        self,
        row: MemberImportRow,
        wrong: list[tuple[Verdict, str]],
        doubts: list[tuple[Verdict, str]],
    ) -> str:
        """The number; tells in words what is to be seen of it. A club may give a landline."""
        read = read_number(row.mobile_text)
        row.mobile = read.mobile
        said = words.NUMBER_WORDS.get(read.problem, words.NUMBER_WORDS["unreadable"])
        if not read.mobile:
            kind = Verdict.MISSING if read.problem == "missing" else Verdict.WRONG
            wrong.append((kind, said))
        elif read.problem == "landline" and not row.organisation:
            doubts.append((Verdict.NUMBER, said))
        hint = words.UNUSUAL if read.problem == "unusual" else ""
        beside = words.BESIDE_NUMBER.format(note=read.note) if read.note else ""
        return f"{hint} {beside}".strip()

    def _read_group(self, row: MemberImportRow, wrong: list[tuple[Verdict, str]]) -> None:
        if self._batch.group:
            row.group = self._batch.group
            return
        text = row.group_text
        if text not in self._groups:
            self._groups[text] = group_named(text) if text else None
        row.group = self._groups[text]
        if not text:
            wrong.append((Verdict.MISSING, words.NO_GROUP))
        elif row.group is None:
            wrong.append((Verdict.WRONG, words.UNKNOWN_GROUP.format(group=text)))

    def _look_for_block(self, row: MemberImportRow, wrong: list[tuple[Verdict, str]]) -> None:
        if row.group is None or not row.mobile:
            return
        if row.group.pk not in self._blocked:
            self._blocked[row.group.pk] = blocked_among(row.group, now=self._now)
        if block := self._blocked[row.group.pk].of(row.group, row.mobile):
            wrong.append((Verdict.WRONG, block_in_words(block)))

    def _read_address(self, row: MemberImportRow, doubts: list[tuple[Verdict, str]]) -> None:
        row.street, row.street_text = None, row.address_text[:80]
        row.house_number, row.house_letter, row.house_number_addition = None, "", ""
        if not row.address_text:
            doubts.append((Verdict.NO_ADDRESS, words.NO_ADDRESS))
            return
        place = self._place(row.address_text)
        found = place.found
        if found is None:
            doubts.append((Verdict.UNKNOWN, place.problem))
            return
        row.street = found.street
        row.street_text = (found.street.name if found.street else found.text)[:80]
        if found.address is None:
            doubts.append((Verdict.UNKNOWN, words.NO_HOUSE_NUMBER))
            return
        number = found.address.number
        row.house_number, row.house_letter = number.number, number.letter
        row.house_number_addition = number.addition
        if row.group and (doubt := self._doubt(found, found.address, row.group)):
            kind = Verdict.ELSEWHERE if doubt.is_elsewhere else Verdict.UNKNOWN
            doubts.append((kind, doubt.sentence))

    def _place(self, text: str) -> _Place:
        if text not in self._places:
            self._places[text] = self._read(text)
        return self._places[text]

    def _read(self, text: str) -> _Place:
        try:
            found = self._addresses.read(text)
        except AddressError as error:
            return _Place(problem=str(error))
        if isinstance(found, Behind):  # a postcode says nothing more here
            return _Place(problem=words.SEVERAL)
        return _Place(found)

    def _doubt(self, found: Found, address: Address, group: WatchGroup) -> AddressDoubt | None:
        # The same household is asked about once.
        key = (group.pk, str(address))
        if key not in self._asked:
            tells = self._batch.by_platform
            self._asked[key] = address_doubt(
                found,
                address,
                group=group,
                group_of=self._addresses.group_of,
                tells_group=tells,
            )
        return self._asked[key]

    def _read_email(self, row: MemberImportRow, doubts: list[tuple[Verdict, str]]) -> None:
        row.email = ""
        if not row.email_text:
            return
        try:
            row.email = read_email(row.email_text)
        except ValidationError as error:
            doubts.append((Verdict.EMAIL, " ".join(error.messages)))

    def _numbers_of(self, group: WatchGroup) -> set[str]:
        if group.pk not in self._numbers:
            members = Membership.objects.current().filter(group=group)
            self._numbers[group.pk] = set(members.values_list("mobile", flat=True))
        return self._numbers[group.pk]

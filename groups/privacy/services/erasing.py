"""Somebody wants everything wiped, now. What stays is that somebody was there, what was decided, a
task for who takes them out of the chat, and a tombstone (`tombstones`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.rows.keyed_hash import Hasher
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import cancel_queued, queue, wiped
from groups.members.services.acting import Actor, line_of_member
from groups.members.services.forgetting import erase_members
from groups.members.services.imports.forgetting import forget_lists_naming
from groups.members.services.own_links import forget_own_pages
from groups.models import Membership, ResidentRequest, TombstoneKind
from groups.notices import beheerders_to_tell, leaves_at
from groups.privacy import emails
from groups.privacy.services.tombstones import Mark, bury, mark_of
from groups.querysets.memberships import MembershipQuerySet
from groups.refusals import Refused
from groups.requests.services.forgetting import erase_requests, forget_address
from groups.requests.services.form_limits import forget_tries
from groups.requests.services.request_events import record_request_event

_MOST_ROUNDS: Final = 10  # of a chain: moved, and moved again
Row = Membership | ResidentRequest


class NothingToErase(Refused):
    """Nothing (any more) that the one who asks may have wiped."""

    def __init__(self) -> None:
        super().__init__(_("Er is niets meer om te wissen."))


@dataclass(frozen=True)
class Person:
    """What is to be wiped of one person: their memberships and requests, and, where the address was
    confirmed by its owner, everything with that address.
    """

    memberships: Sequence[Membership]
    requests: Sequence[ResidentRequest]
    email: str = ""
    # Of others, who gave this address and never confirmed it.
    only_address: Sequence[int] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.memberships or self.requests or self.only_address)

    @property
    def rows(self) -> "Sequence[Row]":
        """All that names them."""
        return [*self.memberships, *self.requests]

    @property
    def mobiles(self) -> set[str]:
        """The numbers that go."""
        return {row.mobile for row in self.rows if row.mobile}


def find_person(*, email: str, memberships: MembershipQuerySet, lock: bool = False) -> Person:
    """Everything of the owner of a confirmed address ("" for somebody without one) and of these
    memberships: also what was moved, joined to it, or asked with the same number in the same group.
    With `lock` the rows are locked, requests first, as whoever adds a member does.
    """
    asked = set(memberships.order_by().values_list("pk", flat=True))
    requests = _requests(_memberships(asked, email), email, lock=lock)
    # Those too that became a member while this waited for their rows.
    asked |= {request.membership_id for request in requests if request.membership_id}
    found = _memberships(asked, email, lock=lock)
    requests = _requests(found, email, lock=lock)
    named: list[Row] = [*found, *requests]
    mobiles = {row.mobile for row in named if row.mobile and not _unproved(row, email)}
    theirs = [row for row in requests if not _unproved(row, email) or row.mobile in mobiles]
    others = [row.pk for row in requests if row not in theirs]
    return Person(found, theirs, email, others)


def erase_person(
    *, memberships: MembershipQuerySet, by: Actor, now: datetime, email: str = ""
) -> Person:
    """Wipe it. `email` is an address that its owner confirmed, or "" when a beheerder or
    coordinator does it on behalf of a member; of `memberships` only those go that the actor may
    change. Raises NothingToErase.
    """
    with transaction.atomic():
        mine = by.memberships.filter(pk__in=memberships.order_by().values("pk"))
        person = find_person(email=email, memberships=mine, lock=True)
        if not person:
            raise NothingToErase
        bury(marks_of(person, at=now))
        erase(person, now=now)
        for member in person.memberships:
            line_of_member("member.erased", member, actor=by, now=now)
        for request in person.requests:
            record_request_event("request.erased", request, by=by.user, actor=by.word, now=now)
        _tell_beheerders(person, but=by.user, now=now)
        return person


def erase(person: Person, *, now: datetime, for_beheerder: bool = True) -> None:
    """Take the person out of every table. `for_beheerder`: name and number stay for less than a day
    for who takes them out of the chat. Call it inside a transaction.
    """
    erase_members(person.memberships, for_beheerder=for_beheerder, now=now)
    erase_requests(person.requests, now=now)
    forget_address(ResidentRequest.objects.filter(pk__in=person.only_address), now=now)
    if person.email:
        Membership.objects.filter(email=person.email).update(email="")
        helped = ResidentRequest.objects.filter(helper_email=person.email)
        helped.update(helper_name="", helper_email="")
    groups = {row.group_id for row in person.rows if row.group_id}
    forget_lists_naming(email=person.email, mobiles=person.mobiles, groups=groups, now=now)
    _erase_mails(person)
    for email in _emails_of(person):
        if email == person.email or not _is_used(email):
            forget_own_pages(email)
    forget_tries(mobiles=person.mobiles, emails=_emails_of(person))


def marks_of(person: Person, *, at: datetime) -> Iterable[Mark]:
    """The tombstones: of the address, of the number in its group, and of each row."""
    hasher, moment = Hasher(), at.astimezone(UTC)
    if person.email:
        yield mark_of(hasher, TombstoneKind.EMAIL, person.email, at=moment)
    for member in person.memberships:
        yield mark_of(hasher, TombstoneKind.MEMBERSHIP, str(member.pk), at=moment)
        yield mark_of(hasher, TombstoneKind.MOBILE, number_in_group(member), at=moment)
    for request in person.requests:
        yield mark_of(hasher, TombstoneKind.REQUEST, request.reference, at=moment)


def number_in_group(row: Row) -> str:
    """By which somebody is known in one group: people share telephones, hardly ever in one."""
    return f"{row.group_id}:{row.mobile}"


def _memberships(given: set[int], email: str, *, lock: bool = False) -> list[Membership]:
    """With what went from one group to another along with an address."""
    asked = Q(pk__in=given)
    if email:  # on a list where nobody said yet whose it is, only the address is theirs
        asked |= Q(email=email, email_confirmed_at__isnull=False)
    known = Membership.objects.filter(anonymised_at__isnull=True, erased_at__isnull=True)
    pks = set(known.filter(asked).values_list("pk", flat=True))
    for _round in range(_MOST_ROUNDS):
        beside = Q(moved_from__in=pks) | Q(moved_to__in=pks)
        more = set(known.filter(beside).values_list("pk", flat=True)) - pks
        if not more:
            break
        pks |= more
    rows = known.filter(pk__in=pks).order_by("pk").select_related("group")
    return list(rows.select_for_update(of=("self",)) if lock else rows)


def _requests(members: Sequence[Membership], email: str, *, lock: bool) -> list[ResidentRequest]:
    """Those of the address, those that became one of these memberships, those of the same number in
    the same group, and what was joined to any of them or objected to it.
    """
    asked = Q(membership__in=[member.pk for member in members])
    if email:
        asked |= Q(email=email)
    for member in members:
        if member.mobile:
            asked |= Q(group=member.group_id, mobile=member.mobile)
    known = ResidentRequest.objects.filter(anonymised_at__isnull=True)
    pks = set(known.filter(asked).values_list("pk", flat=True))
    for _round in range(_MOST_ROUNDS):
        beside = Q(same_as__in=pks) | Q(joined__in=pks) | Q(concerns__in=pks)
        more = set(known.filter(beside).values_list("pk", flat=True)) - pks
        if not more:
            break
        pks |= more
    rows = known.filter(pk__in=pks).order_by("pk")
    return list(rows.select_for_update() if lock else rows)


def _unproved(row: Row, email: str) -> bool:
    """Whether nothing but an address that was never confirmed ties this request to the person."""
    return (
        isinstance(row, ResidentRequest)
        and bool(email)
        and row.email == email
        and row.email_confirmed_at is None
        and row.membership_id is None
    )


def _emails_of(person: Person) -> set[str]:
    return {person.email, *(row.email for row in person.rows)} - {""}


def _is_used(email: str) -> bool:
    """Whether somebody else of the household is still known by this address."""
    known = {"email": email, "anonymised_at": None}
    members = Membership.objects.filter(**known)
    return members.exists() or ResidentRequest.objects.filter(**known).exists()


def _erase_mails(person: Person) -> None:
    """Mails about their requests and memberships, to whomever; and those to their address, unless
    that is also the address of an account, whose mails are about something else.
    """
    about = [f"request:{request.pk}" for request in person.requests]
    about += [f"membership:{member.pk}" for member in person.memberships]
    theirs = Q(about__in=about)
    if person.email and not User.objects.with_email(person.email).exists():
        theirs |= Q(to=person.email)
    mails = Mail.objects.filter(theirs)
    cancel_queued(mails)
    wiped(mails)


def _tell_beheerders(person: Person, *, but: User | None, now: datetime) -> None:
    """Who has somebody to take out of the chat; a mail names the group and nobody."""
    still_in = Membership.objects.filter(
        pk__in=[member.pk for member in person.memberships], anonymised_at__isnull=True
    )
    groups = {member.group_id: member.group for member in still_in.select_related("group")}
    drafts = [
        emails.member_erased(
            group, to=user, event=f"{now.timestamp():.6f}", due=leaves_at(user, now=now)
        )
        for group in groups.values()
        for user in beheerders_to_tell(group, now=now)
        if user != but
    ]
    queue(drafts, now=now)


def note_repeated(number: int, *, now: datetime) -> None:
    """A backup was put back: so many people were forgotten again."""
    record("erasures.repeated", by=None, actor="backup", facts={"number": number}, now=now)

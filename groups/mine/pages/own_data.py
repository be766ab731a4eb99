"""Everything that is kept of one e-mail address, to read and to take along. Reads only.

What counts is what its reader proved to be theirs: memberships, confirmed requests, and what was
joined to them or became them. Whoever typed this address by mistake stays unknown here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from dorst_portal.kit import dutch
from dorst_portal.outbox.models import LINK_PLACEHOLDER, Mail, MailState
from groups.members.pages.blocks import blocks_of_members
from groups.mine.pages.own_log import Line, own_lines
from groups.mine.pages.own_page import memberships_of, requests_of, title_of
from groups.mine.pages.taken import (
    ADDRESS_NAMES,
    DECIDED,
    FILLED_IN_BY,
    NOW,
    WHY_THIS_GROUP,
    facts_of,
)
from groups.models import EmailChange, Membership, NumberBlock, OwnPage, ResidentRequest
from groups.privacy.terms import term_of
from groups.querysets.requests import RequestQuerySet
from groups.requests.pages.progress import progress_of
from groups.values.states import ENDED, State

MOST_LINES: Final = 200
MOST_MAILS: Final = 50
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """One membership or request: what is kept of it and how long, in words."""

    title: str
    facts: Facts
    term: str
    address: str = ""
    said: Sequence[Facts] = ()
    passed_on: Sequence[Facts] = ()

    @property
    def rows(self) -> Iterator[tuple[str, str]]:
        """What a person reads of it: an address on one line, moments as they are said."""
        for name, value in self.facts.items():
            if name == ADDRESS_NAMES[0]:
                yield _("adres"), self.address
            elif name not in ADDRESS_NAMES:
                yield _(name), _in_words(name, value)


@dataclass(frozen=True)
class OwnData:
    """All of it."""

    email: str
    members: Sequence[Kept]
    requests: Sequence[Kept]
    helped: Sequence[Facts]
    mails: Sequence[Facts]
    visits: Sequence[Facts]
    new_emails: Sequence[Facts]
    lines: Sequence[Line]
    terms: Mapping[str, str] = field(
        default_factory=lambda: {key: term_of(key).words for key in ("mail", "own_page", "audit")}
    )

    @property
    def shown_lines(self) -> Sequence[Line]:
        """Those for a page."""
        return self.lines[:MOST_LINES]

    @property
    def shown_mails(self) -> Sequence[Facts]:
        """Those for a page."""
        return self.mails[:MOST_MAILS]


def own_data(email: str, *, now: datetime, complete: bool = False) -> OwnData:
    """Everything of this address; for a page the newest lines, with one more than it shows when
    there are more. As many statements, however much there is.
    """
    members = list(memberships_of(email).select_related("group").order_by("since", "pk"))
    blocks = blocks_of_members(members, now=now)
    asked = _requests(email, members)
    pages = list(OwnPage.objects.filter(email=email).order_by("-asked_at", "-pk"))
    most = None if complete else MOST_LINES + 1
    return OwnData(
        email=email,
        members=[_member(row, blocks.get(row.pk)) for row in members],
        requests=[_request(row, now=now) for row in asked],
        helped=_helped(email),
        mails=_mails(email, members, asked),
        visits=[facts_of(page) for page in pages],
        # Whoever wants to use this address from another one is not known here.
        new_emails=[facts_of(change) for change in EmailChange.objects.filter(old=email)],
        lines=own_lines(members, asked, [page.pk for page in pages], now=now, most=most),
    )


def data_of_member(
    member: Membership, requests: RequestQuerySet, *, sees_handovers: bool, now: datetime
) -> OwnData:
    """What is kept of somebody without e-mail, for who hands it over on paper: this membership and
    these requests, which are those that the reader may see. What another group wrote when it
    passed a request on is not theirs to read (`sees_handovers`).
    """
    with_all = requests.select_related("group").prefetch_related("messages", "handovers")
    asked = list(with_all.order_by("-created_at", "-pk"))
    kept = [_request(row, now=now) for row in asked]
    return OwnData(
        email="",
        members=[_member(member, None)],
        requests=kept if sees_handovers else [replace(one, passed_on=()) for one in kept],
        helped=(),
        mails=(),
        visits=(),
        new_emails=(),
        lines=own_lines([member], asked, [], now=now),
    )


def as_taken(data: OwnData, *, now: datetime) -> dict[str, Any]:
    """The same for a machine."""
    return {
        "e-mail": data.email,
        "gemaakt op": now,
        "groepen": [_taken(kept) for kept in data.members],
        "aanvragen en vragen": [_taken(kept) for kept in data.requests],
        "formulieren die je voor een ander invulde": data.helped,
        "e-mails": data.mails,
        "eigen pagina": data.visits,
        "nieuw e-mailadres dat nog niet is bevestigd": data.new_emails,
        "wie keek en wat er veranderde": [
            {"op": line.at, "wat": line.says, "groep": line.group, "over": line.about}
            for line in data.lines
        ],
        "hoe lang": {
            "e-mails": data.terms["mail"],
            "eigen pagina": data.terms["own_page"],
            "wie keek en wat er veranderde": data.terms["audit"],
        },
    }


def names_of(data: OwnData) -> Sequence[str]:
    """Everybody who is known by this address, each once: a household may share one."""
    named = [kept.facts["naam"] for kept in (*data.members, *data.requests) if "naam" in kept.facts]
    return list({name.casefold(): name for name in reversed(named)}.values())[::-1]


def _requests(email: str, members: Sequence[Membership]) -> list[ResidentRequest]:
    own = requests_of(email)
    known = ResidentRequest.objects.filter(anonymised_at=None)
    found = known.filter(
        Q(pk__in=own.values("pk"))
        | Q(same_as__in=own.values("pk"))
        | Q(membership__in=[member.pk for member in members])
    )
    rows = found.select_related("group").prefetch_related("messages", "handovers")
    return list(rows.order_by("-created_at", "-pk"))


def _member(row: Membership, block: NumberBlock | None) -> Kept:
    term = term_of("member" if row.until is None else "member_left")
    facts = facts_of(row) | (facts_of(block) if block else {})
    title = _("Groep {group}").format(group=row.group.name)
    return Kept(title, facts, term.words, address=row.address)


def _request(row: ResidentRequest, *, now: datetime) -> Kept:
    held = row.undo_until is not None and now < row.undo_until
    group = row.told_group
    without = set(DECIDED) if held else set()
    if row.group and not group:
        without.add(WHY_THIS_GROUP)  # it names one that is nobody's to see
    facts = {NOW: progress_of(row, now=now).title, **facts_of(row, without=without)}
    if row.helper_name or row.helper_email:
        facts[FILLED_IN_BY] = _("iemand anders, voor jou")
    passed_on = [one for one in row.handovers.all() if one.undone_at is None]
    return Kept(
        title_of(row, group),
        facts,
        term_of(_term_key(row, held=held)).words,
        address=row.address,
        said=[facts_of(message) for message in row.messages.all()],
        passed_on=[facts_of(one) for one in passed_on],
    )


def _term_key(row: ResidentRequest, *, held: bool) -> str:
    if row.state == State.ADDED:
        return "request_added"
    return "request_ended" if row.state in ENDED and not held else "request"


def _helped(email: str) -> Sequence[Facts]:
    """That somebody filled in a form for another person; nothing of that person."""
    rows = ResidentRequest.objects.filter(helper_email=email).order_by("-created_at", "-pk")
    helped = rows.values_list("created_at", "helper_name", "helper_email")
    return [{"op": at, "jouw naam": name, "jouw e-mail": mail} for at, name, mail in helped]


def _mails(
    email: str, members: Sequence[Membership], requests: Sequence[ResidentRequest]
) -> Sequence[Facts]:
    """Those that left, the newest first. The text only of what is about these rows: another mail
    may have come here by a mistake, or be about work as a beheerder.
    """
    own = {f"membership:{row.pk}" for row in members} | {f"request:{row.pk}" for row in requests}
    mails = Mail.objects.filter(to=email, state=MailState.SENT).order_by("-sent_at", "-pk")
    return [_mail(mail, with_text=mail.account is None and mail.about in own) for mail in mails]


def _mail(mail: Mail, *, with_text: bool) -> Facts:
    facts = facts_of(mail, without=() if with_text else ("tekst",))
    if "tekst" in facts:
        facts["tekst"] = facts["tekst"].replace(LINK_PLACEHOLDER, "(link)")
    return facts


def _taken(kept: Kept) -> dict[str, Any]:
    taken = {"wat": kept.title, **kept.facts, "hoe lang": kept.term}
    if kept.said:
        taken["berichten"] = kept.said
    if kept.passed_on:
        taken["doorgestuurd"] = kept.passed_on
    return taken


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return dutch.moment(value)
    return dutch.phone(value) if name == "mobiel" else str(value)

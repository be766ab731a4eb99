"""What has to become of every request, told once more and apart from the code.

A plain model of the village: people, groups, requests and the mails and calls that are due. It
reads nothing of the portal and knows no database; the test beside it lets the portal and this
model live through the same days and compares them. What is refused raises `No`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
COORDINATORS, GROUP = "coordinators", "group"
OWNER, RESIDENT = "owner", "resident"

# Where a request of each kind may stand, and which of those are its end.
LEGAL = {
    "join": {"open", "waiting", "approved", "added", "declined", "withdrawn", "expired"},
    "new_group": {"open", "founded", "declined", "withdrawn"},
    "question": {"open", "answered", "withdrawn", "closed"},
}
ENDS = {"added", "founded", "answered", "declined", "withdrawn", "expired", "closed"}
REMINDER_DAYS = (3, 5, 7)
WAITS_FOR_ITS_GROUP = {"starting", "paused", "full", "no_beheerder"}
ON_THE_WAITING_LIST = {"no_group", "paused", "full"}
NOT_FOR_A_GROUP = {"complaint", "decision"}
CALLABLE = {
    "asked", "answered", "declined", "forwarded", "takes_longer", "reopened", "expired",
    "founded", "approved",
}  # fmt: skip


class No(Exception):
    """This may not happen, and nothing has changed."""


def at_nine(moment: datetime, days: int) -> datetime:
    """Nine in the village, so many calendar days later."""
    return at_hour(moment, days, 9)


def at_hour(moment: datetime, days: int, hour: int) -> datetime:
    day = moment.astimezone(AMSTERDAM).date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM).astimezone(UTC)


def same_time(moment: datetime, days: int) -> datetime:
    """The same time of day in the village, so many calendar days later."""
    wall = moment.astimezone(AMSTERDAM)
    day = wall.date() + timedelta(days=days)
    then = datetime.combine(day, wall.time().replace(fold=0), tzinfo=AMSTERDAM)
    return then.astimezone(UTC)


def reminder_at(since: datetime, step: int) -> datetime:
    """The next date of who has climbed so many reminder steps: days 3, 5, 7, 14, 21 and so on."""
    return at_nine(since, REMINDER_DAYS[step] if step < 3 else 7 * (step - 1))


@dataclass
class Person:
    """Somebody with an account."""

    email: str
    coordinator: bool = False
    superuser: bool = False
    open: bool = True
    moment: str = "at_once"
    quiet: tuple[int, int] = (21, 8)
    daily_hour: int = 19
    last_digest: date | None = None

    @property
    def staff(self) -> bool:
        return self.open and (self.coordinator or self.superuser)


@dataclass
class Group:
    """A group, and the numbers of its members."""

    name: str
    status: str = "active"
    places: int | None = None
    members: set[str] = field(default_factory=set)


@dataclass
class Post:
    """Somebody who was asked to run a group."""

    pk: int
    who: Person
    group: Group
    role: str
    asked: datetime
    accepted: datetime | None = None
    ended: datetime | None = None
    away_until: date | None = None
    reminded: bool = False


@dataclass(frozen=True)
class Stand:
    """Where a request stands; what a forward that is taken back gives back."""

    state: str
    owner: str
    group: Group | None
    reason: str
    due: datetime
    since: datetime
    step: int = 0
    turn: str = OWNER
    escalated: datetime | None = None


@dataclass
class Move:
    """A request that went to another owner."""

    by: Person | None
    at: datetime
    before: Stand
    after: Stand
    undone: bool = False


@dataclass
class Call:
    """Somebody who has to be called."""

    about: str
    starts: datetime
    late: datetime
    tag: str = ""
    done: bool = False


@dataclass
class Ask:
    """A request."""

    pk: int
    kind: str
    stand: Stand
    email: str
    mobile: str
    lives: str  # the name of the group of the address, or ""
    subject: str = ""
    about: Group | None = None
    confirmed: bool = False
    before: Stand | None = None  # the decision
    decided: datetime | None = None
    decided_by: Person | None = None
    undo_until: datetime | None = None
    forgotten: bool = False
    last_reply: str = ""
    # Who asked the resident something last, and when; nothing once somebody said something else.
    asked: tuple[str, datetime] | None = None
    moves: list[Move] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        return self.stand.state in ENDS


@dataclass(frozen=True)
class Due:
    """A mail that is due: `news` says no more than that there is news."""

    at: datetime
    pk: int
    kind: str
    to: str
    news: bool = False
    tag: str = ""


Key = tuple[int, str, str, bool]


class Village:
    """The model: each act is a method, with the same name as what the portal calls it."""

    def __init__(self, people: Iterable[Person], groups: Iterable[Group]) -> None:
        self.people = list(people)
        self.groups = {group.name: group for group in groups}
        self.posts: list[Post] = []
        self.asks: dict[int, Ask] = {}
        self.mails: list[Due] = []
        self.sent: Counter[Key] = Counter()
        self.bounced: list[Due] = []
        self.forgot_on: date | None = None
        self.reviewed: set[tuple[str, date]] = set()
        self.lines: Counter[tuple[int, str, str]] = Counter()

    # --- Who is who ------------------------------------------------------------------------

    def active(self, group: Group | None, now: datetime) -> list[Post]:
        """Who accepted, has not ended, and may log in."""
        return [
            post
            for post in self.posts
            if post.group is group and post.who.open and post.accepted and post.ended is None
        ]

    def present(self, group: Group | None, now: datetime, role: str = "") -> list[Person]:
        """Active and not away."""
        today = now.astimezone(AMSTERDAM).date()
        return [
            post.who
            for post in self.active(group, now)
            if role in ("", post.role) and (post.away_until is None or post.away_until < today)
        ]

    def runs(self, who: Person, group: Group | None, now: datetime) -> bool:
        return any(post.who is who for post in self.active(group, now))

    def handles(self, who: Person, ask: Ask, now: datetime) -> bool:
        """Who may decline, forward, ask back, answer: the own beheerder; staff what is theirs."""
        stand = ask.stand
        if stand.owner == GROUP and self.runs(who, stand.group, now):
            return True
        if not who.staff or (ask.subject == "complaint" and self.runs(who, ask.about, now)):
            return False
        return stand.owner == COORDINATORS or stand.escalated is not None

    def coordinators(self, ask: Ask | None, now: datetime) -> list[Person]:
        """Who is told of what is the coordinators'. Of a complaint those who run the group are
        not, and when nobody is left then the superusers are.
        """
        staff = [who for who in self.people if who.open and who.coordinator]
        if ask is None or ask.subject != "complaint" or ask.about is None:
            return staff
        rest = [who for who in staff if not self.runs(who, ask.about, now)]
        supers = [who for who in self.people if who.open and who.superuser]
        return rest or [who for who in supers if not self.runs(who, ask.about, now)]

    def in_charge(self, ask: Ask, now: datetime) -> list[Person]:
        """Whose turn it is: the group's, and once they have it as well the coordinators'."""
        if ask.stand.owner == COORDINATORS:
            return self.coordinators(ask, now)
        own = self.at_the_group(ask.stand.group, now)
        staff = self.coordinators(ask, now) if ask.stand.escalated else []
        return [*own, *(who for who in staff if who not in own)]

    def at_the_group(self, group: Group | None, now: datetime) -> list[Person]:
        """The beheerders who are there; when none is, the deputies who are."""
        return self.present(group, now, "beheerder") or self.present(group, now, "deputy")

    # --- Mails and calls -------------------------------------------------------------------

    def mail(self, ask: Ask, kind: str, to: Iterable[Person], now: datetime) -> None:
        """A notice to each of these, behind their quiet hours."""
        self.mails += [Due(leaves(who, now), ask.pk, kind, who.email) for who in to]

    def tell(
        self, ask: Ask, kind: str, now: datetime, *, at: datetime | None = None, tag: str = "",
        call_at: datetime | None = None,
    ) -> None:  # fmt: skip
        """A mail to the resident, or, without an address, a call."""
        if ask.email:
            news = not ask.confirmed
            self.mails.append(Due(at or now, ask.pk, kind, ask.email, news, tag))
        elif kind in CALLABLE - {"approved"}:
            starts = call_at or now
            ask.calls.append(Call(kind, starts, same_time(starts, 3), tag))

    def call_back(self, ask: Ask, tag: str) -> None:
        """What was held is not sent, and who was not called yet need not be."""
        self.mails = [mail for mail in self.mails if (mail.pk, mail.tag) != (ask.pk, tag)]
        ask.calls = [call for call in ask.calls if call.done or call.tag != tag]

    def close_calls(self, ask: Ask) -> None:
        """Nobody needs to be called about what ended."""
        for call in ask.calls:
            call.done = True

    def line(self, ask: Ask, verb: str, by: Person | None) -> None:
        self.lines[ask.pk, f"request.{verb}", by.email if by else ""] += 1

    def to_owner(self, ask: Ask, now: datetime) -> None:
        """Announce a request to its new owner."""
        stand = ask.stand
        if stand.owner == COORDINATORS:
            self.mail(ask, "coordinators", self.coordinators(ask, now), now)
            return
        told = [one for one in self.at_the_group(stand.group, now) if one.moment == "at_once"]
        self.mail(ask, "new", told, now)
        if stand.escalated:
            self.mail(ask, "escalated", self.coordinators(ask, now), now)

    # --- Routing ---------------------------------------------------------------------------

    def at_group(self, group: Group, reason: str, now: datetime) -> tuple[str, str, str, bool]:
        """Owner, state, reason and whether the coordinators see it at once."""
        full = group.places is not None and len(group.members) >= group.places
        if group.status == "paused":
            return COORDINATORS, "waiting", "paused", False
        if group.status == "archived":
            return COORDINATORS, "waiting", "no_group", False
        if group.status == "starting":
            return COORDINATORS, "waiting", "starting", False
        if not self.active(group, now):
            return COORDINATORS, "open", "no_beheerder", False
        if full:
            return COORDINATORS, "waiting", "full", False
        if not self.present(group, now):
            return GROUP, "open", "all_away", True
        return GROUP, "open", reason, False

    def place(
        self, kind: str, group: Group | None, reason: str, now: datetime
    ) -> tuple[Group | None, str, str, str, bool]:
        """Where a request for a group goes; a question waits for no place in the chat."""
        if group is None:
            return None, COORDINATORS, "open", reason, False
        owner, state, why, also = self.at_group(group, reason, now)
        if kind == "question" and state == "waiting":
            if self.active(group, now) and why in ("full", "paused"):
                return group, GROUP, "open", "covered", not self.present(group, now)
            if why == "starting":
                return group, COORDINATORS, "open", why, False
            return None, COORDINATORS, "open", why, False
        return group, owner, state, why, also

    def by_address(self, kind: str, where: str, now: datetime) -> tuple[
        Group | None, str, str, str, bool
    ]:  # fmt: skip
        """`where`: the name of the group of the address, or why there is none."""
        if where in self.groups:
            return self.place(kind, self.groups[where], "covered", now)
        state = "waiting" if where == "no_group" and kind == "join" else "open"
        return None, COORDINATORS, state, where, False

    @staticmethod
    def stands(
        where: tuple[Group | None, str, str, str, bool], now: datetime
    ) -> Stand:  # fmt: skip
        group, owner, state, reason, also = where
        due = {"waiting": same_time(now, 90), "approved": at_nine(now, 7)}.get(
            state, reminder_at(now, 0)
        )
        return Stand(state, owner, group, reason, due, now, escalated=now if also else None)

    # --- The resident ----------------------------------------------------------------------

    def submit(self, ask: Ask, now: datetime) -> None:
        self.asks[ask.pk] = ask
        self.to_owner(ask, now)
        if ask.email:
            self.mails.append(Due(now, ask.pk, "receipt", ask.email))
        self.line(ask, "submitted", None)

    def confirm(self, ask: Ask) -> None:
        if ask.confirmed or not ask.email:
            raise No
        ask.confirmed = True
        self.line(ask, "email_confirmed", None)

    def refuse(self, ask: Ask, now: datetime) -> None:
        if not ask.email:
            raise No
        held = ask.undo_until
        starts = held if held and held > now else now
        mine = [mail for mail in self.mails if (mail.pk, mail.to) == (ask.pk, ask.email)]
        self.mails = [mail for mail in self.mails if mail not in mine]
        ask.calls += [
            Call(mail.kind, starts, same_time(starts, 3), mail.tag)
            for mail in mine
            if mail.kind in CALLABLE
        ]
        ask.email, ask.confirmed = "", False
        self.line(ask, "email_refused", None)

    def reply(self, ask: Ask, text: str, now: datetime, by: Person | None = None) -> None:
        if ask.last_reply == text and text:
            return
        if ask.stand.state != "open" or (by and not self.handles(by, ask, now)):
            raise No
        ask.stand = replace(ask.stand, turn=OWNER, due=reminder_at(now, 0), since=now, step=0)
        ask.last_reply = text
        ask.asked = None
        for call in ask.calls:
            call.done = call.done or call.about == "asked"
        self.mail(ask, "replied", [who for who in self.in_charge(ask, now) if who is not by], now)
        self.line(ask, "replied", by)

    def withdraw(self, ask: Ask, now: datetime, by: Person | None = None) -> None:
        may = {"open", "waiting", "approved"} if ask.kind == "join" else {"open"}
        if ask.stand.state not in may or (by and not self.handles(by, ask, now)):
            raise No
        self.call_back(ask, _decision(ask))
        self._end(ask, "withdrawn", now)
        ask.undo_until = None
        self.close_calls(ask)
        self.mail(ask, "withdrawn", [one for one in self.in_charge(ask, now) if one is not by], now)
        self.line(ask, "withdrawn", by)

    # --- Who decides -----------------------------------------------------------------------

    def approve(self, ask: Ask, by: Person, now: datetime) -> None:
        stand = ask.stand
        if (ask.kind, stand.state, stand.owner) != ("join", "open", GROUP):
            raise No
        if not self.runs(by, stand.group, now):
            raise No
        self._decide(ask, "approved", at_nine(now, 7), by, now)
        if ask.email:
            self.tell(ask, "approved", now, at=ask.undo_until, tag=_decision(ask))
        self.line(ask, "approved", by)

    def decline(self, ask: Ask, by: Person, now: datetime) -> None:
        may = {"join": {"open", "waiting"}, "new_group": {"open"}, "question": set()}[ask.kind]
        if ask.stand.state not in may or not self.handles(by, ask, now):
            raise No
        self._decide(ask, "declined", same_time(now, 30), by, now)
        until = ask.undo_until
        self.tell(ask, "declined", now, at=until, call_at=until, tag=_decision(ask))
        self.line(ask, "declined", by)

    def undo_decision(self, ask: Ask, by: Person, now: datetime) -> None:
        """As it stood, with the date that it had."""
        state = ask.stand.state
        allowed = {
            "approved": self.runs(by, ask.stand.group, now),
            "declined": self.handles(by, ask, now),
        }
        if not allowed.get(state) or ask.undo_until is None or ask.undo_until <= now:
            raise No
        self.call_back(ask, _decision(ask))
        before = ask.before
        assert before
        due, turn = before.due, before.turn
        if before.state == "waiting":
            due = same_time(before.since, 90)
        if ask.stand.since != before.since:
            # It went to another owner while it was approved, who has days of their own.
            due, turn = reminder_at(ask.stand.since, ask.stand.step), OWNER
        ask.stand = replace(ask.stand, state=before.state, turn=turn, due=due)
        ask.before = ask.decided = ask.decided_by = ask.undo_until = None
        self.line(ask, "decision_undone", by)

    def mark_added(self, ask: Ask, by: Person, now: datetime) -> None:
        stand = ask.stand
        if (stand.state, stand.owner) != ("approved", GROUP):
            raise No
        if not self.runs(by, stand.group, now):
            raise No
        assert stand.group
        stand.group.members.add(ask.mobile)
        tag = _decision(ask)
        self.mails = [mail for mail in self.mails if (mail.pk, mail.tag) != (ask.pk, tag)]
        self._end(ask, "added", now)
        ask.undo_until = None
        self.tell(ask, "added", now)
        self.line(ask, "added", by)

    def ask_back(self, ask: Ask, by: Person, now: datetime) -> None:
        """The same words of the same person within an hour are one question."""
        if ask.asked and ask.asked[0] == by.email and ask.asked[1] > now - timedelta(hours=1):
            return
        if ask.stand.state != "open" or not self.handles(by, ask, now):
            raise No
        ask.stand = replace(ask.stand, turn=RESIDENT, due=same_time(now, 30), since=now, step=0)
        ask.last_reply = ""
        ask.asked = by.email, now
        self.tell(ask, "asked", now)
        self.line(ask, "asked_back", by)

    def answer(self, ask: Ask, by: Person, now: datetime) -> None:
        self._end_question(ask, "answered", by, now)
        ask.asked = None
        self.close_calls(ask)
        self.tell(ask, "answered", now)
        self.line(ask, "answered", by)

    def close(self, ask: Ask, by: Person, now: datetime) -> None:
        self._end_question(ask, "closed", by, now)
        self.close_calls(ask)
        self.line(ask, "closed", by)

    def found(self, ask: Ask, group: Group, by: Person, now: datetime) -> None:
        if (ask.kind, ask.stand.state) != ("new_group", "open") or not by.staff:
            raise No
        self._end(ask, "founded", now)
        ask.stand = replace(ask.stand, group=group)
        ask.decided, ask.decided_by = now, by
        self.tell(ask, "founded", now)
        self.line(ask, "founded", by)

    def reopen(self, ask: Ask, by: Person, now: datetime) -> None:
        held = ask.undo_until and ask.undo_until > now
        if ask.stand.state != "declined" or held or ask.forgotten or not by.staff:
            raise No
        ask.stand = Stand(
            "open", COORDINATORS, ask.stand.group, "reopened", reminder_at(now, 0), now
        )  # fmt: skip
        ask.before = ask.decided = ask.decided_by = ask.undo_until = None
        self.tell(ask, "reopened", now)
        self.line(ask, "reopened", by)

    def keep_waiting(self, ask: Ask, by: Person, now: datetime) -> None:
        """Somebody looked; once a day is enough."""
        stand, until = ask.stand, same_time(now, 90)
        if stand.state != "waiting" or not by.staff:
            raise No
        if stand.step == 0 and stand.due >= until - timedelta(days=1):
            raise No
        ask.stand = replace(stand, due=until, step=0)
        self.line(ask, "kept_waiting", by)

    def finish_call(self, ask: Ask, call: Call, by: Person, now: datetime) -> None:
        """The owner calls; who was not called in time is called by the coordinators too."""
        stand = ask.stand
        own = stand.owner == GROUP and self.runs(by, stand.group, now)
        hidden = ask.subject == "complaint" and self.runs(by, ask.about, now)
        theirs = by.staff and not hidden and (stand.owner == COORDINATORS or call.late <= now)
        moot = call.about == "asked" and stand.state != "open"  # nobody waits for an answer now
        if call.done or moot or call.starts > now or not (own or theirs):
            raise No
        call.done = True
        self.line(ask, "called", by)

    # --- Who has it ------------------------------------------------------------------------

    def forward(self, ask: Ask, to: Group | None, by: Person, now: datetime) -> None:
        stand = ask.stand
        if ask.kind == "new_group" or ask.subject in NOT_FOR_A_GROUP:
            raise No
        if stand.state not in ("open", "waiting") or not self.handles(by, ask, now):
            raise No
        if to is None and stand.owner == COORDINATORS:
            raise No
        if to is stand.group and stand.owner == GROUP and to is not None:
            raise No
        had_it = any(
            not move.undone and move.before.owner == GROUP and move.before.group is to
            for move in ask.moves
        )
        if to is None:
            where = (stand.group, COORDINATORS, stand.state, "forwarded", False)
        elif stand.owner == GROUP and had_it:
            where = (to, COORDINATORS, "open", "came_back", False)
        else:
            where = self.place(ask.kind, to, "forwarded", now)
        self.move(ask, where, by, now)
        tag = f"move-{len(ask.moves)}"
        self.tell(ask, "forwarded", now, at=now + timedelta(minutes=5), tag=tag)
        self.line(ask, "forwarded", by)

    def undo_forward(self, ask: Ask, number: int, by: Person, now: datetime) -> None:
        """Until the new owner acted, or the resident did."""
        move = ask.moves[number]
        if move.by is not by or move.undone or number != len(ask.moves) - 1:
            raise No
        stand = ask.stand
        same = (stand.owner, stand.group, stand.since) == (
            move.after.owner, move.after.group, move.after.since,
        )  # fmt: skip
        if stand.state not in ("open", "waiting") or not same:
            raise No
        ask.stand = move.before
        if not self.handles(by, ask, now):
            ask.stand = stand
            raise No
        move.undone = True
        self.call_back(ask, f"move-{number + 1}")
        self.line(ask, "forward_undone", by)

    def move(
        self, ask: Ask, where: tuple[Group | None, str, str, str, bool], by: Person | None,
        now: datetime,
    ) -> None:  # fmt: skip
        before, ask.stand = ask.stand, self.stands(where, now)
        ask.moves.append(Move(by, now, before, ask.stand))
        self.to_owner(ask, now)

    def hand_to_group(self, group: Group, by: Person, now: datetime) -> None:
        """What waited for this group and that it can take now."""
        for ask in list(self.asks.values()):
            stand = ask.stand
            if (stand.group, stand.owner) != (group, COORDINATORS) or ask.kind == "new_group":
                continue
            if stand.reason not in WAITS_FOR_ITS_GROUP:
                continue
            if stand.state == "approved":
                theirs = [move for move in ask.moves if move.before.owner == GROUP]
                reason = theirs[-1].before.reason if theirs else "covered"
                where = (group, GROUP, "approved", reason, False)
            elif stand.state in ("open", "waiting"):
                forwarded = any(
                    not move.undone and move.after.group is group and move.before.group is not group
                    for move in ask.moves
                )
                reason = "forwarded" if forwarded else "chosen_group"
                if ask.lives == group.name:
                    reason = "covered"
                where = self.place(ask.kind, group, reason, now)
            else:
                continue
            if where[1] == GROUP:
                self.move(ask, where, by, now)
                self.line(ask, "moved", by)

    def hand_to_coordinators(self, group: Group, by: Person | None, now: datetime) -> None:
        """What a group without a beheerder leaves."""
        for ask in self.asks.values():
            if not ask.ended and (ask.stand.owner, ask.stand.group) == (GROUP, group):
                where = (group, COORDINATORS, ask.stand.state, "no_beheerder", False)
                self.move(ask, where, by, now)
                self.line(ask, "moved", by)

    # --- Appointments ----------------------------------------------------------------------

    def may_appoint(self, who: Person, group: Group) -> bool:
        there = any(
            post.who is who and post.group is group and post.ended is None for post in self.posts
        )
        return group.status != "archived" and not (there and who.open)

    def appoint(self, post: Post, now: datetime) -> None:
        if not post.who.open:
            # The account is opened again, without what it was.
            for old in self.posts:
                if old.who is post.who and old.ended is None:
                    old.ended = now
            post.who.open, post.who.coordinator, post.who.superuser = True, False, False
        self.posts.append(post)
        self.mails.append(Due(now, post.pk, "invitation", post.who.email))
        if post.who.staff:
            others = [who for who in self.coordinators(None, now) if who is not post.who]
            self.mails += [Due(now, post.pk, "told", who.email) for who in others]

    def accept(self, post: Post, by: Person, now: datetime) -> None:
        if post.who is not by or post.accepted or post.ended:
            raise No
        post.accepted = now
        self.hand_to_group(post.group, by, now)

    def end(self, post: Post, by: Person, now: datetime, *, meant: bool) -> None:
        """The last one ends only when that is meant; where the others are away, as for them."""
        if post.ended:
            raise No
        ran = post in self.active(post.group, now)
        alone = self.active(post.group, now) in ([], [post])
        if ran and alone and not meant and post.group.status != "archived":
            raise No
        post.ended = now
        if ran and post.who is not by:
            self.mails.append(Due(leaves(post.who, now), post.pk, "ended", post.who.email))
        if ran and alone and post.group.status != "archived":
            told = [who for who in self.coordinators(None, now) if who is not by]
            self.mails += [Due(leaves(who, now), post.pk, "alone", who.email) for who in told]
        if alone:
            self.hand_to_coordinators(post.group, by, now)
        elif ran:
            self.all_away(post.group, by, now)

    def set_away(self, who: Person, until: date | None, now: datetime) -> None:
        """Where nobody is left, the coordinators see what is open at once."""
        for post in self.posts:
            if post.who is not who or post not in self.active(post.group, now):
                continue
            if post.away_until == until:
                continue
            post.away_until = until
            self.all_away(post.group, who, now)

    def all_away(self, group: Group, by: Person, now: datetime) -> None:
        """What is open in a group where nobody is there."""
        if self.present(group, now):
            return
        for ask in self.asks.values():
            mine = (ask.stand.owner, ask.stand.group) == (GROUP, group)
            if mine and ask.stand.state == "open" and not ask.stand.escalated:
                ask.stand = replace(ask.stand, escalated=now, reason="all_away")
                self.mail(ask, "escalated", self.coordinators(ask, now), now)
                self.line(ask, "escalated", by)

    def unanswered(self, now: datetime) -> None:
        """Who was asked hears again after a week, and is not asked any more after thirty days."""
        for post in self.posts:
            if post.accepted or post.ended:
                continue
            if at_nine(post.asked, 30) <= now:
                post.ended = now
                told = self.coordinators(None, now)
                self.mails += [
                    Due(leaves(who, now), post.pk, "unanswered", who.email) for who in told
                ]
            elif at_nine(post.asked, 7) <= now and post.who.open and not post.reminded:
                post.reminded = True
                self.mails.append(Due(now, post.pk, "reminder", post.who.email))

    # --- Time ------------------------------------------------------------------------------

    def tick(self, now: datetime) -> None:
        for group in self.groups.values():
            if not self.active(group, now):
                self.hand_to_coordinators(group, None, now)
        for ask in self.asks.values():
            self._climb(ask, now)
        for ask in self.asks.values():
            if (ask.stand.state, ask.stand.turn) == ("open", RESIDENT) and ask.stand.due <= now:
                self._expire(ask, now)
        for ask in self.asks.values():
            if ask.stand.state == "approved" and ask.stand.due <= now:
                ask.stand = replace(ask.stand, due=at_nine(now, 7))
                self.mail(ask, "notadded", self.in_charge(ask, now), now)
                self.line(ask, "reminded", None)
        self._review(now)
        self.unanswered(now)
        for who in self.people:
            self._digest(who, now)
        for mail in self.bounced:
            ask = self.asks[mail.pk]
            gone = ask.forgotten or ask.stand.state == "withdrawn"
            if mail.at > same_time(now, -7) and not gone:
                about = mail.kind if mail.kind in CALLABLE else "bounced"
                ask.calls.append(Call(about, now, same_time(now, 3)))
        self.bounced = []
        self._forget(now)

    def _forget(self, now: datetime) -> None:
        """Once a night, which begins at three."""
        local = now.astimezone(AMSTERDAM)
        night = local.date() - timedelta(days=1 if local.hour < 3 else 0)
        if night == self.forgot_on:
            return
        self.forgot_on = night
        for ask in self.asks.values():
            over = ask.stand.state == "added" or (ask.ended and ask.stand.due <= now)
            if over and not ask.forgotten:
                ask.forgotten, ask.email, ask.asked = True, "", None
                ask.calls = []

    def deliver(self, now: datetime) -> None:
        """Every mail whose time has come leaves once."""
        for mail in self.mails:
            if mail.at <= now:
                self.sent[mail.pk, mail.kind, mail.to, mail.news] += 1
        self.mails = [mail for mail in self.mails if mail.at > now]

    def _climb(self, ask: Ask, now: datetime) -> None:
        while (ask.stand.state, ask.stand.turn) == ("open", OWNER) and ask.stand.due <= now:
            step = ask.stand.step + 1
            first = step == 3 and ask.stand.owner == GROUP and not ask.stand.escalated
            ask.stand = replace(
                ask.stand,
                step=step,
                due=reminder_at(ask.stand.since, step),
                escalated=now if first else ask.stand.escalated,
            )
            group = ask.stand.group
            staff = self.coordinators(ask, now)
            if ask.stand.owner == COORDINATORS:
                self.mail(ask, "reminder", staff, now)
            elif first:
                self.mail(ask, "escalated", staff, now)
            else:
                # From day 5 on the deputies too, and from the escalation on the coordinators.
                own = self.at_the_group(group, now) if step == 1 else self.present(group, now)
                both = staff if ask.stand.escalated else []
                own = [who for who in own if who not in both]
                self.mail(ask, "reminder", [*both, *own], now)
            if step == 3:
                self.tell(ask, "takes_longer", now)
            self.line(ask, "escalated" if first else "reminded", None)

    def _expire(self, ask: Ask, now: datetime) -> None:
        end = {"join": "expired", "question": "closed", "new_group": "declined"}[ask.kind]
        self._end(ask, end, now)
        if end == "declined":
            ask.decided = now
        self.close_calls(ask)
        self.tell(ask, "expired", now)
        self.line(ask, "expired", None)

    def _review(self, now: datetime) -> None:
        late = [
            ask
            for ask in self.asks.values()
            if ask.stand.state == "waiting" and ask.stand.due <= now
        ]
        for ask in late:
            ask.stand = replace(ask.stand, due=at_nine(now, 7), step=ask.stand.step + 1)
        today = now.astimezone(AMSTERDAM).date()
        for who in self.coordinators(None, now) if late else []:
            if (who.email, today) not in self.reviewed:
                self.reviewed.add((who.email, today))
                self.mails.append(Due(leaves(who, now), 0, "review", who.email))

    def _digest(self, who: Person, now: datetime) -> None:
        local = now.astimezone(AMSTERDAM)
        if not who.open or who.moment != "daily" or local.hour < who.daily_hour:
            return
        if who.last_digest == local.date():
            return
        who.last_digest = local.date()
        waits = any(
            (ask.stand.state, ask.stand.turn, ask.stand.owner) == ("open", OWNER, GROUP)
            and who in self.present(ask.stand.group, now)
            for ask in self.asks.values()
        )
        if waits:
            at = now if local.hour == who.daily_hour else leaves(who, now)
            self.mails.append(Due(at, 0, "digest", who.email))

    # --- Ends ------------------------------------------------------------------------------

    def _decide(self, ask: Ask, state: str, due: datetime, by: Person, now: datetime) -> None:
        ask.before = ask.stand
        ask.stand = replace(ask.stand, state=state, due=due, turn=OWNER)
        ask.decided, ask.decided_by = now, by
        ask.undo_until = now + timedelta(minutes=5)

    def _end_question(self, ask: Ask, state: str, by: Person, now: datetime) -> None:
        if (ask.kind, ask.stand.state) != ("question", "open") or not self.handles(by, ask, now):
            raise No
        self._end(ask, state, now)
        ask.decided, ask.decided_by = now, by

    def _end(self, ask: Ask, state: str, now: datetime) -> None:
        ask.stand = replace(ask.stand, state=state, turn=OWNER, due=same_time(now, 30))


def leaves(who: Person, now: datetime) -> datetime:
    """Now, or when the quiet hours of this person are over."""
    start, end = who.quiet
    hour = now.astimezone(AMSTERDAM).hour
    if start == end:
        return now
    if start < end:
        return at_hour(now, 0, end) if start <= hour < end else now
    if hour >= start:
        return at_hour(now, 1, end)
    return at_hour(now, 0, end) if hour < end else now


def _decision(ask: Ask) -> str:
    return f"decision-{ask.decided}"

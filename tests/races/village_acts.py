"""What real processes do to one village at the same moment.

`python -m tests.races.village_acts` takes orders from standard input and answers each on standard
output, a line of JSON each. An order is "report", or a list of acts: for those there is a thread
each, with a connection of its own. When all have loaded what they act on the answer is "loaded";
the next line is the moment at which all act, and the answer to that is what each was told.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

import django

# The log of the site goes to standard output as well: what answers an order has it for itself.
ANSWERS, sys.stdout = sys.stdout, sys.stderr
django.setup()

from django.db import connection  # noqa: E402 - after django.setup()
from django.utils import timezone  # noqa: E402

from alerts.models import Alert, Relay  # noqa: E402
from alerts.services import relaying  # noqa: E402
from alerts.services.calls import claim_call, say_called  # noqa: E402
from alerts.values.choices import Category, Police  # noqa: E402
from dorst_portal.accounts.models import User  # noqa: E402
from dorst_portal.audit.models import Entry  # noqa: E402
from dorst_portal.demo.seed_identity import DORST  # noqa: E402
from dorst_portal.identity.services import set_names  # noqa: E402
from dorst_portal.kit.models import Link  # noqa: E402
from dorst_portal.kit.rows.keyed_hash import Hasher  # noqa: E402
from dorst_portal.outbox.models import Mail  # noqa: E402
from groups.beheerders.services import appointments  # noqa: E402
from groups.coverage.pages.plan import plan_move  # noqa: E402
from groups.coverage.pages.plan_parts import Numbers  # noqa: E402
from groups.coverage.services import moving  # noqa: E402
from groups.members.services import adding, editing, ending  # noqa: E402
from groups.members.services.acting import Actor, beheerder  # noqa: E402
from groups.members.services.facts import MemberFacts  # noqa: E402
from groups.members.services.own_links import OWN_PAGE, own_link  # noqa: E402
from groups.mine.services import visits  # noqa: E402
from groups.models import (  # noqa: E402
    AddressLetter,
    Appointment,
    CoverageChange,
    CoverageRule,
    DeclineReason,
    GroupStatus,
    Handover,
    HouseRules,
    LeaveReason,
    Membership,
    NoticeSettings,
    ResidentRequest,
    Street,
    TextVersion,
    WatchGroup,
)
from groups.places.routing import Address  # noqa: E402
from groups.places.services import framing_sites, streets  # noqa: E402
from groups.privacy.services.erasing import erase_person  # noqa: E402
from groups.refusals import Refused  # noqa: E402
from groups.requests.services import (  # noqa: E402
    address_letters,
    deciding,
    doubles,
    forwarding,
    joining,
)
from groups.texts import services as texts  # noqa: E402
from groups.texts.pages import editable  # noqa: E402
from groups.values.addresses import parse_house_number  # noqa: E402
from groups.wording.mail_texts import Wording  # noqa: E402
from tests.groups.rules import add_rule  # noqa: E402

KNOWN_CODE = "34673467"


def prepare() -> None:
    """Two groups with a beheerder each, a coordinator, and one open request of the first group."""
    now = timezone.now()
    set_names(DORST, now=now)
    street = streets.add_street("Spoorstraat", area="Dorst")
    group = WatchGroup.objects.create(
        name="Spoorstraat", slug="spoorstraat", status=GroupStatus.ACTIVE
    )
    other = WatchGroup.objects.create(name="Seters", slug="seters", status=GroupStatus.ACTIVE)
    add_rule(street, group, now=now)
    people = {
        name: User.objects.create_user(f"{name}@example.org", name=name)
        for name in ("own", "other", "coordinator", "left", "right")
    }
    User.objects.filter(pk=people["coordinator"].pk).update(is_coordinator=True)
    # Notices leave at whatever hour this runs.
    NoticeSettings.objects.bulk_create(
        NoticeSettings(user=user, quiet_from=0, quiet_until=0) for user in people.values()
    )
    pair = WatchGroup.objects.create(name="Elzent", slug="elzent", status=GroupStatus.ACTIVE)
    posts = (("own", group), ("other", other), ("left", pair), ("right", pair))
    for who, where in posts:
        Appointment.objects.create(user=people[who], group=where, invited_at=now, accepted_at=now)
    Alert.objects.create(
        group=group,
        category=Category.BURGLARY,
        police=Police.NOT_YET,
        happened_at=now,
        by=people["own"],
    )
    group.adjoining.add(other)
    _alert_that_came(group, pair, people["right"], now=now)
    submit("first")
    own_link("bewoner@example.org", now=now)


def _alert_that_came(group: WatchGroup, from_group: WatchGroup, by: User, *, now: datetime) -> None:
    """An alert of another group that was passed on to this one."""
    facts = {"category": Category.OTHER, "police": Police.EMERGENCY, "happened_at": now, "by": by}
    other = Alert.objects.create(group=from_group, **facts)
    Relay.objects.create(alert=other, origin=from_group, to_group=group, by=by, at=now)


def submit(key: str) -> ResidentRequest:
    """The join form of somebody in the Spoorstraat."""
    street = Street.objects.get(slug="spoorstraat")
    data = joining.SignupData(
        submission_key=key,
        name="Voorbeeld Bewoner",
        mobile="+31600000001",
        email="bewoner@example.org",
        address=Address(street, "Spoorstraat", parse_house_number("12")),
        house_rules=HouseRules.objects.current(waaksamen=False),
        of_age=True,
    )
    return joining.submit_signup(data, now=timezone.now())


def report() -> dict[str, Any]:
    """What is in the database afterwards."""
    return {
        "requests": list(
            ResidentRequest.objects.values("state", "owner", "group__slug", "submission_key")
        ),
        "mails": list(Mail.objects.values("key", "state", "to")),
        "audit": list(Entry.objects.values_list("verb", flat=True)),
        "letters": list(AddressLetter.objects.values("request__address_confirmed_at", "used_at")),
        "memberships": Membership.objects.count(),
        "known": Membership.objects.exclude(email="", search_key="", until__isnull=False).count()
        + ResidentRequest.objects.exclude(name="").count(),
        "rules": list(
            CoverageRule.objects.in_force()
            .order_by("first_number")
            .values_list("first_number", "last_number", "side", "group__slug")
        ),
        "relays": list(Relay.objects.order_by("pk").values("to_group__slug", "from_group__slug")),
        "changes": CoverageChange.objects.count(),
        "texts": TextVersion.objects.count(),
        "handovers": Handover.objects.filter(undone_at__isnull=True).count(),
        "alerts": list(
            Alert.objects.filter(group__slug="spoorstraat").values("call_code", "police")
        ),
        "of_the_pair": Appointment.objects.active(timezone.now())
        .filter(group__slug="elzent")
        .count(),
    }


def _request() -> ResidentRequest:
    return ResidentRequest.objects.select_related("group").get(submission_key="first")


def _user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


# Every act loads what it needs BEFORE the common moment, as a page that was open does.
def approve() -> Callable[[], None]:
    request, by = _request(), _user("own")
    return lambda: deciding.approve(request, by=by, now=timezone.now())


def pass_alert_on() -> Callable[[], None]:
    """A beheerder tells the group beside."""
    alert, by = Alert.objects.select_related("group").get(group__slug="spoorstraat"), _user("own")
    to = WatchGroup.objects.get(slug="seters")
    return lambda: _only(
        relaying.pass_on(alert, [to], from_group=alert.group, by=by, now=timezone.now())
    )


def tell_village() -> Callable[[], None]:
    """A coordinator tells everybody of the same alert."""
    alert, by = Alert.objects.get(group__slug="spoorstraat"), _user("coordinator")
    return lambda: _only(relaying.tell_village(alert, by=by, now=timezone.now()))


def take_over() -> Callable[[], None]:
    """A beheerder takes over the alert of another group."""
    relay, by = Relay.objects.select_related("alert").earliest("pk"), _user("own")
    return lambda: relaying.accept(relay, by=by, now=timezone.now())


def need_not() -> Callable[[], None]:
    """Another window of the same person says that it need not."""
    relay, by = Relay.objects.select_related("alert").earliest("pk"), _user("own")
    return lambda: relaying.decline(relay, by=by, now=timezone.now())


def approve_as_other() -> Callable[[], None]:
    request, by = _request(), _user("other")
    return lambda: deciding.approve(request, by=by, now=timezone.now())


def decline() -> Callable[[], None]:
    request, by = _request(), _user("own")
    return lambda: deciding.decline(
        request, reason=DeclineReason.CANNOT_CHECK, note="", by=by, now=timezone.now()
    )


def undo() -> Callable[[], None]:
    request, by = _request(), _user("own")
    return lambda: deciding.undo_decision(request, by=by, now=timezone.now())


def added() -> Callable[[], None]:
    request, by = _request(), _user("own")
    return lambda: deciding.mark_added(request, by=by, now=timezone.now())


def erase() -> Callable[[], None]:
    """The owner of the address, who confirmed it, has everything wiped."""
    email = "bewoner@example.org"
    ResidentRequest.objects.filter(email=email).update(email_confirmed_at=timezone.now())
    mine = Membership.objects.filter(email=email)

    def act() -> None:
        by = Actor(mine, word="member")
        erase_person(email=email, memberships=mine, by=by, now=timezone.now())

    return act


def _somebody(first_name: str) -> MemberFacts:
    """With a name of their own, so that no two forms are one form sent twice. Another act needs
    another first name: threads of later get the numbers of those that ended.
    """
    name = f"{first_name} {os.getpid()} {threading.get_ident()}"
    address = Address(None, "Nieuwe Straat", parse_house_number("1"))
    return MemberFacts(name=name, mobile="+31600007777", address=address)


def add_by_hand() -> Callable[[], None]:
    by, facts = _user("own"), _somebody("Nel")
    group = _request().group
    assert group
    told = {"told_rules": False, "in_chat": True}
    return lambda: _only(adding.add_member(group, facts, by=by, now=timezone.now(), **told))


def change_member() -> Callable[[], None]:
    by, facts, member = _user("own"), _somebody("Nora"), Membership.objects.get()
    version = member.version

    def change() -> None:
        now = timezone.now()
        actor = beheerder(by, now=now)
        editing.change_member(member, facts, version=version, actor=actor, now=now)

    return change


def end_member() -> Callable[[], None]:
    by, member = _user("own"), Membership.objects.get()

    def end() -> None:
        now = timezone.now()
        actor = beheerder(by, now=now)
        ending.end_member(member, reason=LeaveReason.OTHER, actor=actor, now=now)

    return end


def _only(_made: object) -> None:
    """What came of an act, let be."""


def forward() -> Callable[[], None]:
    request, by = _request(), _user("own")
    to = WatchGroup.objects.get(slug="seters")

    def act() -> None:
        forwarding.forward(request, to=to, note="", by=by, now=timezone.now())

    return act


def end_appointment() -> Callable[[], None]:
    appointment = Appointment.objects.select_related("group").get(user=_user("own"))
    by = _user("coordinator")

    def act() -> None:
        appointments.end(appointment, by=by, now=timezone.now(), leave_alone=True)

    return act


def end_left() -> Callable[[], None]:
    return _end_without_saying_that_it_is_meant("left")


def end_right() -> Callable[[], None]:
    return _end_without_saying_that_it_is_meant("right")


def _end_without_saying_that_it_is_meant(name: str) -> Callable[[], None]:
    appointment = Appointment.objects.select_related("group").get(user=_user(name))
    by = _user("coordinator")
    return lambda: _ended(appointments.end(appointment, by=by, now=timezone.now()))


def _ended(_: appointments.Ended) -> None:
    """What it did is told by the report."""


def move_numbers() -> Callable[[], None]:
    """A coordinator who looked at what moving does, and presses the button."""
    return _mover("seters")


def move_numbers_elsewhere() -> Callable[[], None]:
    """Another coordinator, who wants the same numbers in a third group."""
    return _mover("broekstraat")


def _mover(slug: str) -> Callable[[], None]:
    by, street = _user("coordinator"), Street.objects.get(slug="spoorstraat")
    to, _ = WatchGroup.objects.get_or_create(
        slug=slug, defaults={"name": slug.title(), "status": GroupStatus.ACTIVE}
    )
    numbers = [Numbers(street, 10, 20, "even")]
    seen = plan_move(numbers, to=to, now=timezone.now()).seen

    def act() -> None:
        moving.carry_out(numbers, to=to, seen=seen, by=by, now=timezone.now())

    return act


def open_own_page() -> Callable[[], None]:
    """The button behind the mailed link of the own page."""
    link = Link.objects.get(purpose=OWN_PAGE)

    def act() -> None:
        if visits.open_page(link, now=timezone.now()) is None:
            raise Refused("the link was used")

    return act


def word_a_text() -> Callable[[], None]:
    """A coordinator who opened the welcome text as it is shipped, and saves own words."""
    text = next(
        one for one in editable.all_texts().values() if one.kind == editable.TextKind.WELCOME
    )
    by, seen = _user("coordinator"), editable.newest_of(text).number
    words = Wording("", f"Welkom! {threading.get_ident()} {os.getpid()} {{link}}")

    def act() -> None:
        texts.save(text, words, seen=seen, by=by, now=timezone.now())

    return act


def list_a_site() -> Callable[[], None]:
    """A coordinator lets the site of the municipality show the search."""
    by, origin = _user("coordinator"), "https://www.gemeente.example.org"
    return lambda: _only(framing_sites.add_site(origin, by=by, now=timezone.now()))


def claim_the_call() -> Callable[[], None]:
    """Somebody with the link of the alert, whose browser has a code of its own."""
    alert, code = (
        Alert.objects.get(group__slug="spoorstraat"),
        f"{os.getpid()}-{threading.get_ident()}"[:22],
    )

    def act() -> None:
        if not claim_call(alert, code=code, now=timezone.now()):
            raise Refused("somebody calls")

    return act


def say_it_was_called() -> Callable[[], None]:
    """The browser whose turn it is, in as many tabs."""
    alert = Alert.objects.get(group__slug="spoorstraat")

    def act() -> None:
        if not say_called(alert, code=alert.call_code, now=timezone.now()):
            raise Refused("it was said")

    return act


def submit_again() -> Callable[[], None]:
    def act() -> None:
        submit("the same form")

    return act


def join_doubles() -> Callable[[], None]:
    """A beheerder who looked at the second request of one person, and presses the button."""
    first, by = _request(), _user("own")
    later = _second()

    def act() -> None:
        doubles.join(later, to=first, by=by, now=timezone.now())

    return act


def approve_second() -> Callable[[], None]:
    request, by = _second(), _user("own")
    return lambda: deciding.approve(request, by=by, now=timezone.now())


def make_letter() -> Callable[[], None]:
    """A letter whose code everybody here knows."""
    request, by = _request(), _user("own")

    def make() -> None:
        address_letters.make_letter(request, by=by, now=timezone.now())
        digest = address_letters.digest_of(request.pk, KNOWN_CODE, Hasher())
        AddressLetter.objects.filter(request=request).update(digest=digest)

    return make


def read_out_code() -> Callable[[], None]:
    request, by = _request(), _user("own")
    return lambda: address_letters.confirm_address(request, KNOWN_CODE, by=by, now=timezone.now())


def _second() -> ResidentRequest:
    return ResidentRequest.objects.select_related("group").get(submission_key="the same form")


ACTS: dict[str, Callable[[], Callable[[], None]]] = {
    act.__name__: act
    for act in (
        approve,
        approve_as_other,
        decline,
        undo,
        added,
        forward,
        end_appointment,
        end_left,
        end_right,
        submit_again,
        move_numbers,
        move_numbers_elsewhere,
        word_a_text,
        list_a_site,
        pass_alert_on,
        tell_village,
        take_over,
        need_not,
        join_doubles,
        approve_second,
        make_letter,
        read_out_code,
        add_by_hand,
        change_member,
        end_member,
        erase,
        open_own_page,
        claim_the_call,
        say_it_was_called,
    )
}


def run(names: list[str]) -> list[tuple[str, str]]:
    """Let a thread for each name act at one moment; tells what each was told: "" is yes."""
    loaded = threading.Barrier(len(names) + 1, timeout=60)
    moment: Future[float] = Future()

    def one(name: str) -> tuple[str, str]:
        try:
            act = ACTS[name]()
            loaded.wait()
            time.sleep(max(moment.result() - time.time(), 0))
            act()
        except Refused as refusal:
            return name, str(refusal)
        except Exception:
            loaded.abort()
            raise
        finally:
            connection.close()
        return name, ""

    with ThreadPoolExecutor(len(names)) as threads:
        told = [threads.submit(one, name) for name in names]
        loaded.wait()
        answer("loaded")
        moment.set_result(json.loads(sys.stdin.readline()))
    return [each.result() for each in told]


def answer(what: Any) -> None:
    """Write one line of JSON."""
    ANSWERS.write(json.dumps(what, default=str) + "\n")  # moments as text
    ANSWERS.flush()


def main() -> None:
    """Carry out one order after the other, and leave no connection open between them."""
    for line in sys.stdin:
        order = json.loads(line)
        answer(report() if order == "report" else run(order))
        connection.close()


if __name__ == "__main__":
    main()

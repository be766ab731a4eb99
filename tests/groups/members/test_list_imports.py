"""From a list to the list of members: who comes on it, by whom, and how often."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.rows.lease import LEASE, Lease
from groups.members.pages import import_words
from groups.members.services.imports import applying, lists, rows, undoing, work
from groups.members.services.imports.checking import MOST_TRIES
from groups.models import (
    GroupStatus,
    MemberImport,
    Membership,
    WatchGroup,
)
from groups.values.member_import_states import (
    STEPS,
    ListState,
    Verdict,
)
from tests.groups.conftest import appoint
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
from tests.groups.pages import at_most

pytestmark = pytest.mark.django_db
MakeMember = Callable[..., Membership]


# --- States ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(ListState))
def test_only_what_is_looked_at_is_confirmed_dropped_changed_or_undone(
    state: ListState, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    batch = send(table(JAN), by=own_beheerder, group=spoorstraat, now=now)
    row = batch.rows.get()
    MemberImport.objects.update(state=state, ended_at=now)
    acts: dict[ListState, Callable[[], Any]] = {
        ListState.CONFIRMED: lambda: lists.confirm(fresh(batch), by=own_beheerder, now=now),
        ListState.UPLOADED: lambda: lists.choose_parts(fresh(batch), [], by=own_beheerder, now=now),
        ListState.DROPPED: lambda: lists.drop(fresh(batch), by=own_beheerder, now=now),
        ListState.UNDONE: lambda: undoing.undo(fresh(batch), by=own_beheerder, now=now),
    }
    for after, act in acts.items():
        MemberImport.objects.update(state=state, wiped_at=None)
        if after in STEPS[state]:
            act()
            assert fresh(batch).state == after
        else:
            with pytest.raises(lists.NotNow):
                act()
            assert fresh(batch).state == state
    MemberImport.objects.update(state=state)
    if state != ListState.READY:
        with pytest.raises(lists.NotNow):
            rows.settle_row(row, left_out=True, by=own_beheerder, now=now)


# --- Taking over ----------------------------------------------------------------------------------


def test_who_was_in_the_chat_already_is_on_the_list_and_searched_for(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    batch = send(table(JAN, NEL), by=own_beheerder, group=spoorstraat, now=now)
    done = take_over(batch, by=own_beheerder, now=now)
    jan = Membership.objects.get(name="Jan Jansen")
    assert (jan.address, jan.mobile, jan.email) == (
        "Spoorstraat 1", "+31600001001", "jan@example.org",
    )  # fmt: skip
    assert (jan.source, jan.to_confirm, jan.imported_by) == ("import", False, done)
    assert list(Membership.objects.found_by("jansen")) == [jan]
    assert (done.state, done.content, done.rows.count()) == (ListState.DONE, None, 0)
    line = Entry.objects.get(verb="members.imported")
    assert (line.by, line.scope, line.facts) == (
        own_beheerder, f"group:{spoorstraat.pk}", {"members": 2},
    )  # fmt: skip
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["members.list_sent", "members.list_confirmed", "members.imported"]


def test_ex_09_the_same_file_again_changes_nothing(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    first = send(table(JAN, NEL), by=own_beheerder, group=spoorstraat, now=now)
    take_over(first, by=own_beheerder, now=now)
    before = list(Membership.objects.order_by("pk").values())
    again = send(table(JAN, NEL), by=own_beheerder, group=spoorstraat, now=now)
    assert {verdict for _, verdict, _ in told(again)} == {Verdict.MEMBER}
    take_over(again, by=own_beheerder, now=now)
    assert list(Membership.objects.order_by("pk").values()) == before


def test_somebody_who_came_on_the_list_meanwhile_is_told_as_a_member(
    own_beheerder: User, spoorstraat: WatchGroup, make_member: MakeMember, now: datetime
) -> None:
    batch = send(table(JAN, NEL), by=own_beheerder, group=spoorstraat, now=now)
    make_member(mobile="+31600001001", name="Jan Ander")
    done = take_over(batch, by=own_beheerder, now=now)
    assert names() == ["Jan Ander", "Nel Pieters"]
    assert told(done) == [(2, Verdict.MEMBER, import_words.MEMBER)]


def test_one_at_this_very_moment_is_too(
    own_beheerder: User, spoorstraat: WatchGroup, make_member: MakeMember, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    batch = send(table(JAN, NEL), by=own_beheerder, group=spoorstraat, now=now)
    plain = applying._sorted_out
    tried: list[int] = []

    def late(one: MemberImport) -> Any:
        found = plain(one)
        if not tried:
            tried.append(1)
            # Like somebody whose transaction ended in between: the constraint refuses.
            found[0].append(found[0][0])
        return found

    monkeypatch.setattr(applying, "_sorted_out", late)
    done = take_over(batch, by=own_beheerder, now=now)
    assert (done.state, names()) == (ListState.DONE, ["Jan Jansen", "Nel Pieters"])


def test_two_workers_take_over_once(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    batch = send(table(JAN), by=own_beheerder, group=spoorstraat, now=now)
    lists.confirm(batch, by=own_beheerder, now=now)
    batch = fresh(batch)
    dead = Lease.take(batch, now=now)
    assert dead
    assert work.work(now=now) == 0
    assert work.work(now=now + 2 * LEASE) == 1
    assert Membership.objects.count() == 1
    applying._try(batch, lease=dead)
    assert Membership.objects.count() == 1, "who lost it writes nothing"


def test_a_list_on_which_workers_break_off_is_given_up(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    batch = lists.store(
        table(JAN), name="x.csv", by=own_beheerder, group=spoorstraat, by_platform=False, now=now
    )
    MemberImport.objects.update(state=ListState.CHECKING, facts={"tries": MOST_TRIES})
    work.work(now=now)
    assert fresh(batch).state == ListState.REFUSED
    again = send(table(JAN), by=own_beheerder, group=spoorstraat, now=now)
    lists.confirm(again, by=own_beheerder, now=now)
    MemberImport.objects.filter(pk=again.pk).update(facts={"taking": MOST_TRIES})
    work.work(now=now)
    assert (fresh(again).state, names()) == (ListState.REFUSED, [])
    assert not again.rows.exists()


# --- Rights ---------------------------------------------------------------------------------------


def test_az_04_nobody_but_a_beheerder_or_as_to_be_confirmed(
    own_beheerder: User, other_beheerder: User, former_beheerder: User, plain_user: User,
    coordinator: User, spoorstraat: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    batch = send(table(JAN), by=own_beheerder, group=spoorstraat, now=now)
    for who in (other_beheerder, former_beheerder, plain_user, coordinator, None):
        with pytest.raises(lists.NotYours):
            send(table(JAN), by=who, group=spoorstraat, now=now)
        with pytest.raises(lists.NotYours):
            lists.confirm(batch, by=who, now=now)
        with pytest.raises(lists.NotYours):
            undoing.undo(batch, by=who, now=now)
    for who in (own_beheerder, plain_user):
        with pytest.raises(lists.NotYours):
            send(table(JAN), by=who, group=spoorstraat, by_platform=True, now=now)
    assert names() == []


def test_a_right_that_ended_before_the_worker_came_takes_nobody_over(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    batch = send(table(JAN), by=own_beheerder, group=spoorstraat, now=now)
    lists.confirm(batch, by=own_beheerder, now=now)
    own_beheerder.appointments.update(until=now)
    work.work(now=now)
    batch = fresh(batch)
    assert (batch.state, batch.refusal, names()) == (ListState.REFUSED, applying.NO_RIGHT, [])


def test_an_ended_group_gets_nobody(
    coordinator: User, dennenlaan: WatchGroup, village: Any, now: datetime
) -> None:
    lines = [
        f"Jan;{number(1)};Spoorstraat 1;Spoorstraat",
        f"Kees;{number(2)};Dennenlaan 40;Dennenlaan",
    ]
    content = table(*lines, header="Naam;Mobiel;Adres;Groep")
    batch = send(content, by=coordinator, group=None, by_platform=True, now=now)
    WatchGroup.objects.filter(pk=dennenlaan.pk).update(status=GroupStatus.ARCHIVED)
    done = take_over(batch, by=coordinator, now=now)
    assert names() == ["Jan"]
    assert told(done) == [(3, Verdict.WRONG, applying.GROUP_ENDED)]


def test_so_many_lists_wait_at_most(
    own_beheerder: User, coordinator: User, spoorstraat: WatchGroup, dennenlaan: WatchGroup,
    other_beheerder: User, now: datetime,
) -> None:  # fmt: skip
    for _ in range(lists.MOST_OPEN):
        send(table(JAN), by=own_beheerder, group=spoorstraat, now=now)
    with pytest.raises(lists.Refused, match="Er staan al 3 lijsten open"):
        send(table(JAN), by=own_beheerder, group=spoorstraat, now=now)
    # Of another group nobody is told anything by it.
    send(table(JAN), by=other_beheerder, group=dennenlaan, now=now)
    send(table(JAN), by=coordinator, group=spoorstraat, by_platform=True, now=now)


# --- As much as there is --------------------------------------------------------------------------


def test_a_large_list_takes_no_statement_for_each_member(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"Lid {n};{number(n)};Spoorstraat {n % 90 + 1};" for n in range(1, 1001)]
    batch = send(table(*lines), by=own_beheerder, group=spoorstraat, now=now)
    assert (batch.rows_read, batch.rows_total) == (1000, 1000)
    lists.confirm(batch, by=own_beheerder, now=now)
    with at_most(46):  # SQLite takes 38 rows in a statement
        work.work(now=now)
    assert Membership.objects.count() == 1000


def test_a_beheerder_of_two_groups_takes_over_in_each(
    own_beheerder: User, spoorstraat: WatchGroup, dennenlaan: WatchGroup, now: datetime
) -> None:
    appoint(own_beheerder, dennenlaan)
    first = send(table(JAN), by=own_beheerder, group=spoorstraat, now=now)
    take_over(first, by=own_beheerder, now=now)
    second = send(table(JAN), by=own_beheerder, group=dennenlaan, now=now)
    assert told(second)[0][1] == Verdict.ELSEWHERE
    take_over(second, Verdict.ELSEWHERE, by=own_beheerder, now=now)
    assert Membership.objects.filter(name="Jan Jansen").count() == 2
    assert undoing.undo(second, by=own_beheerder, now=now) == 1
    assert Membership.objects.get().group == spoorstraat

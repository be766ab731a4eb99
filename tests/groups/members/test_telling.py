"""Telling who came with a list: the rule, the spread, two at once, what failed, and the pages."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.links import read_token, token_for
from dorst_portal.outbox.models import Mail, MailState
from groups.audit_log.pages.sentences import SENTENCES
from groups.desk.pages.concerns import concerns
from groups.members.emails import TOLD
from groups.members.pages import telling as pages
from groups.members.services import adding, editing, ending, telling
from groups.members.services.acting import beheerder
from groups.members.services.checks import DealtWith
from groups.members.services.facts import MemberFacts
from groups.members.services.own_links import OWN_PAGE
from groups.mine.services import visits
from groups.models import LeaveReason, Membership, MembershipSource, WatchGroup
from groups.places.routing import Address
from tests.groups.conftest import log_in
from tests.groups.members.sent_lists import send, table, take_over
from tests.groups.pages import at_most, text_of

MakeMember = Callable[..., Membership]
GROUP = "/platform/leden/vertellen/spoorstraat/"


@pytest.fixture
def imported(make_member: MakeMember) -> MakeMember:
    """Somebody who came with a list."""

    def make(**given: object) -> Membership:
        return make_member(**({"source": MembershipSource.IMPORT, "told_at": None} | given))

    return make


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


def tell(group: WatchGroup, *, by: User, now: datetime) -> telling.Told:
    telling.send_test(group, by=by, now=now)
    return telling.tell_by_mail(group, by=by, now=now)


def mails() -> list[Mail]:
    return list(Mail.objects.filter(event=TOLD).order_by("due"))


def told_at(member: Membership) -> datetime | None:
    member.refresh_from_db()
    return member.told_at


def facts_of(member: Membership, **given: str) -> MemberFacts:
    assert member.number
    address = Address(member.street, member.street_text, member.number)
    facts = {"name": member.name, "mobile": member.mobile, "email": member.email} | given
    return MemberFacts(address=address, **facts)


# --- Who is to be told ------------------------------------------------------------------------


def test_who_came_with_a_list_is_to_be_told(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    batch = send(
        table("Jan Jansen;06 0000 0001;Spoorstraat 12;jan@example.org"),
        by=own_beheerder,
        group=spoorstraat,
        now=now,
    )
    take_over(batch, by=own_beheerder, now=now)
    assert Membership.objects.untold().get().name == "Jan Jansen"


@pytest.mark.parametrize("said", [True, False])
def test_who_a_beheerder_adds_is_told_by_the_rules(
    own_beheerder: User, spoorstraat: WatchGroup, member: Membership, now: datetime, said: bool
) -> None:
    facts = facts_of(member, mobile="+31600009999")
    added = adding.add_member(
        spoorstraat, facts, told_rules=said, in_chat=True, by=own_beheerder, now=now
    )
    assert added.told_at == (now if said else None)


# --- By mail ------------------------------------------------------------------------------------


def test_each_address_gets_one_mail_with_a_link_that_works_from_then_on(
    imported: MakeMember, spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    pair = [imported(email="huis@example.org"), imported(email="huis@example.org")]
    other = imported(email="jan@example.org")
    without = imported()
    told = tell(spoorstraat, by=coordinator, now=now)
    first, second = mails()
    assert (told.people, told.last) == (3, second.due)
    assert [first.to, second.to] == ["huis@example.org", "jan@example.org"]
    assert {told_at(one) for one in pair} == {first.due}
    assert told_at(other) == second.due
    assert told_at(without) is None
    assert second.link is not None
    token = token_for(second.link)
    assert read_token(OWN_PAGE, token, now=second.due + timedelta(days=6)) == second.link
    assert "groep Spoorstraat" in second.text
    assert "de beheerder van je groep" in second.text
    assert "Mien" not in second.subject + second.text


def test_the_mails_are_spread_also_over_groups(
    settings: object,
    imported: MakeMember,
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    coordinator: User,
    now: datetime,
) -> None:
    settings.TELLING_MAILS_PER_HOUR = 30  # type: ignore[attr-defined]
    for number in range(4):
        group = dennenlaan if number == 3 else spoorstraat
        imported(group=group, email=f"lid-{number}@example.org")
    tell(spoorstraat, by=coordinator, now=now)
    telling.tell_by_mail(dennenlaan, by=coordinator, now=now)
    assert [mail.due - now for mail in mails()] == [timedelta(minutes=2 * n) for n in range(4)]


def test_a_second_press_mails_nobody_twice(
    imported: MakeMember, spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    imported(email="jan@example.org")
    tell(spoorstraat, by=coordinator, now=now)
    with pytest.raises(telling.NobodyToTell):
        tell(spoorstraat, by=coordinator, now=now)
    imported(email="piet@example.org")
    tell(spoorstraat, by=coordinator, now=now)
    assert [mail.to for mail in mails()] == ["jan@example.org", "piet@example.org"]
    assert Entry.objects.filter(verb="members.told").count() == 2


def test_who_another_told_at_that_very_moment_gets_no_mail(
    imported: MakeMember,
    spoorstraat: WatchGroup,
    coordinator: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jan, piet = imported(email="jan@example.org"), imported(email="piet@example.org")
    plan = telling.spread

    def meanwhile(*args: object, **facts: object) -> object:
        Membership.objects.filter(pk=jan.pk).update(told_at=now)
        return plan(*args, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(telling, "spread", meanwhile)
    assert tell(spoorstraat, by=coordinator, now=now).people == 1
    assert [mail.to for mail in mails()] == [piet.email]


def test_sending_asks_for_a_test_of_this_day(
    imported: MakeMember,
    spoorstraat: WatchGroup,
    coordinator: User,
    superuser: User,
    now: datetime,
) -> None:
    imported(email="jan@example.org")
    telling.send_test(spoorstraat, by=superuser, now=now)
    telling.send_test(spoorstraat, by=coordinator, now=now - timedelta(days=2))
    with pytest.raises(telling.NotTested):
        telling.tell_by_mail(spoorstraat, by=coordinator, now=now)
    assert not mails()


def test_a_planned_mail_holds_up_nobody_who_asks_for_the_link(
    imported: MakeMember, spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    imported(email="jan@example.org")
    tell(spoorstraat, by=coordinator, now=now + timedelta(hours=5))
    visits.ask_for_link("jan@example.org", client="x", now=now)
    asked = Mail.objects.get(event="own_page")
    assert asked.due == now
    planned = mails()[0].link
    assert planned is not None
    planned.refresh_from_db()
    assert planned.used_at is None


# --- What did not arrive ------------------------------------------------------------------------


def test_whose_mail_failed_is_untold_and_gets_a_letter(
    imported: MakeMember, spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    jan, piet = imported(email="jan@example.org"), imported(email="piet@example.org")
    tell(spoorstraat, by=coordinator, now=now)
    Mail.objects.filter(to=jan.email).update(state=MailState.FAILED)
    later = now + timedelta(hours=1)
    assert telling.mind_told(now=later) == {"failed": 1, "called_back": 0}
    assert telling.mind_told(now=later) == {"failed": 0, "called_back": 0}
    assert told_at(jan) is None
    assert told_at(piet) is not None
    assert pages.untold_of(spoorstraat, in_person=True) == ([jan], False)
    with pytest.raises(telling.NobodyToTell):
        tell(spoorstraat, by=coordinator, now=later)
    telling.tell_in_person(spoorstraat, [jan.pk], way="letter", by=coordinator, now=later)
    assert telling.mind_told(now=later) == {"failed": 0, "called_back": 0}
    assert told_at(jan) == later


def test_another_address_can_be_mailed_again(
    imported: MakeMember, spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    jan = imported(email="oud@example.org", email_failed_at=now)
    facts = facts_of(jan, email="nieuw@example.org")
    actor = beheerder(own_beheerder, now=now)
    editing.change_member(jan, facts, version=1, actor=actor, now=now)
    assert Membership.objects.untold().told_by_mail().get() == jan


def test_who_leaves_before_the_mail_gets_none(
    imported: MakeMember,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    coordinator: User,
    now: datetime,
) -> None:
    jan = imported(email="jan@example.org")
    tell(spoorstraat, by=coordinator, now=now)
    actor = beheerder(own_beheerder, now=now)
    later = timezone.now()
    ending.end_member(jan, reason=LeaveReason.MOVED_HOUSE, actor=actor, now=later)
    assert telling.mind_told(now=later) == {"failed": 0, "called_back": 1}
    assert mails()[0].state == MailState.CANCELLED
    assert told_at(jan) is None


# --- In person ----------------------------------------------------------------------------------


def test_only_who_runs_the_group_or_the_platform_says_so(
    imported: MakeMember,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
    now: datetime,
) -> None:
    jan = imported()
    with pytest.raises(DealtWith):
        telling.tell_in_person(spoorstraat, [jan.pk], way="person", by=other_beheerder, now=now)
    telling.tell_in_person(spoorstraat, [jan.pk], way="person", by=own_beheerder, now=now)
    with pytest.raises(DealtWith):
        telling.tell_in_person(spoorstraat, [jan.pk], way="person", by=own_beheerder, now=now)
    assert told_at(jan) == now


def test_the_beheerder_ticks_who_knows_on_the_list_and_on_the_page(
    client: Client, own_beheerder: User, imported: MakeMember
) -> None:
    jan, piet = imported(email="jan@example.org"), imported()
    log_in(client, own_beheerder)
    untold = reverse("members_untold", args=["spoorstraat"])
    assert "2 leden weten nog niet" in text_of(client.get("/beheer/groep/spoorstraat/leden/"))
    assert "Vink eerst aan" in text_of(client.post(untold, {}))
    assert client.post(untold, {"wie": [jan.pk, "9" * 30, "x"]}).status_code == 302
    page = reverse("member", args=["spoorstraat", piet.pk])
    assert "Nog niet verteld" in text_of(client.get(page))
    client.post(reverse("member_told", args=["spoorstraat", piet.pk]))
    assert "Verteld op" in text_of(client.get(page))
    assert not Membership.objects.untold().exists()
    assert "Iedereen op de lijst weet het." in text_of(client.get(untold))


# --- The pages of Platform Dorst ----------------------------------------------------------------


def test_the_way_from_preview_to_mail(
    staff: Client, imported: MakeMember, spoorstraat: WatchGroup
) -> None:
    imported(email="jan@example.org")
    page = staff.get(GROUP)
    assert "Stuur mij een proef" in text_of(page)
    assert "Vertel het" not in text_of(page)
    assert staff.post(f"{GROUP}versturen/").status_code == 302
    assert not mails()
    staff.post(f"{GROUP}proef/")
    assert "Vertel het 1 persoon" in text_of(staff.get(GROUP))
    answer = staff.post(f"{GROUP}versturen/", follow=True)
    assert "1 persoon krijgt een e-mail" in text_of(answer)
    assert len(mails()) == 1


def test_sending_asks_to_log_in_again(
    client: Client, coordinator: User, imported: MakeMember, spoorstraat: WatchGroup, now: datetime
) -> None:
    imported(email="jan@example.org")
    telling.send_test(spoorstraat, by=coordinator, now=now)
    log_in(client, coordinator)
    session = client.session
    sessions.begin(session, coordinator, second_factor=True, now=now - timedelta(minutes=20))
    session.save()
    answer = client.post(f"{GROUP}versturen/")
    assert answer.status_code == 302
    assert not mails()


def test_letters_are_made_and_then_delivered(
    staff: Client, imported: MakeMember, spoorstraat: WatchGroup
) -> None:
    jan = imported(name="Jan Jansen")
    letters = text_of(staff.get(f"{GROUP}brieven/"))
    assert "Hallo Jan," in letters
    assert "de beheerder van je groep" in letters
    assert Entry.objects.filter(verb="members.letters").exists()
    assert told_at(jan) is None
    staff.post(GROUP, {"hoe": "brief", "wie": [jan.pk]})
    assert told_at(jan) is not None
    assert Entry.objects.get(verb="members.told").facts == {"members": 1, "way": "letter"}
    assert {"members.told", "members.letters", "members.told_failed"} <= SENTENCES.keys()


def test_the_overview_counts_by_group_and_warns_after_three_weeks(
    staff: Client, coordinator: User, imported: MakeMember, now: datetime
) -> None:
    imported(since=now - timedelta(days=20))
    assert not [one for one in concerns(coordinator, now=now) if one.page == "telling"]
    imported(since=now - timedelta(days=25), email="jan@example.org")
    (line,) = pages.overview(now=now).groups
    assert (line.people, line.by_mail, line.in_person, line.left) == (2, 1, 1, 5)
    assert [one.words for one in concerns(coordinator, now=now) if one.page == "telling"] == [
        "1 lid weet na 3 weken niet van de ledenlijst"
    ]
    assert "nog 5 dagen" in text_of(staff.get("/platform/leden/vertellen/"))


def test_who_moved_keeps_the_day_from_which_the_month_counts(
    imported: MakeMember, dennenlaan: WatchGroup, now: datetime
) -> None:
    old = imported(since=now - timedelta(days=28), until=now)
    imported(group=dennenlaan, since=now, moved_from=old, source=MembershipSource.MOVED)
    assert [line.days for line in pages.overview(now=now).groups] == [28]


def test_the_pages_cost_the_same_for_one_and_for_thirty(
    staff: Client, imported: MakeMember
) -> None:
    for number in (1, 30):
        for _ in range(number):
            imported()
            imported(email=f"lid-{Membership.objects.count()}@example.org")
        with at_most(6):
            staff.get("/platform/leden/vertellen/")
        with at_most(9):
            staff.get(GROUP)
        with at_most(7):
            staff.get(f"{GROUP}brieven/")

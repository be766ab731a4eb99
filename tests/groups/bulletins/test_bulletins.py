"""Bulletins: written, tested, sent once, shared per group, and asked for once more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.bulletins import services as bulletins
from groups.bulletins.services import (
    BulletinChanged,
    BulletinText,
    CannotRemind,
    NobodyToSendTo,
    NotTested,
)
from groups.models import Bulletin, BulletinCopy, GroupStatus, WatchGroup
from groups.refusals import Refused
from tests.groups.conftest import appoint, hears_at_once

MakeBulletin = Callable[..., Bulletin]


def written(**given: Any) -> BulletinText:
    facts = {"subject": "Donkere dagen", "text": "Laat een lamp aan.", "note": "", "to_all": True}
    return BulletinText(**(facts | given))


@pytest.fixture
def make(coordinator: User, now: datetime) -> MakeBulletin:
    """A draft; anything of its text can be given."""

    def bulletin(**given: Any) -> Bulletin:
        return bulletins.make_bulletin(written(**given), by=coordinator, now=now)

    return bulletin


@pytest.fixture
def send(make: MakeBulletin, coordinator: User, now: datetime) -> MakeBulletin:
    """A bulletin that was tested and sent, `at` some moment."""

    def bulletin(at: datetime = now, **given: Any) -> Bulletin:
        with zeal_ignore():  # several are sent one after the other
            row = make(**given)
            bulletins.send_test(row, version=1, by=coordinator, now=at)
            bulletins.send_bulletin(row, version=1, by=coordinator, now=at)
            row.refresh_from_db()
        return row

    return bulletin


def mails_to(user: User) -> list[str]:
    rows = Mail.objects.filter(to=user.email, key__startswith="bulletin-")
    return list(rows.order_by("pk").values_list("subject", flat=True))


def test_it_goes_to_each_beheerder_and_deputy_of_each_group_and_once_to_each_person(
    make: MakeBulletin,
    own_beheerder: User,
    deputy: User,
    other_beheerder: User,
    former_beheerder: User,
    invited_beheerder: User,
    dennenlaan: WatchGroup,
    coordinator: User,
    now: datetime,
) -> None:
    appoint(own_beheerder, dennenlaan)
    row = make(note="Graag voor vrijdag.")
    bulletins.send_test(row, version=1, by=coordinator, now=now)
    sent = bulletins.send_bulletin(row, version=1, by=coordinator, now=now)
    assert (sent.people, sent.groups) == (3, 2)
    copies = BulletinCopy.objects.filter(bulletin=row)
    assert copies.count() == 4
    for user in (own_beheerder, deputy, other_beheerder):
        assert mails_to(user) == ["Donkere dagen"]
    for user in (former_beheerder, invited_beheerder):
        assert mails_to(user) == []
    mail = Mail.objects.get(to=own_beheerder.email, key__startswith="bulletin-")
    assert "Dennenlaan, Spoorstraat" in mail.text
    assert "Graag voor vrijdag." in mail.text
    assert mail.link_path == f"/beheer/bericht/{row.pk}/"
    line = Entry.objects.get(verb="bulletin.sent")
    assert (line.by, line.facts) == (coordinator, {"people": 3, "groups": 2})


def test_chosen_groups_are_the_only_ones(
    send: MakeBulletin, own_beheerder: User, other_beheerder: User, dennenlaan: WatchGroup
) -> None:
    row = send(to_all=False, groups=[dennenlaan])
    assert BulletinCopy.objects.get(bulletin=row).user == other_beheerder
    assert mails_to(own_beheerder) == []


def test_an_archived_group_gets_nothing(
    make: MakeBulletin,
    own_beheerder: User,
    spoorstraat: WatchGroup,
    coordinator: User,
    now: datetime,
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.ARCHIVED)
    row = make()
    bulletins.send_test(row, version=1, by=coordinator, now=now)
    with pytest.raises(NobodyToSendTo):
        bulletins.send_bulletin(row, version=1, by=coordinator, now=now)
    row.refresh_from_db()
    assert row.sent_at is None


def test_what_was_not_tested_does_not_leave(
    make: MakeBulletin, own_beheerder: User, coordinator: User, now: datetime
) -> None:
    row = make()
    with pytest.raises(NotTested):
        bulletins.send_bulletin(row, version=1, by=coordinator, now=now)
    bulletins.send_test(row, version=1, by=coordinator, now=now)
    bulletins.change_bulletin(row, written(text="Anders."), version=1, by=coordinator, now=now)
    with pytest.raises(NotTested):
        bulletins.send_bulletin(row, version=2, by=coordinator, now=now)
    assert not BulletinCopy.objects.exists()
    assert mails_to(own_beheerder) == []


def test_the_test_goes_to_who_asks_and_says_that_it_is_one(
    make: MakeBulletin, coordinator: User, own_beheerder: User, now: datetime
) -> None:
    row = make()
    for minutes in (0, 1):
        with zeal_ignore():
            at = now + timedelta(minutes=minutes)
            bulletins.send_test(row, version=1, by=coordinator, now=at)
    tests = Mail.objects.filter(to=coordinator.email)
    assert tests.count() == 2
    assert "Dit is een test." in tests[0].text
    assert tests[0].link_path == f"/platform/berichten/{row.pk}/voorbeeld/"
    assert mails_to(own_beheerder) == []


def test_pressed_twice_or_by_two_it_leaves_once(
    make: MakeBulletin, own_beheerder: User, coordinator: User, superuser: User, now: datetime
) -> None:
    row = make()
    bulletins.send_test(row, version=1, by=coordinator, now=now)
    seen_too = Bulletin.objects.get(pk=row.pk)
    bulletins.send_bulletin(row, version=1, by=coordinator, now=now)
    for who, stale in ((coordinator, row), (superuser, seen_too)):
        with pytest.raises(BulletinChanged):
            bulletins.send_bulletin(stale, version=1, by=who, now=now)
    assert mails_to(own_beheerder) == ["Donkere dagen"]
    assert BulletinCopy.objects.count() == 1
    assert Entry.objects.filter(verb="bulletin.sent").count() == 1


def test_of_two_who_change_it_the_second_is_told(
    make: MakeBulletin, coordinator: User, superuser: User, now: datetime
) -> None:
    row = make()
    bulletins.change_bulletin(row, written(text="Van Cor."), version=1, by=coordinator, now=now)
    with pytest.raises(BulletinChanged):
        bulletins.change_bulletin(row, written(text="Van Suus."), version=1, by=superuser, now=now)
    row.refresh_from_db()
    assert (row.text, row.version) == ("Van Cor.", 2)


def test_what_was_sent_never_changes_and_is_never_thrown_away(
    send: MakeBulletin, own_beheerder: User, coordinator: User, now: datetime
) -> None:
    row = send()
    for act in (
        lambda: bulletins.change_bulletin(row, written(), version=1, by=coordinator, now=now),
        lambda: bulletins.drop_bulletin(row, version=1, by=coordinator, now=now),
        lambda: bulletins.send_test(row, version=1, by=coordinator, now=now),
    ):
        with pytest.raises(BulletinChanged):
            act()
    assert Bulletin.objects.get().text == "Laat een lamp aan."


def test_a_draft_is_thrown_away_only_as_it_was_seen(
    make: MakeBulletin, coordinator: User, superuser: User, now: datetime
) -> None:
    row = make()
    bulletins.change_bulletin(row, written(text="Nieuw."), version=1, by=superuser, now=now)
    with pytest.raises(BulletinChanged):
        bulletins.drop_bulletin(row, version=1, by=coordinator, now=now)
    bulletins.drop_bulletin(row, version=2, by=coordinator, now=now)
    assert not Bulletin.objects.exists()
    assert Entry.objects.get(verb="bulletin.dropped").subject == f"bulletin:{row.pk}"


def test_sharing_is_said_once_and_taken_back(
    send: MakeBulletin, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    row = send()
    bulletins.share(row, spoorstraat, by=own_beheerder, now=now)
    with pytest.raises(Refused), zeal_ignore():
        bulletins.share(row, spoorstraat, by=own_beheerder, now=now)
    assert BulletinCopy.objects.get().shared_at == now
    bulletins.take_back(row, spoorstraat, by=own_beheerder, now=now)
    with pytest.raises(Refused):
        bulletins.take_back(row, spoorstraat, by=own_beheerder, now=now)
    assert BulletinCopy.objects.get().shared_at is None
    scopes = (
        Entry.objects.filter(scope=f"group:{spoorstraat.pk}")
        .order_by("-pk")
        .values_list("verb", flat=True)
    )
    assert list(scopes) == ["bulletin.unshared", "bulletin.shared"]


@pytest.mark.parametrize("who", ["other_beheerder", "former_beheerder", "coordinator"])
def test_nobody_else_says_it_for_the_group(
    send: MakeBulletin,
    own_beheerder: User,
    spoorstraat: WatchGroup,
    now: datetime,
    request: pytest.FixtureRequest,
    who: str,
) -> None:
    row = send()
    with pytest.raises(Refused):
        bulletins.share(row, spoorstraat, by=request.getfixturevalue(who), now=now)
    assert not BulletinCopy.objects.shared().exists()


def test_who_comes_later_shares_as_well_and_who_left_does_not(
    send: MakeBulletin, own_beheerder: User, spoorstraat: WatchGroup, plain_user: User,
    coordinator: User, now: datetime,
) -> None:  # fmt: skip
    row = send()
    appoint(plain_user, spoorstraat)
    left = own_beheerder.appointments.get()
    left.until = now
    left.save()
    with pytest.raises(Refused):
        bulletins.share(row, spoorstraat, by=own_beheerder, now=now + timedelta(seconds=1))
    bulletins.share(row, spoorstraat, by=plain_user, now=now + timedelta(seconds=1))
    assert BulletinCopy.objects.shared().get().user == plain_user


def test_only_groups_where_nobody_shared_it_are_asked_again_and_once(
    send: MakeBulletin,
    own_beheerder: User,
    deputy: User,
    other_beheerder: User,
    spoorstraat: WatchGroup,
    coordinator: User,
    now: datetime,
) -> None:
    row = send(at=now - timedelta(days=3))
    bulletins.share(row, spoorstraat, by=deputy, now=now)
    assert bulletins.remind_of_bulletin(row, by=coordinator, now=now) == 1
    assert mails_to(other_beheerder) == ["Donkere dagen", "Nog delen: Donkere dagen"]
    assert mails_to(own_beheerder) == ["Donkere dagen"]
    with pytest.raises(CannotRemind):
        bulletins.remind_of_bulletin(row, by=coordinator, now=now)


def test_nobody_is_asked_again_too_soon_or_about_nothing(
    send: MakeBulletin,
    make: MakeBulletin,
    own_beheerder: User,
    spoorstraat: WatchGroup,
    coordinator: User,
    now: datetime,
) -> None:
    fresh = send(at=now - timedelta(days=2))
    done = send(at=now - timedelta(days=4))
    bulletins.share(done, spoorstraat, by=own_beheerder, now=now)
    for row in (fresh, done, make()):
        with pytest.raises(CannotRemind):
            bulletins.remind_of_bulletin(row, by=coordinator, now=now)
    assert Bulletin.objects.get(pk=done.pk).reminded_at is None


def test_the_mails_wait_for_the_end_of_the_quiet_hours(
    make: MakeBulletin, spoorstraat: WatchGroup, plain_user: User, coordinator: User
) -> None:
    appoint(plain_user, spoorstraat)
    plain_user.notice_settings.quiet_from, plain_user.notice_settings.quiet_until = 21, 8
    plain_user.notice_settings.save()
    night = datetime.fromisoformat("2026-11-10T23:00:00+01:00")
    row = make()
    bulletins.send_test(row, version=1, by=hears_at_once(coordinator), now=night)
    bulletins.send_bulletin(row, version=1, by=coordinator, now=night)
    due = Mail.objects.get(to=plain_user.email).due
    assert due == datetime.fromisoformat("2026-11-11T08:00:00+01:00")


def test_words_of_a_person_are_no_place_for_the_link(
    send: MakeBulletin, own_beheerder: User
) -> None:
    send(subject="Zie {link}", note="Klik {link} en {link}")
    mail = Mail.objects.get(to=own_beheerder.email)
    assert mail.text.count("{link}") == 1
    assert "Klik (link) en (link)" in mail.text

"""Passing an alert on: who may, to whom, who hears of it, and when reading it ends."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alerts.models import Alert, Connection, OutgoingMessage, Relay
from alerts.services.logging import close_alert, reopen_alert
from alerts.services.relaying import accept, decline, pass_on, tell_village
from alerts.services.reminding import close_forgotten
from alerts.values.choices import AlertState
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail, MailState
from groups.api import Refused
from groups.models import Appointment, GroupStatus, NoticeSettings, WatchGroup
from tests.alerts.conftest import MakeAlert
from tests.groups.conftest import Village, appoint, log_in
from tests.groups.pages import at_most, forms_of, text_of, words_of


def verbs() -> list[str]:
    found = Entry.objects.order_by("pk").values_list("verb", flat=True)
    return [verb for verb in found if verb.startswith("alert")]


def mailed() -> set[str]:
    return set(Mail.objects.exclude(state=MailState.CANCELLED).values_list("to", flat=True))


def ticks(page: Any) -> str:
    (form,) = [form for form in forms_of(page) if "groepen" in form.boxes]
    return form.sends.get("groepen", "")


@pytest.fixture
def seters(village: Village) -> WatchGroup:
    """A third group, beside Dennenlaan."""
    return village.group("seters")


@pytest.fixture
def third_beheerder(seters: WatchGroup) -> User:
    user = User.objects.create_user("third@example.org", name="Tim Derde")
    appoint(user, seters)
    return user


@pytest.fixture
def row_of_groups(
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    seters: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
    third_beheerder: User,
) -> None:
    """Spoorstraat lies beside Dennenlaan, and that beside Seters; nothing else lies beside them."""
    for group in (spoorstraat, dennenlaan, seters):
        group.adjoining.clear()
    dennenlaan.adjoining.set([spoorstraat, seters])


@pytest.fixture
def alert(make_alert: MakeAlert, row_of_groups: None) -> Alert:
    return make_alert()


@pytest.fixture
def relay(alert: Alert, dennenlaan: WatchGroup, own_beheerder: User, now: datetime) -> Relay:
    """Spoorstraat told Dennenlaan."""
    pass_on(alert, [dennenlaan], from_group=alert.group, by=own_beheerder, now=now)
    return Relay.objects.get()


# --- Passing on ------------------------------------------------------------------------------


def test_a_neighbour_gets_a_mail_without_persons_and_takes_it_over_with_one_tap(
    client: Client, alert: Alert, dennenlaan: WatchGroup, own_beheerder: User, other_beheerder: User
) -> None:
    log_in(client, own_beheerder)
    page = client.get(reverse("alert_relay", args=[alert.pk]))
    assert ticks(page) == ""
    done = client.post(page.request["PATH_INFO"], {"groepen": [dennenlaan.pk]})
    assert done["Location"] == reverse("alert", args=[alert.pk])
    relay = Relay.objects.get()
    assert (relay.to_group, relay.from_group, relay.by) == (dennenlaan, alert.group, own_beheerder)
    mail = Mail.objects.get()
    assert (mail.to, mail.link_path) == ("other@example.org", f"/beheer/doorgegeven/{relay.pk}/")
    assert mail.account == other_beheerder.pk
    for word in ("Spoorstraat", "Inbraak of poging", "112 is gebeld"):
        assert word in mail.subject + mail.text
    log_in(client, other_beheerder)
    assert "Van groep Spoorstraat" in words_of(client.get(reverse("alerts")))
    shown = client.get(reverse("relay", args=[relay.pk]))
    assert own_beheerder.name not in text_of(shown)
    taken = client.post(reverse("relay_accept", args=[relay.pk]), follow=True)
    assert "MELDING – Spoorstraat" in text_of(taken)
    assert "https://wa.me/?text=MELDING" in taken.content.decode()
    assert verbs() == ["alert.relayed", "alert.viewed", "alert.relay_accepted", "alert.viewed"]


def test_ml_06_no_mail_about_a_relay_names_a_person(
    relay: Relay, own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    accept(relay, by=other_beheerder, now=now)
    close_alert(relay.alert, state=AlertState.FALSE_ALARM, by=own_beheerder, now=now)
    assert Mail.objects.count() == 2
    for mail in Mail.objects.all():
        for user in User.objects.all():
            assert user.name not in mail.subject + mail.text
            assert user.email not in mail.subject + mail.text


def test_the_groups_of_the_street_to_which_it_goes_stand_first_and_are_ticked(
    client: Client, alert: Alert, village: Village, own_beheerder: User
) -> None:
    far = village.group("steenoven")
    for slug in ("dennenlaan", "seters"):
        alert.group.adjoining.add(village.group(slug))
    appoint(User.objects.create_user("far@example.org"), far)
    log_in(client, own_beheerder)
    here = reverse("alert_relay", args=[alert.pk])
    plain = client.get(here)
    assert ticks(plain) == ""  # nothing by itself
    street = village.group("seters").rules.select_related("street").first()
    assert street is not None
    page = client.get(here, {"kant": street.street.name})
    assert ticks(page) == str(village.group("seters").pk)
    boxes = text_of(page).split('name="groepen"', 1)[1]
    assert boxes.index("Seters") < boxes.index("Dennenlaan")
    elsewhere = far.rules.select_related("street").first()
    assert elsewhere is not None
    page = client.get(here, {"kant": elsewhere.street.name})
    assert "Die ligt niet naast groep Spoorstraat." in words_of(page)
    assert not Relay.objects.exists()


@pytest.mark.parametrize("wrong", ["", "x\0", "999999999999999999999999", "seters"])
def test_what_is_wrong_is_said_beside_the_box(
    client: Client, alert: Alert, own_beheerder: User, wrong: str, seters: WatchGroup
) -> None:
    typed = str(seters.pk) if wrong == "seters" else wrong  # not beside it
    log_in(client, own_beheerder)
    page = client.post(
        reverse("alert_relay", args=[alert.pk]), {"groepen": [typed]} if typed else {}
    )
    assert page.status_code == 200
    said = "Kies uit de lijst." if typed else "Kies een of meer groepen."
    assert said in text_of(page)
    assert not Relay.objects.exists()


def test_who_took_it_over_passes_it_on_and_nobody_gets_it_twice(
    relay: Relay, seters: WatchGroup, other_beheerder: User, third_beheerder: User, now: datetime
) -> None:
    alert, beside = relay.alert, relay.to_group
    with pytest.raises(Refused):  # not before taking it over
        pass_on(alert, [seters], from_group=beside, by=other_beheerder, now=now)
    accept(relay, by=other_beheerder, now=now)
    pass_on(alert, [seters, alert.group], from_group=beside, by=other_beheerder, now=now)
    assert list(Relay.objects.values_list("to_group", "from_group")) == [
        (beside.pk, alert.group_id),
        (seters.pk, beside.pk),
    ]
    assert mailed() == {"other@example.org", "third@example.org"}
    accept(Relay.objects.get(to_group=seters), by=third_beheerder, now=now)
    with pytest.raises(Refused):  # back
        pass_on(alert, [beside], from_group=seters, by=third_beheerder, now=now)
    assert Relay.objects.count() == Mail.objects.count() == 2


def test_only_beside_only_by_a_beheerder_and_only_while_it_runs(
    alert: Alert,
    dennenlaan: WatchGroup,
    seters: WatchGroup,
    own_beheerder: User,
    former_beheerder: User,
    coordinator: User,
    now: datetime,
) -> None:
    def tell(group: WatchGroup, *, by: User) -> Any:
        return pass_on(alert, [group], from_group=alert.group, by=by, now=now)

    WatchGroup.objects.filter(pk=dennenlaan.pk).update(status=GroupStatus.ARCHIVED)
    for group, by in ((seters, own_beheerder), (dennenlaan, own_beheerder)):
        with pytest.raises(Refused):
            tell(group, by=by)
    WatchGroup.objects.filter(pk=dennenlaan.pk).update(status=GroupStatus.ACTIVE)
    for by in (former_beheerder, coordinator):
        with pytest.raises(Refused):
            tell(dennenlaan, by=by)
    Alert.objects.filter(pk=alert.pk).update(state=AlertState.OVER, closed_at=now)
    with pytest.raises(Refused):
        tell(dennenlaan, by=own_beheerder)
    with pytest.raises(Refused):
        tell_village(alert, by=coordinator, now=now)
    assert not Relay.objects.exists()
    assert not Mail.objects.exists()


def test_who_runs_both_groups_gets_no_mail_and_who_is_asleep_gets_it_in_the_morning(
    alert: Alert, dennenlaan: WatchGroup, own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    appoint(own_beheerder, dennenlaan)
    NoticeSettings.objects.filter(user=other_beheerder).update(quiet_from=0, quiet_until=23)
    night = now.replace(hour=1, minute=0)
    told = pass_on(alert, [dennenlaan], from_group=alert.group, by=own_beheerder, now=night)
    assert [user.email for user in told.people] == ["other@example.org"]
    assert Mail.objects.get().due > night


def test_a_group_where_nobody_is_there_is_named_and_not_told(
    client: Client, alert: Alert, dennenlaan: WatchGroup, own_beheerder: User
) -> None:
    Appointment.objects.filter(group=dennenlaan).delete()
    log_in(client, own_beheerder)
    page = client.get(reverse("alert_relay", args=[alert.pk]))
    assert "Hier is nu geen beheerder: groep Dennenlaan." in words_of(page)
    assert "Er is nu geen groep ernaast die dit nog niet weet." in words_of(page)


# --- To the whole village --------------------------------------------------------------------


def test_a_coordinator_tells_the_whole_village_once(
    client: Client, relay: Relay, coordinator: User, third_beheerder: User
) -> None:
    log_in(client, coordinator)
    page = client.get(reverse("alert_village", args=[relay.alert_id]))
    assert (
        "Dit gaat naar 1 groep die het nog niet weet. 1 beheerder krijgt een e-mail."
        in words_of(page)
    )
    assert Relay.objects.count() == 1
    told = client.post(reverse("alert_village", args=[relay.alert_id]), follow=True)
    assert "Doorgegeven aan 1 groep. 1 beheerder krijgt een e-mail." in words_of(told)
    last = Relay.objects.get(to_group__slug="seters")
    assert (last.from_group, last.by) == (None, coordinator)
    assert mailed() == {"other@example.org", "third@example.org"}
    again = client.post(reverse("alert_village", args=[relay.alert_id]), follow=True)
    assert "Er is niets verstuurd." in words_of(again)
    assert Mail.objects.count() == 2
    assert verbs().count("alert.relayed_to_village") == 1


# --- Answering -------------------------------------------------------------------------------


def test_taking_over_and_declining_happen_once(
    relay: Relay, dennenlaan: WatchGroup, other_beheerder: User, now: datetime
) -> None:
    second = User.objects.create_user("second@example.org")
    appoint(second, dennenlaan, role="deputy")
    stale = Relay.objects.get(pk=relay.pk)
    decline(relay, by=second, now=now)
    with pytest.raises(Refused):
        decline(stale, by=other_beheerder, now=now)
    accept(stale, by=other_beheerder, now=now)  # a slip is put right
    with pytest.raises(Refused):
        accept(relay, by=second, now=now)
    with pytest.raises(Refused):
        decline(relay, by=second, now=now)
    row = Relay.objects.get()
    assert (row.accepted_by, row.declined_at, row.declined_by) == (other_beheerder, None, None)
    assert verbs() == ["alert.relayed", "alert.relay_declined", "alert.relay_accepted"]


def test_what_is_closed_is_answered_no_more(
    client: Client, relay: Relay, own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    close_alert(relay.alert, state=AlertState.OVER, by=own_beheerder, now=now)
    assert Mail.objects.get().state == MailState.CANCELLED  # it had not left
    log_in(client, other_beheerder)
    for name in ("relay_accept", "relay_decline", "relay_on"):
        page = client.post(reverse(name, args=[relay.pk]), follow=True)
        assert "Er is niets veranderd." in words_of(page) or "Neem de melding" in words_of(page)
    assert Relay.objects.get().accepted_at is None


def test_who_took_it_over_hears_once_how_it_ended(
    client: Client, relay: Relay, own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    accept(relay, by=other_beheerder, now=now)
    Mail.objects.update(state=MailState.SENT, sent_at=now)
    close_alert(relay.alert, state=AlertState.OVER, outcome="helped", by=own_beheerder, now=now)
    over = Mail.objects.get(event="relay_over")
    assert over.to == "other@example.org"
    assert "VOORBIJ – Spoorstraat" in over.text
    assert "Iemand is geholpen." in over.text
    log_in(client, other_beheerder)
    page = client.get(reverse("relay", args=[relay.pk]))
    assert "VOORBIJ – Spoorstraat" in text_of(page)
    assert not [form for form in forms_of(page) if "doorgegeven" in form.action]


def test_a_closing_that_is_undone_tells_nobody(
    relay: Relay, own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    accept(relay, by=other_beheerder, now=now)
    close_alert(relay.alert, state=AlertState.OVER, by=own_beheerder, now=now)
    assert Mail.objects.get(event="relay_over").due >= now + timedelta(minutes=5)
    reopen_alert(relay.alert, by=own_beheerder, now=now)
    assert Mail.objects.get(event="relay_over").state == MailState.CANCELLED
    close_alert(relay.alert, state=AlertState.OVER, by=own_beheerder, now=now + timedelta(hours=1))
    told = Mail.objects.filter(event="relay_over", state=MailState.QUEUED)
    assert told.count() == 1


def test_a_mail_that_a_closing_called_back_leaves_after_all_when_it_is_undone(
    relay: Relay, own_beheerder: User, now: datetime
) -> None:
    told = Mail.objects.filter(event="relayed")
    assert told.get().state == MailState.QUEUED
    close_alert(relay.alert, state=AlertState.FALSE_ALARM, by=own_beheerder, now=now)
    assert told.get().state == MailState.CANCELLED
    reopen_alert(relay.alert, by=own_beheerder, now=now)
    assert told.get().state == MailState.QUEUED


def test_a_name_makes_no_second_place_for_a_link(
    alert: Alert, dennenlaan: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    WatchGroup.objects.filter(pk=alert.group_id).update(name="Spoor {link}")
    alert = Alert.objects.get(pk=alert.pk)
    pass_on(alert, [dennenlaan], from_group=alert.group, by=own_beheerder, now=now)
    assert "Spoor (link)" in Mail.objects.get(event="relayed").text


def test_who_took_it_over_hears_it_too_when_nobody_closed_it(
    relay: Relay, other_beheerder: User, now: datetime
) -> None:
    accept(relay, by=other_beheerder, now=now)
    Alert.objects.update(created_at=now - timedelta(days=9))
    assert close_forgotten(now=now) == 1
    assert Mail.objects.get(event="relay_over").to == "other@example.org"


def test_a_drill_asks_nobody_to_call(
    client: Client, relay: Relay, other_beheerder: User, now: datetime
) -> None:
    Alert.objects.update(is_drill=True)
    accept(relay, by=other_beheerder, now=now)
    page = log_in(client, other_beheerder).get(reverse("relay", args=[relay.pk]))
    assert "Dit is een oefening. Bel geen 112." in text_of(page)
    assert "Bel 112. Ga er niet" not in text_of(page)


# --- Who reads it ----------------------------------------------------------------------------


def paths_of(relay: Relay) -> list[str]:
    names = ("relay", "relay_accept", "relay_decline", "relay_on")
    return [reverse(name, args=[relay.pk]) for name in names]


def test_az_02_of_whom_it_was_not_told_it_is_not_there(
    client: Client, relay: Relay, own_beheerder: User, third_beheerder: User, coordinator: User
) -> None:
    for user in (third_beheerder, own_beheerder, coordinator):
        log_in(client, user)
        for path in paths_of(relay):
            assert client.post(path).status_code in (404, 405), path
            assert client.get(path).status_code in (404, 405), path
    assert Relay.objects.get().accepted_at is None


def test_who_was_told_reads_the_facts_and_not_the_page_of_the_alert(
    client: Client, relay: Relay, other_beheerder: User
) -> None:
    log_in(client, other_beheerder)
    for name in ("alert", "alert_over", "alert_false", "alert_relay", "alert_officer"):
        path = reverse(name, args=[relay.alert_id])
        assert client.get(path).status_code in (404, 405), path
        assert client.post(path).status_code in (404, 405), path
    assert Alert.objects.running().count() == 1


def test_az_10_reading_ends_with_the_appointment_and_a_week_after_the_end(
    client: Client, relay: Relay, other_beheerder: User, now: datetime
) -> None:
    log_in(client, other_beheerder)
    page = reverse("relay", args=[relay.pk])
    closed = Alert.objects.filter(pk=relay.alert_id)
    closed.update(state=AlertState.OVER, closed_at=now - timedelta(days=7) + timedelta(minutes=5))
    assert client.get(page).status_code == 200
    closed.update(closed_at=now - timedelta(days=7))
    assert client.get(page).status_code == 404
    assert "Van groep Spoorstraat" not in words_of(client.get(reverse("alerts")))
    closed.update(state=AlertState.RUNNING, closed_at=None)
    assert client.get(page).status_code == 200
    Appointment.objects.filter(user=other_beheerder).update(until=now - timedelta(seconds=1))
    for path in paths_of(relay):
        assert client.post(path).status_code in (404, 405), path
    assert client.get(page).status_code == 404


def test_the_pages_take_no_more_for_thirty(
    client: Client, relay: Relay, make_alert: MakeAlert, own_beheerder: User, other_beheerder: User
) -> None:
    groups = list(WatchGroup.objects.exclude(pk=relay.alert.group_id))
    log_in(client, other_beheerder).get(reverse("inbox"))
    with at_most(7):
        client.get(reverse("alerts"))
    with at_most(6):
        client.get(reverse("relay", args=[relay.pk]))
    facts = {"origin": relay.alert.group, "by": own_beheerder, "at": relay.at}
    more = [group for group in groups if group != relay.to_group]
    rows = [Relay(alert=relay.alert, to_group=group, **facts) for group in more]
    rows += [Relay(alert=make_alert(), to_group=relay.to_group, **facts) for _ in range(29)]
    Relay.objects.bulk_create(rows)
    with at_most(7):
        client.get(reverse("alerts"))
    log_in(client, own_beheerder).get(reverse("inbox"))
    with at_most(11):
        assert client.get(reverse("alert", args=[relay.alert_id])).status_code == 200


def test_who_takes_it_over_tells_the_own_chat_that_it_began_and_how_it_ended(
    relay: Relay, other_beheerder: User, own_beheerder: User, now: datetime
) -> None:
    chat = Connection.objects.create(
        group=relay.to_group, kind="telegram", chat=-1001, made_by=other_beheerder
    )
    told = OutgoingMessage.objects.filter(connection=chat).order_by("id")
    assert not told.exists()
    accept(relay, by=other_beheerder, now=now)
    close_alert(relay.alert, state=AlertState.OVER, by=own_beheerder, now=now)
    assert list(told.values_list("what", flat=True)) == ["alert", "close"]
    assert "Van groep Spoorstraat." in told[0].text


@pytest.mark.parametrize("name", ["alert_village", "alert_police", "alert_officer"])
def test_staff_who_look_leave_a_line(
    client: Client, alert: Alert, coordinator: User, name: str
) -> None:
    assert log_in(client, coordinator).get(reverse(name, args=[alert.pk])).status_code == 200
    assert Entry.objects.filter(verb="alert.viewed", by=coordinator).count() == 1

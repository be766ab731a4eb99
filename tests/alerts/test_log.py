"""The log of a group: who sees and keeps an alert, what is asked, and how one ends once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alerts.models import Alert
from alerts.services.logging import AlertFacts, close_alert, log_alert, reopen_alert
from alerts.services.sharing import share_alert
from alerts.values.choices import AlertState, Outcome, SharedWith
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.api import Refused
from groups.models import Appointment, WatchGroup
from tests.alerts.conftest import MakeAlert
from tests.groups.conftest import Village, appoint, log_in
from tests.groups.pages import at_most, forms_of, text_of, words_of

TYPED = {"category": "burglary", "street": "Spoorstraat", "when": "now", "police": "112"}


def verbs() -> list[str]:
    return [
        verb
        for verb in Entry.objects.order_by("pk").values_list("verb", flat=True)
        if verb.startswith("alert")
    ]


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


def new(client: Client, **typed: str) -> Any:
    return client.post(reverse("alert_new"), TYPED | typed)


# --- Keeping one -----------------------------------------------------------------------------


def test_an_alert_is_kept_with_its_facts(own: Client, own_beheerder: User) -> None:
    shown = own.get(reverse("alert_new"))
    sends = forms_of(shown)[0].sends
    assert set(sends) >= {"street", "when", "day"}
    assert "group" not in sends  # there is one
    page = own.post(reverse("alert_new"), sends | TYPED, follow=True)
    alert = Alert.objects.get()
    assert (alert.category, alert.police, alert.state) == ("burglary", "112", "running")
    assert alert.street is not None
    assert alert.street.name == "Spoorstraat"
    assert (alert.by, alert.is_drill) == (own_beheerder, False)
    assert "De melding is bewaard." in words_of(page)
    assert verbs() == ["alert.logged"]


def test_the_same_sent_twice_is_one_alert(own: Client) -> None:
    first, second = new(own), new(own)
    assert first["Location"] == second["Location"]
    assert Alert.objects.count() == 1
    assert verbs() == ["alert.logged"]


def test_what_happens_after_one_was_closed_is_another_alert(own: Client) -> None:
    new(own)
    own.post(reverse("alert_false", args=[Alert.objects.get().pk]))
    new(own)
    assert list(Alert.objects.order_by("pk").values_list("state", flat=True)) == [
        "false_alarm", "running",
    ]  # fmt: skip


def test_a_time_of_a_day_is_a_moment_in_the_village(own: Client, now: datetime) -> None:
    new(own, when="earlier", day="2026-06-30", at="23.30")
    assert Alert.objects.get().happened_at.isoformat() == "2026-06-30T21:30:00+00:00"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"category": ""}, "Kies wat er was."),
        ({"category": "murder"}, "Kies uit de lijst."),
        ({"police": ""}, "Kies of er gebeld is."),
        ({"when": ""}, "Kies wanneer het was."),
        ({"when": "earlier", "day": "", "at": "20:14"}, "Kies een dag."),
        ({"when": "earlier", "day": "2026-06-30", "at": ""}, "Schrijf op hoe laat het was."),
        ({"when": "earlier", "day": "2026-06-30", "at": "25:00"}, "Schrijf de tijd zo op: 20:14."),
        ({"when": "earlier", "day": "2999-06-30", "at": "20"}, "Dat moment is nog niet geweest."),
        ({"when": "earlier", "day": "2006-06-30", "at": "20"}, "het afgelopen jaar."),
        ({"street": "Dennenlaan"}, "hoort niet bij je groep"),
        ({"street": "Spoorstraat 12"}, "hoort niet bij je groep"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    own: Client, typed: dict[str, str], said: str
) -> None:
    page = new(own, **typed)
    assert page.status_code == 200
    assert said in text_of(page)
    assert forms_of(page)[0].sends["day"] == typed.get("day", "")
    assert not Alert.objects.exists()


def test_who_runs_two_groups_chooses_one_of_them(
    own: Client, own_beheerder: User, village: Village, dennenlaan: WatchGroup
) -> None:
    appoint(own_beheerder, dennenlaan)
    assert "Kies een groep." in text_of(new(own))
    chosen = str(dennenlaan.pk)
    assert "Spoorstraat hoort niet bij groep Dennenlaan." in text_of(new(own, group=chosen))
    other = str(village.group("seters").pk)
    assert "Kies een groep." in text_of(new(own, group=other))
    assert new(own, group=chosen, street="Dennenlaan").status_code == 302
    assert Alert.objects.get().group == dennenlaan
    assert "Dennenlaan" in text_of(own.get(reverse("alerts")))


def test_az_05_nothing_but_the_facts_is_taken_from_what_is_sent(
    own: Client, own_beheerder: User, dennenlaan: WatchGroup
) -> None:
    more = {"group": str(dennenlaan.pk), "state": "over", "by": "1", "id": "1", "outcome": "arrest"}
    new(own, **more)
    alert = Alert.objects.get()
    assert (alert.group.slug, alert.state, alert.by) == ("spoorstraat", "running", own_beheerder)


def test_after_composing_the_form_begins_with_what_fits_and_saves_nothing(own: Client) -> None:
    sent = {
        "van_bericht": "1",
        "category": "vandalism",
        "street": "Spoorstraat",
        "police": "0900",
        "at": "20:14",
        "what": "Een man met een rode jas",
    }
    page = own.post(reverse("alert_new"), sent)
    assert not Alert.objects.exists()
    begins = forms_of(page)[0].sends
    assert begins["category"] == "vandalism"
    assert (begins["street"], begins["police"]) == ("Spoorstraat", "0900")
    assert (begins["when"], begins["at"]) == ("earlier", "20:14")
    assert "rode jas" not in page.content.decode()
    odd = {"van_bericht": "1", "category": "x", "street": "Onbekend 12", "police": "\0", "at": "x"}
    begins = forms_of(own.post(reverse("alert_new"), odd))[0].sends
    assert (begins["street"], begins["when"]) == ("", "now")


def test_the_composer_hands_over_to_who_runs_a_group_and_to_nobody_else(
    own: Client, own_beheerder: User, coordinator: User
) -> None:
    typed = {"screen": "looks", "to": "message", "police": "112", "category": "vandalism"}
    typed |= {"what": "iemand trapt tegen een auto", "street": "Spoorstraat", "near": "12"}
    typed |= {"when": "earlier", "earlier": "20:14", "clothing": "rode jas"}
    composed = own.post(reverse("alarm"), typed)
    (keep,) = [form for form in forms_of(composed) if form.action == reverse("alert_new")]
    assert not {"what", "clothing", "near", "text"} & set(keep.sends)
    begins = forms_of(own.post(keep.action, keep.sends))[0].sends
    assert (begins["category"], begins["at"]) == ("vandalism", "20:14")
    assert not Alert.objects.exists()
    for other in (Client(), log_in(Client(), coordinator)):
        page = other.post(reverse("alarm"), typed)
        assert reverse("alert_new") not in page.content.decode()


# --- Seeing one ------------------------------------------------------------------------------


def test_the_list_is_by_month_and_pages_by_key(
    own: Client, make_alert: MakeAlert, now: datetime
) -> None:
    assert "Geen meldingen. Zo hoort het." in text_of(own.get(reverse("alerts")))
    for days in range(32):
        make_alert(happened_at=now - timedelta(days=days))
    page = own.get(reverse("alerts"))
    assert page.content.decode().count("/beheer/melding/") == 30
    assert page.content.decode().count("<h2>") >= 1
    (rest,) = {word for word in page.content.decode().split('"') if word.startswith("?na=")}
    assert own.get(reverse("alerts") + rest).content.decode().count("/beheer/melding/") == 2


def test_az_02_of_another_group_it_is_not_there(
    client: Client, other_beheerder: User, make_alert: MakeAlert
) -> None:
    alert = make_alert()
    log_in(client, other_beheerder)
    assert "Inbraak" not in text_of(client.get(reverse("alerts")))
    for path in paths_of(alert):
        assert client.get(path).status_code in (404, 405), path
        assert client.post(path).status_code in (404, 405), path
    assert Alert.objects.running().count() == 1


def paths_of(alert: Alert) -> list[str]:
    return [reverse(name, args=[alert.pk]) for name in ("alert", "alert_over", "alert_false")]


def test_az_10_access_ends_with_the_appointment(
    own: Client, own_beheerder: User, make_alert: MakeAlert, now: datetime
) -> None:
    alert = make_alert()
    Appointment.objects.filter(user=own_beheerder).update(until=now - timedelta(seconds=1))
    assert own.get(reverse("alert", args=[alert.pk])).status_code == 404
    assert own.post(reverse("alert_false", args=[alert.pk])).status_code == 404
    assert own.get(reverse("alert_new")).status_code == 403
    with pytest.raises(Refused):
        close_alert(alert, state=AlertState.FALSE_ALARM, by=own_beheerder, now=now)
    facts = AlertFacts(category="other", street=None, happened_at=now, police="112")
    with pytest.raises(Refused):
        log_alert(alert.group, facts, by=own_beheerder, now=now)


def test_staff_look_and_leave_a_line_and_do_nothing(
    client: Client, coordinator: User, make_alert: MakeAlert
) -> None:
    alert = make_alert()
    log_in(client, coordinator)
    assert "Spoorstraat" in text_of(client.get(reverse("alerts")))
    shown = client.get(reverse("alert", args=[alert.pk]))
    assert not [form for form in forms_of(shown) if "melding" in form.action]
    assert verbs() == ["alerts.listed", "alert.viewed"]
    assert client.post(reverse("alert_false", args=[alert.pk])).status_code == 403
    assert client.get(reverse("alert_new")).status_code == 403
    assert Alert.objects.running().count() == 1


# --- Closing one -----------------------------------------------------------------------------


def test_it_is_over_with_what_came_of_it_and_a_text_to_share(
    own: Client, deputy: User, make_alert: MakeAlert
) -> None:
    alert = make_alert()
    over = reverse("alert_over", args=[alert.pk])
    assert "Kies hoe het is afgelopen." in text_of(own.post(over))
    assert "Kies uit de lijst." in text_of(own.post(over, {"outcome": "x\0"}))
    page = own.post(over, {"outcome": "police_came"}, follow=True)
    alert.refresh_from_db()
    assert (alert.state, alert.outcome) == ("over", "police_came")
    text = text_of(page)
    assert "VOORBIJ – Spoorstraat" in text
    assert "Politie is geweest. Dank voor het opletten. Reageren hoeft niet." in text
    assert "https://wa.me/?text=VOORBIJ" in page.content.decode()
    # Whoever comes second is told, and nothing changes.
    log_in(own, deputy)
    second = own.post(reverse("alert_false", args=[alert.pk]), follow=True)
    assert "Deze melding is al afgesloten. Er is niets veranderd." in text_of(second)
    alert.refresh_from_db()
    assert alert.state == "over"
    assert verbs() == ["alert.closed"]


def test_a_false_alarm_of_a_drill_says_that_it_was_one(own: Client, make_alert: MakeAlert) -> None:
    alert = make_alert(is_drill=True, street=None)
    page = own.post(reverse("alert_false", args=[alert.pk]), follow=True)
    assert "OEFENING LOOS ALARM – groep Spoorstraat" in " ".join(text_of(page).split())
    assert "Er was niets aan de hand." in text_of(page)


def test_two_who_close_it_at_once_are_one(
    make_alert: MakeAlert, own_beheerder: User, deputy: User, now: datetime
) -> None:
    seen_by_both = make_alert()
    close_alert(seen_by_both, state=AlertState.OVER, outcome=Outcome.ARREST, by=deputy, now=now)
    with pytest.raises(Refused):
        close_alert(seen_by_both, state=AlertState.FALSE_ALARM, by=own_beheerder, now=now)
    alert = Alert.objects.get()
    assert (alert.state, alert.outcome, alert.closed_by) == ("over", "arrest", deputy)
    with pytest.raises(Refused):
        close_alert(make_alert(), state=AlertState.RUNNING, by=deputy, now=now)
    assert verbs() == ["alert.closed"]


# --- Correcting one, and taking back its end -------------------------------------------------


def test_facts_are_corrected_while_it_runs(own: Client, make_alert: MakeAlert) -> None:
    alert = make_alert()
    edit = reverse("alert_edit", args=[alert.pk])
    sends = forms_of(own.get(edit))[0].sends
    assert (sends["street"], sends["when"], sends["version"]) == ("Spoorstraat", "earlier", "1")
    page = own.post(edit, sends | {"category": "vandalism", "street": ""}, follow=True)
    assert "Opgeslagen." in words_of(page)
    alert.refresh_from_db()
    assert (alert.category, alert.street, alert.version) == ("vandalism", None, 2)
    # Whoever had the page open is told, and what was typed stays.
    second = own.post(edit, sends | {"police": "0900"})
    assert "Dit staat er nu: vernieling, geen straat" in words_of(second)
    assert forms_of(second)[0].sends["police"] == "0900"
    assert own.post(edit, forms_of(second)[0].sends).status_code == 302
    alert.refresh_from_db()
    assert (alert.police, alert.category, alert.version) == ("0900", "burglary", 3)
    assert verbs() == ["alert.changed", "alert.changed"]


def test_a_closed_one_is_not_corrected(own: Client, make_alert: MakeAlert) -> None:
    edit = reverse("alert_edit", args=[make_alert(state="over").pk])
    for ask in (own.get, own.post):
        assert "Deze melding is al afgesloten." in words_of(ask(edit, follow=True))


def test_the_end_is_taken_back_within_five_minutes(
    own: Client, own_beheerder: User, make_alert: MakeAlert, now: datetime
) -> None:
    alert = make_alert()
    page = own.post(reverse("alert_false", args=[alert.pk]), follow=True)
    (undo,) = [form for form in forms_of(page) if form.action.endswith("/loopt-nog/")]
    assert "De melding loopt weer." in words_of(own.post(undo.action, follow=True))
    alert.refresh_from_db()
    assert (alert.state, alert.closed_at, alert.closed_by) == ("running", None, None)
    assert "kan niet meer" in words_of(own.post(undo.action, follow=True))
    # Not once it was told, nor later.
    close_alert(alert, state=AlertState.OVER, by=own_beheerder, now=now)
    with pytest.raises(Refused):
        reopen_alert(alert, by=own_beheerder, now=now + timedelta(minutes=5))
    share_alert(alert, SharedWith.CHAT, by=own_beheerder, now=now)
    with pytest.raises(Refused):
        reopen_alert(alert, by=own_beheerder, now=now + timedelta(minutes=1))


# --- As a file, and what it costs ------------------------------------------------------------


def test_the_facts_go_along_as_a_file_without_a_name(
    own: Client, own_beheerder: User, village: Village, make_alert: MakeAlert
) -> None:
    street = village.street("spoorstraat")
    type(street).objects.filter(pk=street.pk).update(name="=1+1")
    make_alert(state="over", outcome="arrest", closed_by=own_beheerder)
    make_alert(street=None, is_drill=True)
    file = own.get(reverse("alerts_file", args=["spoorstraat", "csv"]))
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Dag;Tijd;Wat;Straat;Politie;Oefening;Stand;Afloop;Afgesloten"
    assert len(lines) == 3
    assert ";'=1+1;112 is gebeld;nee;Voorbij;Iemand is aangehouden;" in file.content.decode()
    assert "Els" not in file.content.decode()
    book = own.get(reverse("alerts_file", args=["spoorstraat", "xlsx"]))
    assert book.content.startswith(b"PK")
    assert own.get(reverse("alerts_file", args=["spoorstraat", "exe"])).status_code == 404
    assert verbs() == ["alerts.exported", "alerts.exported"]


def test_the_list_and_a_page_cost_the_same_for_one_and_for_thirty(
    own: Client, make_alert: MakeAlert
) -> None:
    alert = make_alert()
    own.get(reverse("alerts"))
    for _ in range(2):
        with at_most(7):  # also what came from other groups
            assert own.get(reverse("alerts")).status_code == 200
        with at_most(11):  # also whether details are kept, and to whom it was passed on
            assert own.get(reverse("alert", args=[alert.pk])).status_code == 200
        for _ in range(30):
            make_alert(street=None)

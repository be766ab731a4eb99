"""What partners are told: counts of a month, the facts of one alert, and nothing that was described
unless the police asked.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from alerts.models import Alert, MonthlyOverview, OfficerReport, PoliceRequest
from alerts.pages.partner_reports import counts_of, details_may_go_to_police, overview_of
from alerts.services.partner_reports import note_police_request, send_overview, tell_officer
from alerts.values.case_numbers import read_case_number
from alerts.values.choices import AlertState, Category
from alerts.values.overviews import Line, months_before, next_month
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.api import VILLAGE, Refused
from groups.models import PartnerContact, PartnerKind
from groups.timetable.clock import tick
from tests.alerts.conftest import MakeAlert
from tests.groups.conftest import Village, log_in
from tests.groups.pages import at_most, text_of, words_of
from tests.groups.partners.partners import make_contact, make_partner


@pytest.fixture
def month(now: datetime) -> date:
    """The month before this one."""
    return months_before(now.astimezone(VILLAGE).date(), 1)[0]


@pytest.fixture
def officer(village: Village) -> PartnerContact:
    return make_contact(make_partner(), email="wim@example.org")


def alerts_of(make_alert: MakeAlert, month: date, numbers: dict[str, int], **facts: Any) -> None:
    """So many of each kind on the tenth of the month, all over unless said otherwise."""
    at = datetime(month.year, month.month, 10, 12, tzinfo=VILLAGE)
    known = {"state": AlertState.OVER, "happened_at": at} | facts
    for kind, number in numbers.items():
        for _ in range(number):
            make_alert(category=kind, **known)


def said(found: Sequence[Line]) -> dict[str, str]:
    return {line.words: line.cell.text for line in found}


def verbs() -> list[str]:
    found = Entry.objects.order_by("pk").values_list("verb", flat=True)
    return [verb for verb in found if verb.startswith("alert")]


# --- The counts of a month -------------------------------------------------------------------


def test_months_begin_and_end_in_the_village() -> None:
    assert months_before(date(2026, 2, 9), 3) == [
        date(2026, 1, 1), date(2025, 12, 1), date(2025, 11, 1),
    ]  # fmt: skip
    assert [next_month(date(2026, month, 1)) for month in (11, 12)] == [
        date(2026, 12, 1), date(2027, 1, 1),
    ]  # fmt: skip


def test_nothing_small_is_counted_and_no_drill(make_alert: MakeAlert, month: date) -> None:
    alerts_of(make_alert, month, {Category.BURGLARY: 6, Category.VANDALISM: 4})
    alerts_of(make_alert, month, {Category.VEHICLE: 9}, is_drill=True)
    alerts_of(make_alert, next_month(month), {Category.BURGLARY: 1})
    kinds, states = counts_of(month)
    assert said(kinds) == dict.fromkeys(said(kinds), "minder dan 5") | {"Inbraak of poging": "6"}
    assert said(states)["Voorbij"] == "10"
    assert said(states)["Loopt"] == said(states)["Loos alarm"] == "minder dan 5"


def test_the_ends_stay_away_when_they_would_add_up_to_the_total(
    make_alert: MakeAlert, month: date
) -> None:
    for state in AlertState.values:
        alerts_of(make_alert, month, {Category.BURGLARY: 5, Category.OTHER: 1}, state=state)
    kinds, states = counts_of(month)
    assert said(kinds)["Inbraak of poging"] == "15"
    assert states == ()


def test_it_is_sent_as_it_was_seen_once_a_month(
    client: Client, coordinator: User, officer: PartnerContact, month: date, make_alert: MakeAlert
) -> None:
    alerts_of(make_alert, month, {Category.BURGLARY: 6})
    log_in(client, coordinator)
    asked = {"contact": officer.pk, "maand": f"{month:%Y-%m}"}
    page = client.get(reverse("alert_partners"), asked)
    seen = page.context["page"].preview
    assert not MonthlyOverview.objects.exists()
    done = client.post(reverse("alert_partners"), asked | {"gezien": seen.seen}, follow=True)
    assert "Verstuurd aan Wim Wijkagent." in words_of(done)
    mail = Mail.objects.get()
    assert (mail.to, mail.subject, mail.text) == ("wim@example.org", seen.subject, seen.text)
    assert "Inbraak of poging: 6" in mail.text
    again = client.post(reverse("alert_partners"), asked | {"gezien": seen.seen}, follow=True)
    assert "Dit is al verstuurd aan deze contactpersoon." in words_of(again)
    assert "Verstuurd" in words_of(client.get(reverse("alert_partners"), asked))
    assert Mail.objects.count() == MonthlyOverview.objects.count() == 1
    assert verbs() == ["alerts.overview_sent"]


def test_dp_12_a_mail_to_a_partner_names_no_group_street_or_person(
    make_alert: MakeAlert, officer: PartnerContact, month: date, now: datetime, village: Village
) -> None:
    alerts_of(make_alert, month, {Category.BURGLARY: 60})
    text = overview_of(officer, month, now=now).text
    for word in ("Spoorstraat", "Els Eigen", "own@example.org", "Wim", "Seters"):
        assert word not in text


def test_what_changed_since_it_was_seen_is_not_sent(
    make_alert: MakeAlert, coordinator: User, officer: PartnerContact, month: date, now: datetime
) -> None:
    seen = overview_of(officer, month, now=now).seen
    alerts_of(make_alert, month, {Category.BURGLARY: 6})
    with pytest.raises(Refused, match="net veranderd"):
        send_overview(officer, month, seen=seen, by=coordinator, now=now)
    assert not MonthlyOverview.objects.exists()
    assert not Mail.objects.exists()


def test_only_staff_only_police_and_municipality_only_months_that_are_over(
    coordinator: User, own_beheerder: User, officer: PartnerContact, month: date, now: datetime
) -> None:
    housing = make_contact(make_partner("Wonen", kind=PartnerKind.HOUSING), email="w@example.org")
    silent = make_contact(make_partner("Gemeente", kind=PartnerKind.MUNICIPALITY))
    gone = make_contact(make_partner("Oud"), email="oud@example.org", ended_at=now)
    wrong = [(one, month, coordinator) for one in (housing, silent, gone)]
    wrong += [(officer, next_month(month), coordinator), (officer, month, own_beheerder)]
    for contact, of, by in wrong:
        seen = overview_of(contact, of, now=now).seen
        with pytest.raises(Refused):
            send_overview(contact, of, seen=seen, by=by, now=now)
    assert not Mail.objects.exists()


@pytest.mark.parametrize("typed", ["x\0", "999999999999999999999999", "٣", "\u202e"])
def test_bad_input_is_told_beside_the_box(
    client: Client, coordinator: User, officer: PartnerContact, typed: str
) -> None:
    log_in(client, coordinator)
    # No address of the site holds a NUL.
    for ask in (client.post,) if "\0" in typed else (client.get, client.post):
        page = ask(reverse("alert_partners"), {"contact": typed, "maand": typed})
        assert page.status_code == 200
        assert text_of(page).count("Kies uit de lijst.") >= 2


def test_the_page_takes_no_more_for_thirty(
    client: Client, coordinator: User, officer: PartnerContact, month: date, make_alert: MakeAlert
) -> None:
    log_in(client, coordinator).get(reverse("platform"))
    asked = {"contact": officer.pk, "maand": f"{month:%Y-%m}"}
    with at_most(7):
        client.get(reverse("alert_partners"), asked)
    alerts_of(make_alert, month, {Category.BURGLARY: 30})
    with at_most(7):
        client.get(reverse("alert_partners"), asked)


# --- A running alert, to the police ----------------------------------------------------------


def test_the_facts_go_to_the_wijkagent_once(
    client: Client, own_beheerder: User, officer: PartnerContact, make_alert: MakeAlert
) -> None:
    here = reverse("alert_officer", args=[make_alert().pk])
    log_in(client, own_beheerder)
    seen = client.get(here).context["page"].preview
    done = client.post(here, {"contact": officer.pk}, follow=True)
    assert "Gemeld aan Wim Wijkagent" in words_of(done)
    mail = Mail.objects.get()
    assert (mail.to, mail.subject, mail.text) == ("wim@example.org", seen.subject, seen.text)
    for word in ("Inbraak of poging", "Spoorstraat", "112 is gebeld", "Loopt"):
        assert word in mail.text
    for word in ("Els", "own@example.org", "beheer/"):
        assert word not in mail.text
    assert "Kies uit de lijst." in text_of(client.post(here, {"contact": officer.pk}))
    assert Mail.objects.count() == OfficerReport.objects.count() == 1
    assert verbs() == ["alert.officer_told"]


def test_only_to_the_police_of_the_group_and_only_while_it_runs(
    village: Village, own_beheerder: User, other_beheerder: User, make_alert: MakeAlert,
    officer: PartnerContact, now: datetime,
) -> None:  # fmt: skip
    seters = [village.group("seters")]
    elsewhere = make_contact(make_partner("Elders", groups=seters), email="e@example.org")
    partly = make_contact(make_partner("Deels"), groups=seters, email="d@example.org")
    town = make_contact(make_partner("G", kind=PartnerKind.MUNICIPALITY), email="g@example.org")
    alert = make_alert()
    for contact in (elsewhere, partly, town):
        with pytest.raises(Refused):
            tell_officer(alert, contact, by=own_beheerder, now=now)
    with pytest.raises(Refused):
        tell_officer(alert, officer, by=other_beheerder, now=now)
    with zeal_ignore():
        tell_officer(alert, officer, by=own_beheerder, now=now)
        with pytest.raises(Refused):
            tell_officer(alert, officer, by=own_beheerder, now=now)
    closed = make_alert(state=AlertState.OVER)
    with pytest.raises(Refused):
        tell_officer(closed, officer, by=own_beheerder, now=now)
    assert Mail.objects.count() == 1


# --- What the police asked -------------------------------------------------------------------


def test_details_may_go_to_the_police_only_after_a_coordinator_noted_the_case(
    client: Client, coordinator: User, own_beheerder: User, make_alert: MakeAlert, now: datetime
) -> None:
    alert, other = make_alert(), make_alert()
    assert not details_may_go_to_police(alert)
    with pytest.raises(Refused):
        note_police_request(alert, "PL1", by=own_beheerder, now=now)
    log_in(client, coordinator)
    here = reverse("alert_police", args=[alert.pk])
    assert "Het portaal stuurt niets." in words_of(client.get(here))
    done = client.post(here, {"reference": " pl2000-2026123456 "}, follow=True)
    assert "zaak PL2000-2026123456" in words_of(done)
    again = client.post(here, {"reference": "PL2000-2026123456"}, follow=True)
    assert "Dit nummer stond er al." in words_of(again)
    assert (details_may_go_to_police(alert), details_may_go_to_police(other)) == (True, False)
    assert not Mail.objects.exists()
    assert verbs().count("alert.police_asked") == PoliceRequest.objects.count() == 1
    log_in(client, own_beheerder)
    assert "PL2000" not in text_of(client.get(reverse("alert", args=[alert.pk])))


@pytest.mark.parametrize("typed", ["", "Jan Jansen", "x\0", "06", "1" * 31, "PL1 van Wouters"])
def test_a_case_is_a_number_and_no_words(
    client: Client, coordinator: User, make_alert: MakeAlert, typed: str
) -> None:
    if typed == "06":
        assert read_case_number(typed) == "06"
        return
    log_in(client, coordinator)
    page = client.post(reverse("alert_police", args=[make_alert().pk]), {"reference": typed})
    assert page.status_code == 200
    assert not PoliceRequest.objects.exists()


def test_a_case_number_of_words_is_refused() -> None:
    for typed in ("Jansen1", "1 Jansen", "PL-", "zaak 12"):
        with pytest.raises(ValidationError):
            read_case_number(typed)


def test_dp_04_a_case_number_is_kept_a_year(
    make_alert: MakeAlert, coordinator: User, now: datetime
) -> None:
    alert: Alert = make_alert()
    facts = {"alert": alert, "by": coordinator}
    old, new = now - timedelta(days=366), now - timedelta(days=360)
    PoliceRequest.objects.create(reference="PL1", at=old, **facts)
    kept = PoliceRequest.objects.create(reference="PL2", at=new, **facts)
    tick(now=now.astimezone(VILLAGE).replace(hour=4) + timedelta(days=1))
    assert list(PoliceRequest.objects.all()) == [kept]

"""How calm it is: real, false and drills, closed or not, and how soon; small numbers are hidden."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alerts.pages.figures import calm_of
from alerts.pages.village_figures import by_kind, by_month
from alerts.values.choices import AlertState, Category
from dorst_portal.accounts.models import User
from groups.figures.services import count_figures
from groups.models import WatchGroup
from tests.alerts.conftest import MakeAlert
from tests.groups.conftest import appoint, log_in
from tests.groups.pages import at_most, text_of

DAY = timedelta(days=1)


@pytest.fixture
def a_year(make_alert: MakeAlert, own_beheerder: User, now: datetime) -> None:
    """Eight real ones, of which two closed by themselves, six false and five drills."""
    for number in range(19):
        at = now - (number + 1) * DAY
        facts: dict[str, Any] = {"happened_at": at, "state": AlertState.OVER}
        facts |= {"closed_at": at + timedelta(hours=number), "closed_by": own_beheerder}
        if number < 6:
            facts |= {"state": AlertState.FALSE_ALARM, "category": Category.PERSON}
        elif number < 11:
            facts |= {"is_drill": True}
        elif number < 13:
            facts |= {"closed_by": None}
        make_alert(**facts)
    make_alert(happened_at=now - 400 * DAY, state=AlertState.OVER)
    make_alert(happened_at=now - DAY)  # runs


@pytest.mark.usefixtures("a_year")
def test_a_group_sees_its_year_as_a_sentence_a_chart_and_a_table(
    client: Client, own_beheerder: User, spoorstraat: WatchGroup
) -> None:
    page = log_in(client, own_beheerder).get(reverse("alert_figures"), follow=True)
    text = " ".join(text_of(page).split())
    assert "Het laatste jaar was het 8 keer echt, 6 keer loos alarm en 5 keer een oefening." in text
    assert "alle of bijna alle meldingen" in text
    assert "8 uur" in text
    assert page.content.count(b"<svg") >= 3
    assert page.content.count(b"<table") == 2
    with at_most(5):
        client.get(reverse("alert_figures_group", args=[spoorstraat.slug]))


def test_few_are_hidden_and_what_would_give_them_away(
    make_alert: MakeAlert, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    calm = calm_of(spoorstraat, now=now)
    assert calm.kinds.is_empty
    assert calm.closed == calm.usual_time == "nog te weinig gegevens"
    for number in range(13):
        false = {"state": AlertState.FALSE_ALARM if number < 6 else AlertState.OVER}
        make_alert(happened_at=now - DAY, closed_by=own_beheerder, **false)
    calm = calm_of(spoorstraat, now=now)
    # One number is small (the drills), so the smallest of the others is kept back.
    assert [row.text for row in calm.kinds.rows] == ["7", "niet getoond", "minder dan 5"]
    assert "6" not in calm.kinds.sentence
    for _ in range(7):
        make_alert(happened_at=now - DAY, state=AlertState.OVER)
    assert calm_of(spoorstraat, now=now).closed == "65% van de meldingen"


@pytest.mark.usefixtures("a_year")
def test_staff_see_the_village_and_each_group_and_their_figures_have_alerts(
    client: Client, coordinator: User, spoorstraat: WatchGroup
) -> None:
    log_in(client, coordinator)
    page = client.get(reverse("alert_figures"))
    assert "8 keer echt" in text_of(page)
    assert reverse("alert_figures_group", args=[spoorstraat.slug]) in page.content.decode()
    assert client.get(reverse("alert_figures_group", args=[spoorstraat.slug])).status_code == 200
    count_figures(now=timezone.now())
    assert "Meldingen per maand" in text_of(client.get(reverse("figures")))
    file = client.get(reverse("figures_csv", args=["meldingen"]))
    assert "Inbraak of poging;9" in file.content.decode()


@pytest.mark.usefixtures("a_year")
def test_the_village_counts_by_kind_and_by_month_without_drills(now: datetime) -> None:
    kinds = {row.label: row.number for row in by_kind(now).rows}
    assert (kinds["Inbraak of poging"], kinds["Verdacht persoon of groep"]) == (9, 6)
    assert kinds["Vernieling"] is None
    months = by_month(now)
    assert len(months.rows) == 12
    assert months.rows[0].label.endswith(str(now.year))
    assert sum(row.number or 0 for row in months.rows) <= 15


def test_az_07_of_another_group_there_are_no_figures(
    client: Client, other_beheerder: User, spoorstraat: WatchGroup, dennenlaan: WatchGroup
) -> None:
    log_in(client, other_beheerder)
    assert client.get(reverse("alert_figures_group", args=["spoorstraat"])).status_code == 404
    assert client.get(reverse("alerts_file", args=["spoorstraat", "csv"])).status_code == 404
    appoint(other_beheerder, spoorstraat)
    page = text_of(client.get(reverse("alert_figures")))
    assert "Groep Spoorstraat" in page
    assert "Groep Dennenlaan" in page

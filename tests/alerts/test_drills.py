"""A drill of the whole village: planned and mailed, joined on the day, and called off."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alerts.models import Alert, Drill
from alerts.services.drills import DrillFacts, call_off, join_drill, plan_drill
from alerts.values.choices import Category
from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail, MailState
from groups.api import VILLAGE, Refused, village_day
from groups.models import WatchGroup
from tests.groups.conftest import appoint, log_in
from tests.groups.pages import at_most, forms_of, words_of


@pytest.fixture
def facts(now: datetime) -> DrillFacts:
    """Three days from now, at half past seven in the evening."""
    at = datetime.combine(village_day(now) + timedelta(days=3), time(19, 30), tzinfo=VILLAGE)
    return DrillFacts(at=at, category=Category.MISSING, text="Zoek samen het gele hesje.")


@pytest.fixture
def drill(
    facts: DrillFacts,
    coordinator: User,
    own_beheerder: User,
    deputy: User,
    other_beheerder: User,
    now: datetime,
) -> Drill:
    """Planned, and told to the three who run a group."""
    return plan_drill(facts, by=coordinator, now=now)


def typed(facts: DrillFacts, **other: str) -> dict[str, str]:
    local = facts.at.astimezone(VILLAGE)
    sent = {"day": f"{local:%Y-%m-%d}", "at": f"{local:%H.%M}", "category": facts.category}
    return sent | {"text": facts.text} | other


@pytest.mark.usefixtures("own_beheerder", "other_beheerder")
def test_a_coordinator_plans_one_and_everybody_who_runs_a_group_is_told(
    client: Client, coordinator: User, facts: DrillFacts, former_beheerder: User
) -> None:
    log_in(client, coordinator)
    page = client.post(reverse("drill_new"), typed(facts), follow=True)
    assert "Nog geen groep doet mee." in words_of(page)
    assert Drill.objects.get().at == facts.at
    mails = list(Mail.objects.all())
    assert {mail.to for mail in mails} == {"own@example.org", "other@example.org"}
    assert "om 19:30" in mails[0].text
    assert "Zoek samen het gele hesje." in mails[0].text
    # Sent twice it is one; another one at that moment is refused.
    client.post(reverse("drill_new"), typed(facts))
    other = client.post(reverse("drill_new"), typed(facts, text="Iets anders"))
    assert "Op dat moment staat al een oefening." in words_of(other)
    assert (Drill.objects.count(), Mail.objects.count()) == (1, 2)
    assert "Gepland" in words_of(client.get(reverse("drills")))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": ""}, "Kies een dag."),
        ({"day": "x"}, "Schrijf de dag zo op"),
        ({"day": "2020-01-01"}, "Kies morgen of een dag daarna."),
        ({"day": "2999-01-01"}, "Kies een dag binnen een jaar."),
        ({"at": ""}, "Schrijf op hoe laat het begint."),
        ({"at": "half acht"}, "Schrijf de tijd zo op: 20:14."),
        ({"category": "x"}, "Kies uit de lijst."),
        ({"text": ""}, "Schrijf op wat de groepen gaan doen."),
    ],
)
def test_what_is_wrong_is_said(
    client: Client, coordinator: User, facts: DrillFacts, wrong: dict[str, str], said: str
) -> None:
    page = log_in(client, coordinator).post(reverse("drill_new"), typed(facts, **wrong))
    assert said in words_of(page)
    assert not Drill.objects.exists()


def test_on_the_day_one_press_takes_part(
    client: Client, own_beheerder: User, drill: Drill, coordinator: User
) -> None:
    before = words_of(log_in(client, own_beheerder).get(reverse("alerts")))
    assert "om 19:30 oefent heel Dorst: vermist persoon." in before
    assert "Wij doen mee" not in before
    early = reverse("drill_join", args=[drill.pk, "spoorstraat"])
    assert "alleen op de dag" in words_of(client.post(early, follow=True))
    with time_machine.travel(drill.at - timedelta(hours=2)):
        log_in(client, own_beheerder)
        page = client.get(reverse("alerts"))
        (join,) = [form for form in forms_of(page) if "meedoen" in form.action]
        shown = client.post(join.action, follow=True)
        assert "Groep Spoorstraat doet mee." in words_of(shown)
        client.post(join.action)  # a second press
        assert "Jullie doen mee." in words_of(client.get(reverse("alerts")))
        with at_most(8):
            client.get(reverse("alerts"))
        alert = Alert.objects.get()
        assert (alert.drill, alert.is_drill, alert.category) == (drill, True, "missing_person")
        edit = client.get(reverse("alert_edit", args=[alert.pk]))
        assert "is_drill" not in forms_of(edit)[0].boxes
        client.post(edit.request["PATH_INFO"], forms_of(edit)[0].sends)
        client.post(reverse("alert_over", args=[alert.pk]), {"outcome": "helped"})
        log_in(client, coordinator)
        told = words_of(client.get(reverse("drill", args=[drill.pk])))
    assert "1 groep doet mee." in told
    assert "Spoorstraat 17:30" in told
    assert "Dennenlaan" in told.partition("Groepen die niet meedoen")[2]
    alert.refresh_from_db()
    assert (alert.state, alert.is_drill) == ("over", True)


def test_who_does_not_run_the_group_does_not_take_part_for_it(
    client: Client, other_beheerder: User, coordinator: User, drill: Drill, spoorstraat: WatchGroup
) -> None:
    path = reverse("drill_join", args=[drill.pk, "spoorstraat"])
    with time_machine.travel(drill.at):
        assert log_in(client, other_beheerder).post(path).status_code == 404
        assert log_in(client, coordinator).post(path).status_code == 403
        with pytest.raises(Refused):
            join_drill(drill, spoorstraat, by=other_beheerder, now=drill.at)
    assert not Alert.objects.exists()


def test_called_off_it_is_told_to_who_may_have_read_of_it(
    client: Client, coordinator: User, own_beheerder: User, drill: Drill, now: datetime
) -> None:
    Mail.objects.filter(to="own@example.org").update(state=MailState.SENT, sent_at=now)
    path = reverse("drill_call_off", args=[drill.pk])
    page = words_of(log_in(client, coordinator).post(path, follow=True))
    assert "Deze oefening is afgezegd" in page
    told = Mail.objects.filter(event="called_off")
    assert [mail.to for mail in told] == ["own@example.org"]
    assert "Afzeggen kan niet meer." in words_of(client.post(path, follow=True))
    assert "oefent heel Dorst" not in words_of(log_in(client, own_beheerder).get(reverse("alerts")))
    with pytest.raises(Refused):
        join_drill(
            drill, WatchGroup.objects.get(slug="spoorstraat"), by=own_beheerder, now=drill.at
        )


def test_a_drill_that_began_is_not_called_off(drill: Drill, coordinator: User) -> None:
    with pytest.raises(Refused):
        call_off(drill, by=coordinator, now=drill.at)


def test_who_runs_two_groups_takes_part_with_each(
    client: Client, own_beheerder: User, drill: Drill, dennenlaan: WatchGroup
) -> None:
    appoint(own_beheerder, dennenlaan)
    with time_machine.travel(drill.at):
        log_in(client, own_beheerder)
        page: Any = client.get(reverse("alerts"))
        for form in [form for form in forms_of(page) if "meedoen" in form.action]:
            client.post(form.action)
    joined = set(Alert.objects.values_list("group__slug", flat=True))
    assert joined == {"spoorstraat", "dennenlaan"}

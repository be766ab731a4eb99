"""Sharing: ticks of who was told, and what the beheerders of a group beside it then see."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from alerts.models import AlertShare
from alerts.services.sharing import share_alert, take_back
from alerts.values.choices import SharedWith
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.api import Refused
from groups.models import WatchGroup
from tests.alerts.conftest import MakeAlert
from tests.groups.conftest import Village, log_in
from tests.groups.pages import forms_of, text_of


@pytest.fixture(autouse=True)
def beside(spoorstraat: WatchGroup, dennenlaan: WatchGroup) -> None:
    """The two groups lie beside each other, and no other does."""
    spoorstraat.adjoining.set([dennenlaan])


def test_a_tick_says_with_whom_and_is_taken_back(
    client: Client, own_beheerder: User, make_alert: MakeAlert
) -> None:
    alert = make_alert()
    page = log_in(client, own_beheerder).get(reverse("alert", args=[alert.pk]))
    ticks = [form for form in forms_of(page) if form.action.endswith("/gedeeld/")]
    assert [(one.sends["met"], one.sends["groep"]) for one in ticks] == [
        ("chat", ""), ("officer", ""), ("neighbours", "dennenlaan"),
    ]  # fmt: skip
    assert "MELDING – Spoorstraat" in text_of(page)
    for one in ticks:
        client.post(one.action, one.sends)
        client.post(one.action, one.sends)  # a second press
    assert AlertShare.objects.count() == 3
    assert Entry.objects.filter(verb="alert.shared").count() == 3
    shown = client.get(reverse("alert", args=[alert.pk]))
    assert "door Els Eigen" in text_of(shown)
    back = [form for form in forms_of(shown) if form.action.endswith("/niet/")]
    client.post(back[0].action)
    assert client.post(back[0].action).status_code == 404
    assert AlertShare.objects.count() == 2


def test_who_runs_the_group_beside_it_reads_the_facts_and_no_more(
    client: Client,
    own_beheerder: User,
    other_beheerder: User,
    make_alert: MakeAlert,
    dennenlaan: WatchGroup,
    now: datetime,
) -> None:
    alert = make_alert()
    page = reverse("alert", args=[alert.pk])
    log_in(client, other_beheerder)
    assert client.get(page).status_code == 404
    share_alert(alert, SharedWith.NEIGHBOURS, group=dennenlaan, by=own_beheerder, now=now)
    shown = client.get(page)
    assert "De beheerder van groep Spoorstraat deelde deze melding" in text_of(shown)
    assert "Els Eigen" not in text_of(shown)
    assert not [form for form in forms_of(shown) if "melding" in form.action]
    assert "Spoorstraat" in text_of(client.get(reverse("alerts")))
    for name in ("alert_over", "alert_false", "alert_reopen", "alert_shared", "alert_edit"):
        assert client.post(reverse(name, args=[alert.pk])).status_code == 403
    take_back(AlertShare.objects.get(), by=own_beheerder, now=now)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("met", "groep"),
    [("", ""), ("x", ""), ("chat\0", ""), ("neighbours", ""), ("chat", "dennenlaan")],
)
def test_what_cannot_be_shared_is_refused(
    client: Client, own_beheerder: User, make_alert: MakeAlert, met: str, groep: str
) -> None:
    alert = make_alert()
    path = reverse("alert_shared", args=[alert.pk])
    page = log_in(client, own_beheerder).post(path, {"met": met, "groep": groep}, follow=True)
    assert "Kies met wie je de melding deelde." in text_of(page)
    assert not AlertShare.objects.exists()


def test_a_group_that_is_not_beside_it_is_not_told(
    client: Client, own_beheerder: User, make_alert: MakeAlert, village: Village, now: datetime
) -> None:
    alert, far = make_alert(), village.group("seters")
    path = reverse("alert_shared", args=[alert.pk])
    sent = {"met": "neighbours", "groep": far.slug}
    assert log_in(client, own_beheerder).post(path, sent).status_code == 404
    with pytest.raises(Refused):
        share_alert(alert, SharedWith.NEIGHBOURS, group=far, by=own_beheerder, now=now)


def test_only_who_runs_the_group_shares(
    make_alert: MakeAlert, own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    alert = make_alert()
    with pytest.raises(Refused):
        share_alert(alert, SharedWith.CHAT, group=None, by=other_beheerder, now=now)
    share_alert(alert, SharedWith.CHAT, group=None, by=own_beheerder, now=now)
    with pytest.raises(Refused):
        take_back(AlertShare.objects.get(), by=other_beheerder, now=now)

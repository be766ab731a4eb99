"""Sharing: ticks of who was told."""

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
from tests.alerts.conftest import MakeAlert
from tests.groups.conftest import log_in
from tests.groups.pages import forms_of, text_of


def test_a_tick_says_with_whom_and_is_taken_back(
    client: Client, own_beheerder: User, make_alert: MakeAlert
) -> None:
    alert = make_alert()
    page = log_in(client, own_beheerder).get(reverse("alert", args=[alert.pk]))
    ticks = [form for form in forms_of(page) if form.action.endswith("/gedeeld/")]
    assert [one.sends["met"] for one in ticks] == ["chat", "officer"]
    assert "MELDING – Spoorstraat" in text_of(page)
    for one in ticks:
        client.post(one.action, one.sends)
        client.post(one.action, one.sends)  # a second press
    assert AlertShare.objects.count() == 2
    assert Entry.objects.filter(verb="alert.shared").count() == 2
    shown = client.get(reverse("alert", args=[alert.pk]))
    assert "door Els Eigen" in text_of(shown)
    back = [form for form in forms_of(shown) if form.action.endswith("/niet/")]
    client.post(back[0].action)
    assert client.post(back[0].action).status_code == 404
    assert AlertShare.objects.count() == 1


@pytest.mark.parametrize("met", ["", "x", "chat\0", "neighbours"])
def test_what_cannot_be_shared_is_refused(
    client: Client, own_beheerder: User, make_alert: MakeAlert, met: str
) -> None:
    alert = make_alert()
    path = reverse("alert_shared", args=[alert.pk])
    page = log_in(client, own_beheerder).post(path, {"met": met}, follow=True)
    assert "Kies met wie je de melding deelde." in text_of(page)
    assert not AlertShare.objects.exists()


def test_only_who_runs_the_group_shares(
    make_alert: MakeAlert, own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    alert = make_alert()
    with pytest.raises(Refused):
        share_alert(alert, SharedWith.CHAT, by=other_beheerder, now=now)
    share_alert(alert, SharedWith.CHAT, by=own_beheerder, now=now)
    with pytest.raises(Refused):
        take_back(AlertShare.objects.get(), by=other_beheerder, now=now)

"""The question "will you be beheerder?": for the invited person only, and only by the button."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from groups.models import Appointment, ResidentRequest, WatchGroup
from groups.values.states import Owner
from tests.groups.conftest import MakeRequest, log_in


@pytest.fixture
def asked(invited_beheerder: User) -> Appointment:
    return invited_beheerder.appointments.get()


def page_of(appointment: Appointment) -> str:
    return reverse("invitation", args=[appointment.pk])


def test_the_page_says_what_a_beheerder_does(
    client: Client, invited_beheerder: User, asked: Appointment
) -> None:
    page = log_in(client, invited_beheerder).get(page_of(asked)).content.decode()
    assert "Word je beheerder van groep Spoorstraat?" in page
    assert "Ja, dat doe ik" in page


def test_opening_the_page_accepts_nothing(
    client: Client, invited_beheerder: User, asked: Appointment
) -> None:
    log_in(client, invited_beheerder)
    client.get(page_of(asked))
    client.head(page_of(asked))
    asked.refresh_from_db()
    assert asked.accepted_at is None


def test_the_button_makes_a_beheerder_and_brings_what_waited(
    client: Client, invited_beheerder: User, asked: Appointment, make_request: MakeRequest
) -> None:
    row = make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder")
    answer = log_in(client, invited_beheerder).post(page_of(asked), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("inbox")
    assert "Je bent nu beheerder van groep Spoorstraat." in page
    assert "1 aanvraag wacht op jou" in page
    assert ResidentRequest.objects.get(pk=row.pk).owner == Owner.GROUP


def test_accepting_twice_leads_on(
    client: Client, invited_beheerder: User, asked: Appointment
) -> None:
    log_in(client, invited_beheerder)
    for _ in range(2):
        assert client.post(page_of(asked))["Location"] == reverse("inbox")
    assert Appointment.objects.filter(accepted_at__isnull=False).count() == 1


def test_a_withdrawn_invitation_is_not_there(
    client: Client, invited_beheerder: User, asked: Appointment
) -> None:
    Appointment.objects.filter(pk=asked.pk).update(until=timezone.now())
    log_in(client, invited_beheerder)
    assert client.get(page_of(asked)).status_code == 404
    assert client.post(page_of(asked)).status_code == 404


@pytest.mark.parametrize("who", ["plain_user", "other_beheerder", "coordinator", "superuser"])
def test_az_02_nobody_accepts_for_somebody_else(
    client: Client, asked: Appointment, request: pytest.FixtureRequest, who: str
) -> None:
    log_in(client, request.getfixturevalue(who))
    assert client.get(page_of(asked)).status_code == 404
    assert client.post(page_of(asked)).status_code == 404
    asked.refresh_from_db()
    assert asked.accepted_at is None


def test_a_stranger_is_sent_to_log_in(
    client: Client, asked: Appointment, spoorstraat: WatchGroup
) -> None:
    assert client.post(page_of(asked)).status_code == 302
    asked.refresh_from_db()
    assert asked.accepted_at is None

"""A beheerder asks a deputy, ends one, prints the handover, and stops."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.accounts.services import close_account
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.models import (
    Appointment,
    AppointmentRole,
    ChatApp,
    Membership,
    Partner,
    ResidentRequest,
    WatchGroup,
)
from groups.values.states import Owner
from groups.watchgroups.services import settings
from tests.groups.conftest import MakeRequest, appoint
from tests.groups.pages import words_of

LogIn = Callable[[Client, User], Client]
NORA = {"name": "Nora Nieuw", "email": "nora@example.org"}
STOP = "/beheer/instellingen/stoppen/"


@pytest.fixture
def beheerder(client: Client, own_beheerder: User, log_in: LogIn) -> Client:
    return log_in(client, own_beheerder)


def invite_page(slug: str = "spoorstraat") -> str:
    return reverse("deputy_invite", args=[slug])


def end_page(deputy: User, slug: str = "spoorstraat") -> str:
    pk = Appointment.objects.filter(user=deputy).values_list("pk", flat=True)[0]
    return reverse("deputy_end", args=[slug, pk])


# --- A deputy for the own group --------------------------------------------------------------


def test_the_own_group_shows_who_runs_it_and_how_to_ask_another(
    beheerder: Client, deputy: User
) -> None:
    page = words_of(beheerder.get(reverse("my_group", args=["spoorstraat"])))
    assert "Wie beheert deze groep" in page
    assert "Piet Plaatsvervanger, plaatsvervanger deputy@example.org Beëindig" in page
    assert "Vraag een plaatsvervanger" in page


def test_a_beheerder_asks_a_deputy_who_reads_that_a_beheerder_asks(
    beheerder: Client, own_beheerder: User
) -> None:
    answer = beheerder.post(invite_page(), NORA)
    assert answer["Location"] == reverse("my_group", args=["spoorstraat"])
    asked = Appointment.objects.get(user__email="nora@example.org")
    assert (asked.role, asked.accepted_at) == (AppointmentRole.DEPUTY, None)
    assert asked.invited_by == own_beheerder
    text = Mail.objects.get(to="nora@example.org").text
    assert "De beheerder van groep Spoorstraat vraagt je" in text
    assert "Platform Dorst" not in text


def test_asking_needs_a_fresh_log_in(client: Client, own_beheerder: User) -> None:
    client.force_login(own_beheerder)
    for ask in (client.get, client.post):
        assert ask(invite_page())["Location"].startswith(reverse("fresh_login"))


def test_a_coordinator_asks_elsewhere_and_another_group_does_not_exist(
    client: Client, coordinator: User, own_beheerder: User, other_beheerder: User, log_in: LogIn
) -> None:
    assert log_in(client, coordinator).post(invite_page(), NORA).status_code == 403
    assert log_in(Client(), other_beheerder).post(invite_page(), NORA).status_code == 404
    assert not Appointment.objects.filter(user__email="nora@example.org").exists()


def test_a_mistake_is_told_and_what_was_typed_stays(beheerder: Client) -> None:
    answer = beheerder.post(invite_page(), NORA | {"email": "nora"})
    assert "Er mist iets" in words_of(answer)
    assert 'value="Nora Nieuw"' in answer.content.decode()


def test_a_closed_account_is_not_opened_by_a_beheerder(beheerder: Client, plain_user: User) -> None:
    close_account(plain_user, by=None)
    answer = beheerder.post(invite_page(), NORA | {"email": plain_user.email})
    assert "kan alleen Platform Dorst vragen" in words_of(answer)
    plain_user.refresh_from_db()
    assert not plain_user.is_active


def test_nobody_is_flooded_with_questions(beheerder: Client, own_beheerder: User) -> None:
    for number in range(6):
        answer = beheerder.post(invite_page(), NORA | {"email": f"nora-{number}@example.org"})
    assert "Er zijn al 5 mensen gevraagd" in words_of(answer)
    assert Mail.objects.count() == 5


def test_asking_and_ending_by_turns_floods_nobody_either(
    beheerder: Client, spoorstraat: WatchGroup
) -> None:
    for number in range(11):
        answer = beheerder.post(invite_page(), NORA | {"email": f"nora-{number}@example.org"})
        Appointment.objects.filter(role="deputy").update(until=timezone.now())
    assert "Er zijn vandaag al 10 mensen gevraagd" in words_of(answer)
    assert Appointment.objects.filter(group=spoorstraat, role="deputy").count() == 10


def test_a_beheerder_ends_a_deputy_and_nobody_else(
    beheerder: Client, own_beheerder: User, deputy: User
) -> None:
    colleague = User.objects.create_user("colleague@example.org")
    appoint(colleague, own_beheerder.appointments.get().group)
    for who in (own_beheerder, colleague):
        assert beheerder.post(end_page(who)).status_code == 404
    page = end_page(deputy)
    assert "Dat geldt meteen." in words_of(beheerder.get(page))
    assert beheerder.post(page).status_code == 302
    assert deputy.appointments.get().until is not None
    assert Mail.objects.get().to == deputy.email
    assert beheerder.post(page).status_code == 404  # it is over


def test_a_deputy_of_another_group_does_not_exist(
    client: Client, other_beheerder: User, deputy: User, log_in: LogIn
) -> None:
    log_in(client, other_beheerder)
    assert client.post(end_page(deputy)).status_code == 404
    assert client.post(end_page(deputy, "dennenlaan")).status_code == 404
    assert deputy.appointments.get().until is None


# --- The handover on paper -------------------------------------------------------------------


def test_the_kit_tells_how_it_works_and_holds_no_member_and_no_link(
    beheerder: Client,
    spoorstraat: WatchGroup,
    deputy: User,
    member: Membership,
    make_request: MakeRequest,
    own_beheerder: User,
    now: datetime,
) -> None:
    link = "https://chat.whatsapp.com/ABCDEFGHIJ0123456789kl"
    settings.set_invite_link(spoorstraat, link=link, by=own_beheerder, now=now)
    Partner.objects.create(kind="housing", name="Woonstichting Voorbeeld", phone="+31600000042")
    Partner.objects.create(
        kind="other", name="Van een ander", phone="+31600000043", serves_all=False
    )
    make_request(name="Rika Resident")
    answer = beheerder.get(reverse("handover_kit", args=["spoorstraat"]))
    page = words_of(answer)
    for words in (
        "Straten: Spoorstraat",
        "Els Eigen, Piet Plaatsvervanger (plaatsvervanger)",
        "Leden toevoegen",
        "Nog te beslissen: 1",
        "112",
        "0900-8844",
        "0800-7000",
        "14 0162",
        "06 00 00 00 42 : Woonstichting Voorbeeld",
    ):
        assert words.replace(" :", ":") in page.replace(" :", ":")
    whole = answer.content.decode()
    for secret in (member.name, member.mobile, "Rika Resident", "chat.whatsapp", "Van een ander"):
        assert secret not in whole


@pytest.mark.parametrize("app", ["whatsapp", "signal", "telegram"])
def test_every_app_has_its_own_settings_on_the_kit(
    beheerder: Client, spoorstraat: WatchGroup, app: str
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(app=app)
    answer = beheerder.get(reverse("handover_kit", args=["spoorstraat"]))
    assert "bel bij nood eerst 112" in words_of(answer)
    assert f"App: {ChatApp(app).label}" in words_of(answer)


# --- Stopping --------------------------------------------------------------------------------


def test_who_has_a_deputy_stops_at_once(
    beheerder: Client, own_beheerder: User, deputy: User, join_request: ResidentRequest
) -> None:
    assert "Je kunt meteen stoppen." in words_of(beheerder.get(STOP))
    mine = own_beheerder.appointments.get()
    answer = beheerder.post(STOP, {"appointment": mine.pk}, follow=True)
    assert "Je bent gestopt." in answer.content.decode()
    assert "Je bent geen beheerder van een groep." in words_of(answer)
    mine.refresh_from_db()
    assert mine.until is not None
    join_request.refresh_from_db()
    assert join_request.owner == Owner.GROUP
    assert not Mail.objects.exists()


def test_who_is_alone_stays_until_somebody_is_found(
    beheerder: Client, own_beheerder: User, coordinator: User, join_request: ResidentRequest
) -> None:
    mine = own_beheerder.appointments.get()
    answer = beheerder.post(STOP, {"appointment": mine.pk}, follow=True)
    assert "Tot dan blijf je beheerder." in answer.content.decode()
    mine.refresh_from_db()
    assert mine.until is None
    assert mine.wants_to_stop_at is not None
    assert beheerder.get(reverse("request", args=[join_request.pk])).status_code == 200
    assert Mail.objects.get().to == coordinator.email
    assert own_beheerder.name not in Mail.objects.get().text
    assert Entry.objects.filter(verb="appointment.wants_to_stop", by=own_beheerder).count() == 1
    again = beheerder.post(STOP, {"appointment": mine.pk}, follow=True)
    assert "We weten al dat je wilt stoppen." in again.content.decode()
    assert Mail.objects.count() == 1


def test_who_changes_their_mind_goes_on(beheerder: Client, own_beheerder: User) -> None:
    mine = own_beheerder.appointments.get()
    beheerder.post(STOP, {"appointment": mine.pk})
    back = reverse("stop_take_back", args=[mine.pk])
    assert "Fijn dat je blijft." in beheerder.post(back, follow=True).content.decode()
    mine.refresh_from_db()
    assert mine.wants_to_stop_at is None
    assert "je bent al gestopt" in beheerder.post(back, follow=True).content.decode()


def test_nobody_stops_for_another(
    beheerder: Client, own_beheerder: User, other_beheerder: User
) -> None:
    theirs = other_beheerder.appointments.get()
    answer = beheerder.post(STOP, {"appointment": theirs.pk})
    assert "Kies een groep." in words_of(answer)
    back = reverse("stop_take_back", args=[theirs.pk])
    assert beheerder.post(back).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.until, theirs.wants_to_stop_at) == (None, None)


def test_with_two_groups_one_is_chosen(
    beheerder: Client, own_beheerder: User, dennenlaan: WatchGroup
) -> None:
    second = appoint(own_beheerder, dennenlaan)
    assert "Kies een groep." in words_of(beheerder.post(STOP))
    beheerder.post(STOP, {"appointment": second.pk})
    second.refresh_from_db()
    assert second.wants_to_stop_at is not None
    assert own_beheerder.appointments.filter(wants_to_stop_at=None).count() == 1


def test_the_settings_lead_to_stopping(beheerder: Client) -> None:
    assert STOP in beheerder.get(reverse("notice_settings")).content.decode()

"""A coordinator sets the names: looked at first, and never over what somebody else saved."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.identity.models import Identity
from groups.models import Street
from groups.places.services.streets import add_street
from tests.groups.conftest import log_in
from tests.groups.pages import words_of

pytestmark = pytest.mark.django_db
URL = reverse("village_names")
SEA = {
    "village": "Zeedorp", "organisation": "Dorpsraad", "watch": "Zeewacht", "short_name": "Zee",
    "municipality_site": "www.duin.example", "version": "0",
}  # fmt: skip


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


def test_it_asks_to_log_in_again(client: Client, coordinator: User) -> None:
    log_in(client, coordinator)
    session = client.session
    sessions.mark_fresh(session, now=timezone.now() - timedelta(hours=1))
    session.save()
    assert "/inloggen/opnieuw/" in client.get(URL)["Location"]
    assert "/inloggen/opnieuw/" in client.post(URL, SEA)["Location"]
    assert not Identity.objects.exists()


def test_looking_stores_nothing_and_saving_does(staff: Client, coordinator: User) -> None:
    page = words_of(staff.post(URL, SEA | {"bekijk": "ja"}))
    assert "Woon je in Zeedorp?" in page
    assert not Identity.objects.exists()
    assert staff.post(URL, SEA)["Location"] == reverse("village")
    row = Identity.objects.get()
    assert (row.village, row.municipality_site) == ("Zeedorp", "https://www.duin.example")
    line = Entry.objects.get(verb="village.named")
    assert line.by == coordinator
    assert "naam van het dorp" in line.facts["changed"]


def test_who_was_overtaken_keeps_what_was_typed(staff: Client) -> None:
    staff.post(URL, SEA)
    answer = staff.post(URL, SEA | {"watch": "Duinwacht"})  # saw version 0
    assert answer.status_code == 409
    assert 'value="Duinwacht"' in answer.text
    assert "Dit staat er nu: Zeedorp, Dorpsraad, Zeewacht, Zee." in words_of(answer)
    assert Identity.objects.get().watch == "Zeewacht"
    # Sent once more it is a change of what stands there.
    assert 'name="version" value="1"' in answer.text
    staff.post(URL, SEA | {"watch": "Duinwacht", "version": "1"})
    assert Identity.objects.get().watch == "Duinwacht"


def test_saving_the_same_again_changes_nothing(staff: Client) -> None:
    staff.post(URL, SEA)
    staff.post(URL, SEA | {"version": "1"})
    assert Identity.objects.get().version == 1
    assert Entry.objects.filter(verb="village.named").count() == 1


def test_streets_of_the_village_go_along_when_it_gets_another_name(staff: Client) -> None:
    staff.post(URL, SEA)
    add_street("Kade", area="Zeedorp", place="Zeedorp")
    add_street("Verweg", area="elders", place="Zeedorp", outside=True)
    staff.post(URL, SEA | {"village": "Zeedorp aan Zee", "version": "1"})
    lies = dict(Street.objects.values_list("name", "place"))
    assert lies == {"Kade": "Zeedorp aan Zee", "Verweg": "Zeedorp"}
    assert Street.objects.get(name="Kade").area == "Zeedorp aan Zee"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("village", "", "Vul de naam van het dorp in."),
        ("village", "{link}", "Schrijf een naam met letters"),
        ("organisation", "<b>Raad</b>", "Schrijf een naam met letters"),
        ("watch", "12", "Schrijf een naam met letters"),
        ("short_name", "x" * 21, "20 tekens"),
        ("website", "javascript:alert(1)", "Schrijf het adres van een site"),
        ("municipality_phone", "bel ons", "Schrijf het nummer met cijfers"),
        ("help_email", "geen adres", "e-mailadres"),
    ],
)
def test_what_is_no_name_is_told_beside_its_field(
    staff: Client, field: str, typed: str, told: str
) -> None:
    page = staff.post(URL, SEA | {field: typed})
    assert told in words_of(page)
    assert not Identity.objects.exists()

"""Why an address has its group: what routing looked at, in sentences."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.models import (
    Appointment,
    CoverageChange,
    CoverageRule,
    GroupStatus,
    Membership,
    OfficialAddress,
    Side,
    Spelling,
    WatchGroup,
)
from groups.places.routing import route
from groups.values.village_time import days_after, village_day
from tests.groups.conftest import Village, appoint, log_in
from tests.groups.pages import at_most, text_of, typed_in, words_of


@pytest.fixture
def staff(client: Client, coordinator: User, village: Village) -> Client:
    return log_in(client, coordinator)


def asked(staff: Client, street: str, number: str = "") -> str:
    answer = staff.get(reverse("why_group"), {"straat": street, "huisnummer": number})
    assert answer.status_code == 200
    return words_of(answer)


def test_every_step_of_an_address_that_has_a_group(
    staff: Client, own_beheerder: User, make_member: Callable[..., Membership]
) -> None:
    make_member(name="Geheim Lid")
    page = asked(staff, "Spoorstraat", "12a")
    for sentence in (
        "Spoorstraat 12a",
        "We kennen de straat Spoorstraat.",
        "Nummer 12 ligt aan de kant met even nummers.",
        "Wat achter het nummer staat, telt niet mee.",
        "Groep Spoorstraat heeft de hele straat, sinds",
        "Groep Spoorstraat is actief.",
        "De groep heeft 1 lid en geen grens.",
        "Els Eigen, beheerder: is er.",
        "Een aanvraag gaat nu naar de beheerders van groep Spoorstraat",
        "Reden: het adres hoort bij de groep.",
    ):
        assert sentence in page
    assert "Geheim" not in page


def test_another_way_of_writing_is_named(staff: Client, village: Village) -> None:
    others = Spelling.objects.filter(street__outside=False).exclude(text=F("street__name"))
    one = others.select_related("street").earliest("pk")
    page = asked(staff, one.text, "3")
    assert f"‘{one.text}’ is een andere schrijfwijze van {one.street}." in page


def test_street_and_number_in_one_box(staff: Client) -> None:
    assert "Nummer 12 ligt aan de kant" in asked(staff, "Spoorstraat 12a")


@pytest.mark.parametrize(
    ("street", "number", "sentence"),
    [
        ("Leijweg", "3", "Geen enkele groep heeft nu dit nummer."),
        ("Ketenbaan", "3", "Ketenbaan ligt niet in Dorst."),
        ("Spoorlaan", "3", "We kennen de straat ‘Spoorlaan’ niet"),
        ("Steenoven", "3", "Steenoven is een buurtschap."),
    ],
)
def test_an_address_without_a_group(staff: Client, street: str, number: str, sentence: str) -> None:
    assert sentence in asked(staff, street, number)


def test_a_street_that_we_do_not_know_offers_those_that_look_like_it(staff: Client) -> None:
    answer = staff.get(reverse("why_group"), {"straat": "Spoorlaan 12", "huisnummer": ""})
    assert 'href="?straat=Spoorstraat&huisnummer=12"' in text_of(answer)


@pytest.mark.parametrize(
    ("street", "number", "error"),
    [
        ("", "12", "Vul ook de straat in."),
        ("Spoorstraat", "", "Vul ook het huisnummer in."),
        ("Spoorstraat", "abc", "Begin met een cijfer, zoals 12 of 12a."),
        ("Spoorstraat 12", "14", "Je typte 2 huisnummers. Kies er een."),
        ("4849 AB", "12", "We kennen deze postcode niet. Typ je straat erbij."),
    ],
)
def test_what_cannot_be_read_gets_its_sentence_and_stays(
    staff: Client, street: str, number: str, error: str
) -> None:
    answer = staff.get(reverse("why_group"), {"straat": street, "huisnummer": number})
    page = text_of(answer)
    assert error in page
    shown = number if street == "4849 AB" else f"{street} {number}".strip()
    assert typed_in(answer, "straat") == shown
    assert "Een aanvraag gaat nu naar" not in page


def test_the_groups_before_and_the_change_that_made_the_rule(
    staff: Client, village: Village, coordinator: User, dennenlaan: WatchGroup, now: datetime
) -> None:
    old = CoverageRule.objects.get(street__slug="spoorstraat")
    CoverageRule.objects.filter(pk=old.pk).update(ended_at=now - timedelta(days=3))
    made = CoverageRule.objects.create(
        street=old.street,
        group=dennenlaan,
        first_number=2,
        last_number=40,
        side=Side.EVEN,
        created_at=now - timedelta(days=3),
    )
    change = CoverageChange.objects.create(
        by=coordinator, from_group=old.group, to_group=dennenlaan, at=now - timedelta(days=3)
    )
    change.rules_made.add(made)
    page = asked(staff, "Spoorstraat", "12")
    assert "Groep Dennenlaan heeft even nummers 2 t/m 40, sinds" in page
    assert "Dat kwam door: nummers verplaatst, door Cor Dinator op" in page
    assert "had groep Spoorstraat de hele straat." in page
    assert "Geen enkele groep heeft nu dit nummer." in asked(staff, "Spoorstraat", "13")


def test_who_is_there_and_who_is_not(
    staff: Client, own_beheerder: User, deputy: User, invited_beheerder: User, now: datetime
) -> None:
    away = village_day(now) + timedelta(days=4)
    Appointment.objects.filter(user=own_beheerder).update(away_until=away)
    page = asked(staff, "Spoorstraat", "12")
    assert "Els Eigen, beheerder: weg tot en met" in page
    assert "Piet Plaatsvervanger, plaatsvervanger: is er." in page
    assert "Ilse Gevraagd, beheerder: gevraagd, nog geen antwoord." in page


@pytest.mark.parametrize(
    ("status", "capacity", "goes_to", "why"),
    [
        (GroupStatus.STARTING, None, "Platform Dorst, op de wachtlijst", "groep in oprichting"),
        (GroupStatus.PAUSED, None, "Platform Dorst, op de wachtlijst", "groep gepauzeerd"),
        (GroupStatus.ACTIVE, 1, "Platform Dorst, op de wachtlijst", "groep vol"),
    ],
)
def test_a_group_that_cannot_act(
    staff: Client,
    village: Village,
    own_beheerder: User,
    member: Membership,
    status: str,
    capacity: int | None,
    goes_to: str,
    why: str,
) -> None:
    WatchGroup.objects.filter(slug="spoorstraat").update(status=status, capacity=capacity)
    page = asked(staff, "Spoorstraat", "12")
    assert f"Een aanvraag gaat nu naar {goes_to} " in page
    assert f"Reden: {why}." in page


def test_all_away_is_told_and_goes_to_both(
    staff: Client, own_beheerder: User, now: datetime
) -> None:
    Appointment.objects.update(away_until=village_day(now) + timedelta(days=4))
    page = asked(staff, "Spoorstraat", "12")
    assert "de beheerders van groep Spoorstraat, en ook Platform Dorst" in page


def test_it_says_what_routing_does(
    staff: Client, village: Village, spoorstraat: WatchGroup, now: datetime
) -> None:
    appoint(User.objects.create_user("x@example.org"), spoorstraat)
    for slug, number in (("spoorstraat", "12"), ("dennenlaan", "64"), ("leijweg", "3")):
        address = village.address(slug, number)
        assert route(address, now=now).sentence in asked(staff, str(address.street), number)


def test_the_official_list_is_told_where_there_is_one(staff: Client, village: Village) -> None:
    assert "adressenlijst" not in asked(staff, "Spoorstraat", "12")
    OfficialAddress.objects.create(street=village.street("spoorstraat"), house_number=12)
    assert "Dit adres staat in de adressenlijst." in asked(staff, "Spoorstraat", "12")
    assert "maar zonder deze toevoeging." in asked(staff, "Spoorstraat", "12a")
    assert "Dit adres staat niet in de adressenlijst." in asked(staff, "Spoorstraat", "14")


def test_it_takes_at_most_ten_statements(
    staff: Client, village: Village, own_beheerder: User, deputy: User, now: datetime
) -> None:
    rule = CoverageRule.objects.get(street__slug="spoorstraat")
    for days in range(30):
        CoverageRule.objects.create(
            street=rule.street,
            group=village.group("dennenlaan"),
            created_at=days_after(now, -300),
            ended_at=days_after(now, -days),
        )
    asked(staff, "Spoorstraat", "12")
    with at_most(10):
        asked(staff, "Spoorstraat", "12a")

"""A coordinator adds, renames and removes hamlets, and residents find their streets by them."""

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import Hamlet, Spelling, Street
from tests.groups.conftest import Village, log_in
from tests.groups.pages import words_of

NEW = {"name": "Haveneind", "aliases": "Haven Eind\nDe Kaai", "streets": ["Spoorstraat", "Leijweg"]}


@pytest.fixture
def staff(client: Client, coordinator: User, village: Village) -> Client:
    return log_in(client, coordinator)


def test_a_new_hamlet_leads_to_its_streets(staff: Client) -> None:
    staff.post(reverse("hamlet_new"), NEW)
    page = words_of(Client().get("/zoek/?straat=de+kaai"))
    assert "Spoorstraat" in page
    assert "Leijweg" in page
    assert "Haveneind" in words_of(staff.get(reverse("hamlets")))
    assert Entry.objects.filter(verb="hamlet.added").count() == 1


def test_changing_one_leaves_nothing_of_the_old_name(staff: Client) -> None:
    hamlet = Hamlet.objects.get(name="Steenoven")
    page = reverse("hamlet_edit", args=[hamlet.pk])
    seen = staff.get(page).context["form"].initial["seen"]
    staff.post(page, {"name": "Ovenhoek", "streets": ["Leijweg"], "seen": seen})
    hamlet.refresh_from_db()
    assert hamlet.name == "Ovenhoek"
    assert [street.name for street in hamlet.streets.all()] == ["Leijweg"]
    assert not Spelling.objects.filter(hamlet=hamlet, text="Steenhoven").exists()


def test_who_was_overtaken_keeps_what_was_typed(staff: Client) -> None:
    hamlet = Hamlet.objects.get(name="Steenoven")
    page = reverse("hamlet_edit", args=[hamlet.pk])
    seen = staff.get(page).context["form"].initial["seen"]
    first = {"name": "Ovenhoek", "streets": ["Leijweg"], "seen": seen}
    staff.post(page, first)
    answer = staff.post(page, first | {"name": "Ovendijk"})
    assert "Dit staat er nu: Ovenhoek. Straten: Leijweg." in words_of(answer)
    assert 'value="Ovendijk"' in answer.text
    assert Hamlet.objects.get(pk=hamlet.pk).name == "Ovenhoek"
    again = answer.context["form"]["seen"].value()
    staff.post(page, first | {"name": "Ovendijk", "seen": again})
    assert Hamlet.objects.get(pk=hamlet.pk).name == "Ovendijk"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Vul de naam van het buurtschap in."),
        ({"name": "Seters"}, "Seters is al een spelling van Seters."),
        ({"aliases": "Steenhoven"}, "Steenhoven is al een spelling van Steenoven."),
        ({"streets": []}, "Kies een of meer straten."),
        ({"streets": ["Nergenslaan"]}, "We kennen de straat Nergenslaan niet."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    staff: Client, typed: dict[str, object], told: str
) -> None:
    before = Hamlet.objects.count()
    assert told in words_of(staff.post(reverse("hamlet_new"), NEW | typed))
    assert Hamlet.objects.count() == before


def test_removing_one_leaves_its_streets(staff: Client) -> None:
    streets = Street.objects.count()
    hamlet = Hamlet.objects.get(name="Steenoven")
    staff.post(reverse("hamlet_remove", args=[hamlet.pk]))
    assert not Hamlet.objects.filter(pk=hamlet.pk).exists()
    assert Street.objects.count() == streets
    assert staff.post(reverse("hamlet_remove", args=[hamlet.pk])).status_code == 404

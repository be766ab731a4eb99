"""Signs in the street: one where no group is active stands on top of the list."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.models import GroupStatus, SignState, WatchGroup, WatchSign
from groups.values.village_time import village_day
from groups.watchgroups.services import watch_signs as keeping
from groups.watchgroups.services.watch_signs import SignChanged, SignFacts, add_sign, edit_sign
from tests.groups.conftest import Village
from tests.groups.pages import at_most, forms_of, text_of, words_of

LogIn = Callable[[Client, User], Client]
TYPED = {"street": "spoorstr.", "house_number": "12", "spot": "Paal", "state": "hangs"}


@pytest.fixture
def staff(client: Client, coordinator: User, log_in: LogIn) -> Client:
    """A coordinator's browser, whose session has noted already that it was used."""
    log_in(client, coordinator).get(reverse("display"))
    return client


@pytest.fixture
def put(village: Village, coordinator: User, now: datetime) -> Callable[..., WatchSign]:
    """Put a sign in a street; any fact can be given."""

    def make(street: str = "spoorstraat", **given: Any) -> WatchSign:
        facts = {"house_number": 12, "spot": "Paal", "state": SignState.HANGS, "checked_on": None}
        found = SignFacts(street=village.street(street), **(facts | given))
        return add_sign(found, by=coordinator, now=now)

    return make


def rows(page: Any) -> list[tuple[str, str, bool]]:
    return [(row.sign.spot, row.group, row.is_orphan) for row in page.context["page"].rows]


def test_a_sign_is_of_the_group_of_its_number(
    staff: Client, put: Callable[..., WatchSign], village: Village
) -> None:
    put(spot="A")
    put("dennenlaan", house_number=64, spot="B")
    put("dennenlaan", house_number=20, spot="C")
    put("dennenlaan", house_number=None, spot="D")
    put("leijweg", spot="E")
    put("leijweg", house_number=None, spot="F")
    put("leijweg", spot="G", state=SignState.WANTED)
    put("leijweg", spot="H", state=SignState.REMOVED)
    page = staff.get(reverse("watch_signs"))
    assert rows(page) == [
        ("F", "", True),
        ("E", "", True),
        ("D", "Dennenlaan", False),
        ("C", "Dennenlaan", False),
        ("B", "Ribes-Lijsterbes", False),
        ("G", "", False),
        ("A", "Spoorstraat", False),
    ]
    assert words_of(page).count("Geen actieve groep") == 2
    assert rows(staff.get(reverse("watch_signs"), {"stand": "zonder"})) == rows(page)[:2]
    removed = rows(staff.get(reverse("watch_signs"), {"stand": "removed"}))
    assert [spot for spot, *_rest in removed] == ["H"]
    assert keeping.orphaned().count() == 2


@pytest.mark.parametrize("status", [GroupStatus.PAUSED, GroupStatus.ARCHIVED, GroupStatus.STARTING])
def test_a_group_that_is_not_active_does_not_count(
    status: str, put: Callable[..., WatchSign]
) -> None:
    put()
    assert not keeping.orphaned().exists()
    WatchGroup.objects.filter(slug="spoorstraat").update(status=status)
    assert keeping.orphaned().exists()


def test_every_sign_once_over_pages_and_the_same_cost(
    staff: Client, put: Callable[..., WatchSign]
) -> None:
    put()
    with at_most(5):
        staff.get(reverse("watch_signs"))
    for number in range(60):
        put(
            "leijweg" if number % 3 else "spoorstraat",
            house_number=1 + number // 2,
            spot=f"{number}",
        )
    seen: list[str] = []
    after = ""
    with at_most(15):
        for _page in range(3):
            page = staff.get(reverse("watch_signs"), {"na": after})
            seen += [f"{row.sign.pk}" for row in page.context["page"].rows]
            after = page.context["page"].next_key
    assert after == ""
    assert len(seen) == len(set(seen)) == 61


def test_a_sign_comes_on_the_list(staff: Client, village: Village) -> None:
    today = village_day(datetime.now().astimezone())
    answer = staff.post(reverse("watch_sign_new"), TYPED | {"checked_on": f"{today:%d-%m-%Y}"})
    assert answer["Location"] == reverse("watch_signs")
    sign = WatchSign.objects.get()
    assert (sign.street.slug, sign.house_number, sign.checked_on) == ("spoorstraat", 12, today)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"street": ""}, "Kies een straat."),
        ({"street": "Spoorstaat"}, "We kennen de straat Spoorstaat niet. Bedoel je Spoorstraat"),
        ({"house_number": "0"}, "Vul 1 of meer in."),
        ({"house_number": "9" * 30}, "Dit huisnummer is te groot."),
        ({"house_number": "12a"}, "zonder letter"),
        ({"spot": " "}, "Schrijf waar het bord hangt."),
        ({"state": "gestolen"}, "Kies hoe het is."),
        ({"checked_on": "gisteren"}, "Schrijf de dag zo op"),
        ({"checked_on": "31-12-9999"}, "Deze dag moet nog komen."),
    ],
)
def test_what_is_wrong_is_told_and_kept(
    typed: dict[str, str], told: str, staff: Client, village: Village
) -> None:
    page = staff.post(reverse("watch_sign_new"), TYPED | {"spot": "Typwerk"} | typed)
    assert told in text_of(page)
    if "spot" not in typed:
        assert 'value="Typwerk"' in text_of(page)
    assert not WatchSign.objects.exists()


def test_of_two_who_change_a_sign_one_wins_and_the_other_loses_nothing(
    staff: Client, put: Callable[..., WatchSign], superuser: User, village: Village, now: datetime
) -> None:
    sign = put()
    page = reverse("watch_sign_edit", args=[sign.pk])
    form = forms_of(staff.get(page))[0]
    seen = village_day(now) - timedelta(days=3)
    facts = SignFacts(
        street=village.street("dennenlaan"),
        house_number=None,
        spot="Paal",
        state=SignState.DAMAGED,
        checked_on=seen,
    )
    edit_sign(sign, facts, version=1, by=superuser, now=now)
    with pytest.raises(SignChanged):
        edit_sign(sign, facts, version=1, by=superuser, now=now)
    late = staff.post(page, form.sends | {"spot": "Typwerk", "state": "missing"})
    words = words_of(late)
    assert "Straat: Dennenlaan" in words
    assert "Bij huisnummer: leeg" in words
    assert "Hoe is het met het bord?: beschadigd" in words
    assert f"Gezien op: {seen:%d-%m-%Y}" in words
    assert 'value="Typwerk"' in text_of(late)
    sent = forms_of(late)[0].sends
    assert staff.post(page, sent).status_code == 302
    sign.refresh_from_db()
    assert (sign.spot, sign.state, sign.version) == ("Typwerk", "missing", 3)


def test_a_sign_that_is_not_there(staff: Client, village: Village) -> None:
    assert staff.get(reverse("watch_sign_edit", args=[999])).status_code == 404
    assert "Er staat nog geen bord op de lijst." in words_of(staff.get(reverse("watch_signs")))
    empty = staff.get(reverse("watch_signs"), {"stand": "weg", "na": "1-x-0"})
    assert empty.status_code == 200


def test_the_page_of_a_sign_shows_its_facts(staff: Client, put: Callable[..., WatchSign]) -> None:
    sign = put(checked_on=date(2026, 5, 4))
    page = text_of(staff.get(reverse("watch_sign_edit", args=[sign.pk])))
    assert 'value="04-05-2026"' in page
    assert 'value="Spoorstraat"' in page

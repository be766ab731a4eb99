"""Every staff field that names a group, a street or somebody: complete at 17, quick at 20,000, and
without scripts.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.kit.search import suggested
from groups.group_field import ALL, suggested_groups
from groups.models import (
    Appointment,
    Bulletin,
    GroupStatus,
    Partner,
    ResidentRequest,
    WatchGroup,
)
from groups.places.forms.street_choice import suggested_streets
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest, Village
from tests.groups.pages import at_most, forms_of, text_of, words_of
from tests.groups.partners.partners import make_partner

LogIn = Callable[[Client, User], Client]
SCRIPT = '<script src="/static/combobox.js" defer></script>'
MANY = 20_000
NORA = {"name": "Nora Nieuw", "email": "nora@example.org", "role": "beheerder"}


@pytest.fixture
def staff(client: Client, coordinator: User, log_in: LogIn) -> Client:
    return log_in(client, coordinator)


@pytest.fixture
def many(village: Village) -> None:
    """As many groups as a whole country has."""
    WatchGroup.objects.bulk_create(
        WatchGroup(name=f"Wijk {place:05d} Oost", slug=f"wijk-{place}", status="active")
        for place in range(MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# --- Complete at 17 --------------------------------------------------------------------------


def pages_with_a_field(
    make_request: MakeRequest, village: Village, coordinator: User
) -> dict[str, str]:
    """Address of the page, by the names of its field."""
    idea = make_request(kind=Kind.NEW_GROUP, owner=Owner.COORDINATORS, group=None)
    waiting = make_request(state=State.WAITING, owner=Owner.COORDINATORS, group=None)
    partner = make_partner("Team")
    draft = Bulletin.objects.create(subject="x", text="x", by=coordinator)
    spoorstraat = ["spoorstraat"]
    return {
        "appoint group": reverse("appoint"),
        "merge to": reverse("group_merge", args=spoorstraat),
        "split to": reverse("group_split", args=spoorstraat),
        "move groep": reverse("street_move"),
        "move straat": reverse("street_move"),
        "sign street": reverse("watch_sign_new"),
        "log groep": reverse("audit_log"),
        "log wie": reverse("audit_log"),
        "partners groep": reverse("partners"),
        "moment group": reverse("partner_page", args=[partner.pk]),
        "founded group": reverse("request_founded", args=[idea.pk]),
        "forward group": reverse("request_other", args=[waiting.pk]),
        "question about_group": f"{reverse('request_new')}?soort=vraag",
        "edit adjoining": reverse("group_edit", args=spoorstraat),
        "partner groups": reverse("partner_new"),
        "contact groups": reverse("contact_new", args=[partner.pk]),
        "bulletin groups": reverse("bulletin_edit", args=[draft.pk]),
    }


SEVERAL = {"adjoining", "groups"}


def test_each_field_is_a_whole_list_without_scripts_and_loads_the_script_once(
    staff: Client, make_request: MakeRequest, village: Village, coordinator: User
) -> None:
    for told, path in pages_with_a_field(make_request, village, coordinator).items():
        name = told.split()[1]
        page = text_of(staff.get(path))
        assert page.count(SCRIPT) == 1, told
        if name in SEVERAL:
            assert page.count(f'name="{name}" type="checkbox"') >= 16, told
            continue
        (select,) = [one for one in page.split("<select")[1:] if f'name="{name}"' in one]
        select = select.split("</select>")[0]
        assert "data-combobox" in select.split(">")[0], told
        first, *options = select.split("<option")[1:]
        assert 'value=""' in first, told
        fewest = 4 if name == "wie" else 16
        assert len(options) >= min(fewest, User.objects.count()), told


@pytest.mark.parametrize("path", ["/platform/waarom/", "/platform/aanvraag/nieuw/?soort=meedoen"])
def test_the_address_box_of_staff_loads_the_script_once_too(
    staff: Client, village: Village, path: str
) -> None:
    assert text_of(staff.get(path)).count(SCRIPT) == 1


def test_no_staff_page_loads_the_script_a_second_time() -> None:
    """Their frame does; loaded twice each box would become two."""
    pages = [path.read_text() for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")]
    staff = [page for page in pages if page.startswith('{% extends "base_staff.html" %}')]
    assert len(staff) > 50
    assert not [page for page in staff if "combobox.js" in page]


def test_a_group_is_not_offered_to_itself(staff: Client, village: Village) -> None:
    for route in ("group_merge", "group_split", "group_edit"):
        page = text_of(staff.get(reverse(route, args=["spoorstraat"])))
        assert 'value="Dennenlaan"' in page, route
        offered = page.split("<h1>")[1].replace('type="text" value="Spoorstraat"', "")
        assert 'value="Spoorstraat"' not in offered, route


def test_a_part_goes_to_the_group_that_was_chosen(
    staff: Client, village: Village, dennenlaan: WatchGroup
) -> None:
    path = reverse("group_split", args=["spoorstraat"])
    (rule,) = village.group("spoorstraat").rules.in_force()
    chosen = {"rules": [rule.pk], "first": "100", "where": "there", "to": "Dennenlaan"}
    shown = staff.post(path, chosen)
    (confirm,) = [form for form in forms_of(shown) if "seen" in form.sends]
    assert confirm.sends["to"] == "Dennenlaan"
    assert staff.post(confirm.action, confirm.sends)["Location"] == reverse(
        "group_page", args=["dennenlaan"]
    )
    assert dennenlaan.rules.in_force().filter(street__slug="spoorstraat").exists()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"where": "there"}, "Kies een groep."),
        ({"where": "there", "to": "Spoorstraat"}, "Dit is dezelfde groep."),
        ({"where": "there", "name": "Denenlaan"}, "Bedoel je Dennenlaan?"),
        ({"where": "new", "to": "Dennenlaan"}, "Vul de naam van de groep in."),
    ],
)
def test_where_a_part_goes_has_to_be_said(
    staff: Client, village: Village, sent: dict[str, str], told: str
) -> None:
    (rule,) = village.group("spoorstraat").rules.in_force()
    page = staff.post(reverse("group_split", args=["spoorstraat"]), {"rules": [rule.pk]} | sent)
    assert told in words_of(page)


def test_ticked_groups_are_kept_and_an_unclear_name_is_pressed(
    staff: Client, village: Village
) -> None:
    path = reverse("partner_new")
    typed = {"kind": "other", "name": "Zorg", "shown_to": "beheerders"}
    page = staff.post(path, typed | {"groups": ["Seters", "Dennelaan"]})
    (form,) = [form for form in forms_of(page) if "groups" in form.sends]
    assert form.sends["groups"].split("\n") == ["Seters", "Dennelaan"]
    assert form.sends["name"] == "Zorg"
    pressed = ("groups_pick", json.dumps(["Dennelaan", "Dennenlaan"]))
    assert pressed in form.buttons
    sent = form.sends | {"groups": form.sends["groups"].split("\n")} | dict([pressed])
    assert staff.post(path, sent).status_code == 302
    groups = Partner.objects.get(name="Zorg").groups
    assert set(groups.values_list("name", flat=True)) == {"Seters", "Dennenlaan"}


def test_a_filter_keeps_the_rest_when_a_name_is_pressed(
    staff: Client, village: Village, own_beheerder: User
) -> None:
    asked = {"wat": "groepen", "wie": "Els Eigenwijs"}
    page = text_of(staff.get(reverse("audit_log"), asked))
    assert 'name="wie_pick" value="Els Eigen">Els Eigen</button>' in page
    shown = staff.get(reverse("audit_log"), asked | {"wie_pick": "Els Eigen"})
    assert f'<option value="{own_beheerder.pk}" selected>Els Eigen</option>' in text_of(shown)
    assert shown.context["is_filtered"]


def test_two_of_one_name_have_their_address_in_the_list(staff: Client, own_beheerder: User) -> None:
    second = User.objects.create_user("els2@example.org", name="Els Eigen")
    page = text_of(staff.get(reverse("audit_log"), {"wie": second.pk}))
    assert f'<option value="{second.pk}" selected>Els Eigen (els2@example.org)</option>' in page


@pytest.mark.parametrize("wrong", ["999999", "9" * 17, "0", "٣"])
def test_a_number_that_is_nobodys_is_told(staff: Client, wrong: str) -> None:
    page = words_of(staff.get(reverse("audit_log"), {"wie": wrong}))
    assert "Kies iemand uit de lijst." in page or "We kennen niemand die zo heet." in page


def test_a_street_of_another_place_says_so(staff: Client, village: Village) -> None:
    page = text_of(staff.get(reverse("watch_sign_new")))
    place = village.street("ketenbaan").place
    assert place != "Dorst"
    assert f'<option value="Ketenbaan">Ketenbaan ({place})</option>' in page
    assert "Ketenbaan" not in text_of(staff.get(reverse("street_move")))  # it gets no group


# --- Quick at 20,000 -------------------------------------------------------------------------


@pytest.mark.usefixtures("many")
def test_with_twenty_thousand_groups_a_page_is_small_and_asks_no_more(staff: Client) -> None:
    staff.get(reverse("appoint"))
    with at_most(6):
        page = staff.get(reverse("appoint"))
    text = text_of(page)
    assert f'data-suggestions="{reverse("group_suggestions", args=["alle"])}"' in text
    assert "Typ een deel van de naam." in text
    assert len(page.content) < 12_000
    assert SCRIPT in text


@pytest.mark.usefixtures("many")
def test_with_twenty_thousand_groups_a_close_match_is_pressed(
    staff: Client, spoorstraat: WatchGroup
) -> None:
    page = staff.post(reverse("appoint"), NORA | {"group": "Spoorstrat"})
    (form,) = [form for form in forms_of(page) if "group" in form.sends]
    assert (form.sends["group"], form.sends["name"]) == ("Spoorstrat", "Nora Nieuw")
    pressed = ("group_pick", "Spoorstraat")
    assert pressed in form.buttons
    assert staff.post(reverse("appoint"), form.sends | dict([pressed])).status_code == 302
    assert Appointment.objects.get().group == spoorstraat


@pytest.mark.usefixtures("many")
def test_with_twenty_thousand_groups_several_are_lines(staff: Client) -> None:
    page = staff.post(reverse("partner_new"), {"name": "Zorg", "groups": "Seters\nDennelaan"})
    (form,) = [form for form in forms_of(page) if "groups" in form.sends]
    assert form.sends["groups"] == "Seters\nDennelaan"
    assert ("groups_pick", json.dumps(["Dennelaan", "Dennenlaan"])) in form.buttons


@pytest.mark.usefixtures("many")
def test_suggestions_of_twenty_thousand_groups_come_from_the_index(staff: Client) -> None:
    for typed in ("wijk 1999", "wijk", "vliert", "oost 00012", "nergens"):
        with at_most(2):
            assert len(suggested_groups(typed, of=ALL)) <= 10
    rows = WatchGroup.objects.filter(search_key__begins="wijk 1999").order_by("search_key", "pk")
    plan = rows[:10].explain()
    assert "search_key" in plan
    assert "Seq Scan" not in plan
    if connection.vendor == "sqlite":
        assert "search_key>? AND search_key<?" in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan.replace("RIGHT PART OF ", "")
    url = reverse("group_suggestions", args=["alle"])
    staff.get(url)
    with at_most(5):
        answer = staff.get(url, {"q": "wijk 19"})
    assert len(answer.json()) == 10
    name = "Wijk 19000 Oost"
    assert {"value": name, "label": name, "hint": "Dorst"} in answer.json()


# --- What is offered while somebody types ----------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first"),
    [("spoor", "Spoorstraat"), ("VLIERT", "De Vliert"), ("tilburg", "Oude Tilburgsebaan")],
)
def test_groups_that_begin_so_come_before_those_that_hold_it(
    village: Village, typed: str, first: str
) -> None:
    found = suggested_groups(typed, of=ALL)
    assert found[0].value == first


def test_what_begins_so_comes_first(village: Village) -> None:
    WatchGroup.objects.create(name="Aan het Spoor", slug="aan-het-spoor")
    names = [group.name for group in suggested(WatchGroup.objects.all(), "spoor", most=10)]
    assert names == ["Spoorstraat", "Aan het Spoor"]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", "?!"])
def test_signs_of_the_database_mean_nothing(staff: Client, village: Village, typed: str) -> None:
    answer = staff.get(reverse("group_suggestions", args=["alle"]), {"q": typed})
    assert answer.status_code == 200
    assert len(answer.json()) == 10  # as with nothing typed: signs make no word


def test_a_beheerder_learns_of_no_group_that_is_not_public(
    client: Client, own_beheerder: User, village: Village, log_in: LogIn, dennenlaan: WatchGroup
) -> None:
    for status in (GroupStatus.STARTING, GroupStatus.ARCHIVED):
        WatchGroup.objects.filter(pk=dennenlaan.pk).update(status=status)
        log_in(client, own_beheerder)
        shown = client.get(reverse("group_suggestions", args=["zichtbaar"]), {"q": "dennen"})
        assert shown.json() == []
    for code in ("alle", "begonnen", "nergens"):
        assert client.get(reverse("group_suggestions", args=[code])).status_code == 404


def test_a_beheerder_who_names_a_hidden_group_is_told_nothing_of_it(
    client: Client, own_beheerder: User, join_request: ResidentRequest, log_in: LogIn,
    dennenlaan: WatchGroup,
) -> None:  # fmt: skip
    WatchGroup.objects.filter(pk=dennenlaan.pk).update(status=GroupStatus.STARTING)
    path = reverse("request_other", args=[join_request.pk])
    for typed in ("Dennenlaan", "dennelaan", str(dennenlaan.pk)):
        page = words_of(
            log_in(client, own_beheerder).post(path, {"what": "forward", "group": typed})
        )
        assert "kennen we niet" in page or "Deze groep is er niet." in page
        assert "Bedoel je Dennenlaan" not in page
    join_request.refresh_from_db()
    assert join_request.group != dennenlaan


def test_a_group_can_be_named_where_its_number_is_sent(
    client: Client, own_beheerder: User, join_request: ResidentRequest, log_in: LogIn,
    dennenlaan: WatchGroup,
) -> None:  # fmt: skip
    path = reverse("request_other", args=[join_request.pk])
    sent = {"what": "forward", "group": "Dennenlaan"}
    assert log_in(client, own_beheerder).post(path, sent).status_code == 302
    join_request.refresh_from_db()
    assert join_request.group == dennenlaan


def test_accounts_are_offered_by_name_and_by_address(
    staff: Client, own_beheerder: User, other_beheerder: User
) -> None:
    url = reverse("account_suggestions")
    els = {"value": "Els Eigen", "label": "Els Eigen", "hint": "own@example.org"}
    assert staff.get(url, {"q": "eigen"}).json() == [els]
    assert staff.get(url, {"q": "own@"}).json() == [els]
    assert staff.get(url, {"q": "niemand"}).json() == []
    User.objects.create_user("els2@example.org", name="Els Eigen")
    values = [one["value"] for one in staff.get(url, {"q": "els"}).json()]
    assert values == ["own@example.org", "els2@example.org"]


def test_streets_are_offered_by_each_spelling(staff: Client, village: Village) -> None:
    with at_most(2):
        assert suggested_streets("spoor")[0].value == "Spoorstraat"
    assert "Oude Tilburgsebaan" in [one.value for one in suggested_streets("tilburg")]
    assert staff.get(reverse("choose_street"), {"q": "qqq"}).json() == []


# --- Lists that are searched -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("route", "typed", "meant"),
    [
        ("platform_streets", "Spoorstaat", "Spoorstraat"),
        ("platform_groups", "Denenlaan", "Dennenlaan"),
        ("appointments", "Denenlaan", "Dennenlaan"),
    ],
)
def test_a_search_that_finds_nothing_leads_to_what_may_be_meant(
    staff: Client, other_beheerder: User, route: str, typed: str, meant: str
) -> None:
    page = text_of(staff.get(reverse(route), {"zoek": typed}))
    assert f'<li><a href="?zoek={meant}">{meant}</a></li>' in page
    assert "Bedoel je" not in text_of(staff.get(reverse(route), {"zoek": meant}))
    assert "Bedoel je" not in text_of(staff.get(reverse(route), {"zoek": "qwxz"}))

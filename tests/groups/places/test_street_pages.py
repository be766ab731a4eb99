"""The coordinators' streets: the list, one street, moving numbers, and the coverage report."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.coverage.pages import report
from groups.coverage.pages.plan import plan_move
from groups.coverage.pages.plan_parts import Numbers
from groups.coverage.services.moving import carry_out
from groups.models import (
    CoverageChange,
    CoverageRule,
    Membership,
    OfficialAddress,
    Spelling,
    Street,
    WatchGroup,
)
from groups.places.pages import streets
from groups.places.services import street_editor
from groups.places.services.spellings import SpellingTaken
from groups.places.services.street_editor import StreetChanged, StreetFacts
from groups.values.states import State
from tests.groups.conftest import MakeRequest, Village, log_in
from tests.groups.pages import forms_of, words_of
from tests.groups.rules import add_rule

MakeMember = Callable[..., Membership]
FACTS = {"name": "Tuindorp", "area": "Dorst", "place": "Dorst", "aliases": "", "remark": ""}


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


def facts(**given: object) -> StreetFacts:
    known = {"name": "Tuindorp", "area": "Dorst", "place": "Dorst", "outside": False, "remark": ""}
    return StreetFacts(**(known | given))


def errors(response: object) -> str:
    return words_of(response)  # type: ignore[arg-type]


# --- The list ----------------------------------------------------------------------------------


def test_a_street_tells_its_groups_members_and_who_waits(
    staff: Client, village: Village, make_member: MakeMember, make_request: MakeRequest
) -> None:
    make_member()
    leijweg = village.street("leijweg")
    make_request(state=State.WAITING, street=leijweg, street_text="Leijweg")
    OfficialAddress.objects.create(street=leijweg, house_number=4)
    rows = {row.street.slug: row for row in streets.page_of(streets.Wanted(), after="").rows}
    spoorstraat, dennenlaan = rows["spoorstraat"], rows["dennenlaan"]
    assert (spoorstraat.members, spoorstraat.groups_in_words) == (1, "Spoorstraat")
    assert dennenlaan.groups_in_words == "Dennenlaan, Ribes-Lijsterbes"
    assert (rows["leijweg"].waiting, rows["leijweg"].addresses) == (1, 1)
    words = words_of(staff.get(reverse("platform_streets")))
    assert "Leijweg" in words
    assert "Geen groep" in words


def test_it_filters_and_searches(staff: Client, village: Village) -> None:
    page = reverse("platform_streets")

    def shown(query: str) -> set[str]:
        return {row.street.slug for row in staff.get(f"{page}?{query}").context["page"].rows}

    assert shown("toon=zonder") == {"leijweg"}
    assert {village.street(slug).outside for slug in shown("toon=buiten")} == {True}
    assert shown("zoek=50+Bunder") == {"vijftig-bunderweg"}
    assert shown("zoek=bestaatniet") == set()
    assert len(shown("toon=onzin")) == len(village.streets)


@pytest.mark.parametrize("sort", ["naam", "leden"])
def test_it_goes_on_by_key_and_shows_every_street_once(
    staff: Client,
    village: Village,
    make_member: MakeMember,
    sort: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streets, "PAGE", 4)
    for slug, number in (("dennenlaan", 3), ("de-vliert", 2), ("rijksweg", 2)):
        for _ in range(number):
            make_member(street=village.street(slug), street_text=slug)
    seen: list[Street] = []
    key, pages = "", 0
    while key or not pages:
        answer = staff.get(reverse("platform_streets"), {"op": sort, "na": key})
        page = answer.context["page"]
        seen += [row.street for row in page.rows]
        key, pages = page.next_key, pages + 1
    assert sorted(street.slug for street in seen) == sorted(village.streets)
    if sort == "leden":
        assert [street.slug for street in seen[:3]] == ["dennenlaan", "de-vliert", "rijksweg"]
    else:
        assert [street.slug for street in seen] == sorted(village.streets)


def test_thirty_streets_cost_what_one_costs(
    staff: Client, spoorstraat: WatchGroup, now: datetime
) -> None:
    pages = ["platform_streets", "coverage", "coverage_changes"]

    def costs() -> list[int]:
        counts = []
        for page in pages:
            for query in ({}, {"op": "leden"}, {"toon": "deels"}, {"toon": "regels"}):
                with CaptureQueriesContext(connection) as found:
                    assert staff.get(reverse(page), query).status_code == 200
                counts.append(len(found))
        return counts

    few = costs()
    for number in range(30):
        street = Street.objects.create(name=f"Weg {number}", slug=f"weg-{number}", area="X")
        add_rule(street, spoorstraat, first=1, last=9, now=now)
        Street.objects.create(name=f"Pad {number}", slug=f"pad-{number}", area="X")
        OfficialAddress.objects.create(street=street, house_number=30)
    assert costs() == few
    assert max(few) <= 10


# --- One street --------------------------------------------------------------------------------


def test_a_new_street_is_found_by_all_its_spellings(staff: Client, village: Village) -> None:
    sent = FACTS | {"aliases": "Tuinwijk\nDe Tuin", "remark": "Nieuw in 2026"}
    response = staff.post(reverse("street_new"), sent)
    street = Street.objects.get(slug="tuindorp")
    assert response.url == reverse("street_edit", args=["tuindorp"])
    assert set(street.spellings.values_list("key", flat=True)) == {"tuindorp", "tuinwijk", "tuin"}
    assert Entry.objects.get(verb="street.added").subject == f"street:{street.pk}"
    found = staff.get(reverse("finder"), {"straat": "tuinwijk", "huisnummer": "1"})
    assert "Tuindorp" in words_of(found)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": ""}, "Vul de naam van de straat in."),
        ({"name": "!!!"}, "Schrijf de naam met letters of cijfers"),
        ({"name": "Spoorstraat"}, "Spoorstraat staat er al in Dorst."),
        ({"name": "50 Bunderweg"}, "is al een andere spelling van Vijftig Bunderweg."),
        ({"aliases": "Spoorstr"}, "Spoorstr is al een andere spelling van Spoorstraat."),
        ({"aliases": "goed\n---"}, "‘---’ kan niet."),
        ({"aliases": "x" * 81}, "kan niet."),
        ({"aliases": "\n".join(f"weg {n}" for n in range(51))}, "hoogstens 50 spellingen"),
        ({"area": ""}, "Vul de buurt in."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    staff: Client, village: Village, sent: dict[str, str], told: str
) -> None:
    response = staff.post(reverse("street_new"), FACTS | {"remark": "Bewaar mij"} | sent)
    assert told in errors(response)
    assert "Bewaar mij" in response.content.decode()
    assert not Street.objects.filter(remark="Bewaar mij").exists()


def test_changing_a_street_changes_its_spellings_and_not_its_address(
    staff: Client, village: Village, coordinator: User, now: datetime
) -> None:
    page = reverse("street_edit", args=["spoorstraat"])
    (form,) = [form for form in forms_of(staff.get(page)) if "version" in form.sends]
    sent = form.sends | FACTS | {"name": "Spoorlaan", "aliases": "Oude Spoorstraat"}
    assert staff.post(page, sent).url == page
    street = Street.objects.get(slug="spoorstraat")
    assert (street.name, street.version) == ("Spoorlaan", 2)
    spellings = set(street.spellings.values_list("text", flat=True))
    assert spellings == {"Spoorlaan", "Oude Spoorstraat"}
    assert Entry.objects.filter(verb="street.changed").count() == 1
    # The same once more is no error: the spellings are its own.
    again = sent | {"version": "2"}
    assert staff.post(page, again).status_code == 302


def test_of_two_who_change_a_street_the_second_is_told_and_loses_nothing(
    staff: Client, village: Village, coordinator: User, now: datetime
) -> None:
    street = village.street("spoorstraat")
    street_editor.change_street(
        street, facts(name="Spoorstraat", remark="Van Anna"), version=1, by=coordinator, now=now
    )
    page = reverse("street_edit", args=["spoorstraat"])
    sent = FACTS | {"name": "Spoorstraat", "remark": "Van Bea", "version": "1"}
    response = staff.post(page, sent)
    words = words_of(response)
    assert "Iemand anders veranderde dit net" in words
    assert "Opmerking: Van Anna" in words
    assert "Van Bea" in response.content.decode()
    (form,) = [form for form in forms_of(response) if "version" in form.sends]
    assert form.sends["version"] == "2"
    assert Street.objects.get(pk=street.pk).remark == "Van Anna"
    assert staff.post(page, sent | {"version": "2"}).status_code == 302
    assert Street.objects.get(pk=street.pk).remark == "Van Bea"


def test_at_the_same_moment_the_database_lets_one_through(
    village: Village, coordinator: User, now: datetime
) -> None:
    street_editor.new_street(facts(), by=coordinator, now=now)
    with pytest.raises(SpellingTaken):
        street_editor.new_street(facts(), by=coordinator, now=now)
    street = village.street("spoorstraat")
    with pytest.raises(SpellingTaken):
        street_editor.change_street(
            street,
            facts(name="Spoorstraat", aliases=["Tuindorp"]),
            version=1,
            by=coordinator,
            now=now,
        )
    with pytest.raises(StreetChanged):
        street_editor.change_street(street, facts(), version=7, by=coordinator, now=now)
    assert Spelling.objects.filter(key="tuindorp").count() == 1
    assert Street.objects.get(pk=street.pk).version == 1


def test_streets_of_one_name_in_two_places_have_their_own_address(
    coordinator: User, now: datetime
) -> None:
    made = [
        street_editor.new_street(facts(name=name, place=place), by=coordinator, now=now).slug
        for name, place in (("Nieuw", "Dorst"), ("Kerk Weg", "Dorst"), ("Kerk-Weg 2", "Breda"))
    ]
    assert made == ["nieuw-dorst", "kerk-weg", "kerk-weg-2"]


def test_a_street_with_a_group_is_not_put_outside(staff: Client, village: Village) -> None:
    page = reverse("street_edit", args=["spoorstraat"])
    sent = FACTS | {"name": "Spoorstraat", "outside": "on", "version": "1"}
    assert "Haal die er eerst af." in errors(staff.post(page, sent))
    assert not Street.objects.get(slug="spoorstraat").outside


def test_a_street_shows_its_rules_and_hamlets(staff: Client, village: Village) -> None:
    words = words_of(staff.get(reverse("street_edit", args=["dennenlaan"])))
    assert "Nummers 62 t/m 66: groep Ribes-Lijsterbes" in words
    hamlet = next(street for street in village.streets.values() if street.hamlets.exists())
    assert "Buurtschappen" in words_of(staff.get(reverse("street_edit", args=[hamlet.slug])))
    assert staff.get(reverse("street_edit", args=["bestaat-niet"])).status_code == 404


# --- Moving ------------------------------------------------------------------------------------

WANTED = {"straat": "Spoorstr", "van": "10", "tot": "20", "kant": "even", "groep": "Seters"}


def preview(staff: Client, **given: str) -> tuple[object, dict[str, str]]:
    response = staff.get(reverse("street_move"), {"bekijk": "ja"} | WANTED | given)
    sent = [form.sends for form in forms_of(response) if "gezien" in form.sends]
    return response, sent[0] if sent else {}


def test_it_shows_by_address_who_moves_and_then_does_it(
    staff: Client,
    village: Village,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    now: datetime,
    make_member: MakeMember,
    make_request: MakeRequest,
) -> None:
    member = make_member(house_number=12, since=now - timedelta(days=9))
    make_member(house_number=13, since=now - timedelta(days=9))
    make_request(house_number=14)
    make_request(house_number=16, state=State.APPROVED, decided_by=own_beheerder)
    response, sent = preview(staff)
    words = words_of(response)  # type: ignore[arg-type]
    assert "1 lid verhuist mee, en 1 aanvraag." in words
    assert "Spoorstraat 12" in words
    assert "Spoorstraat 13" not in words
    assert member.name not in words
    assert "Aanvragen die blijven" in words
    assert "Spoorstraat oneven nummers 11 t/m 19: groep Spoorstraat" in words
    assert not CoverageChange.objects.exists()
    # Who looks at where members live leaves a line.
    assert Entry.objects.filter(verb="members.listed", scope=f"group:{spoorstraat.pk}").exists()
    assert staff.post(reverse("street_move"), sent).url == reverse("coverage_changes")
    change = CoverageChange.objects.get()
    assert (change.members, change.requests, change.to_group_id) == (
        1,
        1,
        village.group("seters").pk,
    )
    told = words_of(staff.get(reverse("coverage_changes")))
    assert "Spoorstraat even nummers 10 t/m 20, van groep Spoorstraat naar groep Seters." in told
    assert "Verplaatst: 1 lid verhuist mee, en 1 aanvraag." in told


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"straat": ""}, "Kies een straat."),
        ({"straat": "Spoorstaat"}, "We kennen de straat Spoorstaat niet. Bedoel je Spoorstraat"),
        ({"groep": "Seterz"}, "Groep ‘Seterz’ kennen we niet. Bedoel je Seters?"),
        ({"groep": ""}, "Kies een groep. Of zet een vinkje bij geen groep."),
        ({"geen": "on"}, "Kies een groep of geen groep, niet allebei."),
        ({"van": "30"}, "Dit nummer is lager dan het eerste."),
        ({"van": "11", "tot": "11"}, "Tussen deze nummers ligt geen huisnummer aan deze kant."),
        ({"van": "12a"}, "Vul een huisnummer in van 1 tot 99999, zonder letter."),
        ({"tot": "0"}, "Vul een huisnummer in van 1 tot 99999, zonder letter."),
        ({"tot": "100000"}, "Vul een huisnummer in van 1 tot 99999, zonder letter."),
        ({"kant": "links"}, "Kies alle, oneven of even nummers."),
        ({"straat": "Ketenbaan"}, "Ketenbaan ligt buiten Dorst. Daar komt geen groep."),
        ({"groep": "Spoorstraat"}, "Hier verandert niets"),
    ],
)
def test_what_cannot_be_moved_is_told_beside_the_field(
    staff: Client, village: Village, sent: dict[str, str], told: str
) -> None:
    response, confirm = preview(staff, **sent)
    assert told in errors(response)
    assert not confirm
    for name, value in (WANTED | {"straat": "Spoorstraat"} | sent).items():
        if name not in ("geen", "kant") and value:
            assert f'value="{value}"' in response.content.decode()  # type: ignore[attr-defined]


def test_of_two_who_move_the_same_numbers_the_second_is_told_and_loses_nothing(
    staff: Client, village: Village, coordinator: User, now: datetime
) -> None:
    _, sent = preview(staff)
    numbers = [Numbers(village.street("spoorstraat"), 10, 14, "even")]
    baarschot = village.group("baarschot")
    seen = plan_move(numbers, to=baarschot, now=now).seen
    carry_out(numbers, to=baarschot, seen=seen, by=coordinator, now=now)
    response = staff.post(reverse("street_move"), sent)
    words = words_of(response)
    assert "Intussen is er iets veranderd" in words
    assert "Van groep Baarschot" in words
    assert CoverageChange.objects.count() == 1
    (again,) = [form.sends for form in forms_of(response) if "gezien" in form.sends]
    assert {name: again[name] for name in WANTED} == WANTED | {"straat": "Spoorstraat"}
    assert again["gezien"] != sent["gezien"]
    assert staff.post(reverse("street_move"), again).status_code == 302
    assert CoverageChange.objects.count() == 3


def test_who_presses_twice_is_told_that_it_is_done(staff: Client, village: Village) -> None:
    _, sent = preview(staff)
    staff.post(reverse("street_move"), sent)
    response = staff.post(reverse("street_move"), sent)
    assert "Hier verandert niets" in errors(response)
    assert CoverageChange.objects.count() == 1


def test_a_whole_street_may_lose_its_group(staff: Client, village: Village) -> None:
    page = {"bekijk": "ja", "straat": "Leijweg", "geen": "on"}
    assert "Hier verandert niets" in errors(staff.get(reverse("street_move"), page))
    response = staff.get(reverse("street_move"), page | {"straat": "De Vliert"})
    assert "De Vliert (hele straat) zonder groep" in words_of(response)
    (sent,) = [form.sends for form in forms_of(response) if "gezien" in form.sends]
    staff.post(reverse("street_move"), sent)
    assert not CoverageRule.objects.in_force().filter(street__slug="de-vliert").exists()


def test_a_link_fills_the_form_in(staff: Client, village: Village) -> None:
    query = {"groep": "van-dijklaan", "straat": "Leijweg", "van": "3", "kant": "odd"}
    page = staff.get(reverse("street_move"), query)
    shown = page.context["form"].initial
    assert shown == query | {"groep": "Van Dijklaan", "tot": ""}
    assert 'value="Van Dijklaan"' in page.content.decode()


def test_undo_tells_what_went_back(
    staff: Client, village: Village, now: datetime, make_member: MakeMember
) -> None:
    make_member(house_number=12, since=now - timedelta(days=9))
    _, sent = preview(staff)
    staff.post(reverse("street_move"), sent)
    undo = reverse("coverage_change_undo", args=[CoverageChange.objects.get().pk])
    words = words_of(staff.post(undo, follow=True))
    assert "Teruggedraaid. 1 lid en 0 aanvragen staan weer waar ze stonden." in words
    assert "Ongedaan maken kan niet meer." in words_of(staff.post(undo, follow=True))
    assert staff.post(reverse("coverage_change_undo", args=[999_999])).status_code == 404


def test_the_list_of_changes_goes_on_by_key(
    staff: Client, village: Village, coordinator: User, now: datetime
) -> None:
    group = village.group("seters")
    CoverageChange.objects.bulk_create(
        CoverageChange(at=now, by=coordinator, to_group=group, sentence=f"Nummer {number}.")
        for number in range(30)
    )
    first = staff.get(reverse("coverage_changes"))
    rest = staff.get(reverse("coverage_changes"), {"na": str(first.context["page"].next_key)})
    seen = [row.change.pk for page in (first, rest) for row in page.context["page"].rows]
    assert len(seen) == len(set(seen)) == 30
    assert rest.context["page"].next_key == ""


# --- The coverage report -----------------------------------------------------------------------


def rows_of(section: report.Section) -> list[tuple[str, tuple[str, ...]]]:
    found = report.page_of(section, after="").rows
    return [(str(row.street or row.group), tuple(row.words)) for row in found]


def test_streets_without_and_streets_partly_without_a_group(
    village: Village, spoorstraat: WatchGroup, now: datetime
) -> None:
    assert [name for name, _ in rows_of(report.WITHOUT)] == ["Leijweg"]
    add_rule(village.street("leijweg"), spoorstraat, first=2, last=20, side="even", now=now)
    assert rows_of(report.WITHOUT) == []
    partly = dict(rows_of(report.PARTLY))
    assert partly["Dennenlaan"] == ("nummers vanaf 200",)
    assert partly["Leijweg"] == (
        "nummer 1",
        "oneven nummers 3 t/m 19 (alleen de even kant heeft een groep)",
        "nummers vanaf 21",
    ) or partly["Leijweg"] == (
        "oneven nummers 1 t/m 19 (alleen de even kant heeft een groep)",
        "nummers vanaf 21",
    )
    assert "Spoorstraat" not in partly


def test_rules_that_do_nothing(village: Village, spoorstraat: WatchGroup, now: datetime) -> None:
    assert rows_of(report.IDLE) == []
    outside = next(street for street in village.streets.values() if street.outside)
    rule = add_rule(outside, spoorstraat, now=now)
    street = village.street("dennenlaan")
    OfficialAddress.objects.create(street=street, house_number=63)
    idle = rows_of(report.IDLE)
    assert (outside.name, ("de hele straat", "de straat ligt buiten Dorst")) in idle
    told = "in de adressenlijst staat hier geen adres"
    assert ("Dennenlaan", ("nummers 1 t/m 61", told)) in idle
    assert ("Dennenlaan", ("nummers 62 t/m 66", told)) not in idle
    rule.delete()
    leijweg = village.street("leijweg")
    OfficialAddress.objects.create(street=leijweg, house_number=7)
    add_rule(leijweg, spoorstraat, first=2, last=20, side="even", now=now)
    assert ("Leijweg", ("even nummers 2 t/m 20", told)) in rows_of(report.IDLE)


def test_groups_without_a_street_and_addresses_without_a_group(
    village: Village, now: datetime
) -> None:
    assert rows_of(report.BARE) == []
    WatchGroup.objects.create(name="Kaal", slug="kaal")
    assert rows_of(report.BARE) == [("Kaal", ("in oprichting",))]
    for slug, number in (("leijweg", 4), ("spoorstraat", 4), ("dennenlaan", 300)):
        OfficialAddress.objects.create(street=village.street(slug), house_number=number)
    homes = rows_of(report.HOMES)
    assert homes == [("Leijweg", ("nummer 4",)), ("Dennenlaan", ("nummer 300",))]


def test_streets_without_addresses_are_not_known_and_not_nought(
    staff: Client, village: Village
) -> None:
    homes = f"{reverse('coverage')}?toon=adressen"
    assert "straten zijn de adressen niet bekend." in words_of(staff.get(homes))
    OfficialAddress.objects.create(street=village.street("spoorstraat"), house_number=4)
    words = words_of(staff.get(reverse("platform_streets")))
    assert "Leijweg ! Geen groep niet bekend 0 0" in words
    Street.objects.exclude(slug="spoorstraat").update(outside=True)
    assert "niet bekend" not in words_of(staff.get(homes))


@pytest.mark.parametrize("section", report.SECTIONS, ids=lambda one: one.code)
def test_every_section_goes_on_by_key(
    staff: Client,
    village: Village,
    spoorstraat: WatchGroup,
    now: datetime,
    section: report.Section,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(report, "PAGE", 2)
    for number in range(5):
        partly = Street.objects.create(name=f"Deel {number}", slug=f"deel-{number}", area="X")
        add_rule(partly, spoorstraat, first=1, last=9, now=now)
        OfficialAddress.objects.create(street=partly, house_number=30)
        Street.objects.create(name=f"Leeg {number}", slug=f"leeg-{number}", area="X")
        WatchGroup.objects.create(name=f"Kaal {number}", slug=f"kaal-{number}")
    seen: list[str] = []
    key, first = "", True
    while key or first:
        answer = staff.get(reverse("coverage"), {"toon": section.code, "na": key})
        page = answer.context["page"]
        seen += [str(row.street or row.group) for row in page.rows]
        key, first = page.next_key, False
    assert len(seen) == len(set(seen)) >= 5

"""Partners as the coordinators keep them: the list, one partner, its people, and two at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import ContactMoment, Partner, PartnerContact, PartnerKind, WatchGroup
from groups.partners.services.moments import note_moment, report_wrong
from groups.partners.services.partners import (
    ChangedMeanwhile,
    ContactFacts,
    NameTaken,
    PartnerFacts,
    add_contact,
    add_partner,
    bring_back,
    change,
    check,
    end,
)
from groups.privacy.services.retention import run_retention
from groups.values.village_time import village_day
from tests.groups.conftest import Village, log_in
from tests.groups.pages import at_most, text_of, words_of
from tests.groups.partners.partners import make_contact, make_partner, press

LIST = "/platform/partners/"
DAY = timedelta(days=1)


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


def page_of(partner: Partner) -> str:
    return reverse("partner_page", args=[partner.pk])


def facts(**given: Any) -> PartnerFacts:
    known: dict[str, Any] = {
        "kind": PartnerKind.OTHER,
        "name": "Dorpsraad Proef",
        "what_for": "",
        "phone": "",
        "email": "",
        "website": "",
        "shown_to": "beheerders",
        "serves_all": True,
        "groups": [],
        "checked": False,
    }
    return PartnerFacts(**(known | given))


# --- The list -----------------------------------------------------------------------------------


def test_the_list_is_by_name_with_kind_groups_and_sign(staff: Client, village: Village) -> None:
    make_partner("Zorg Proef", kind=PartnerKind.OTHER, checked_on=None)
    make_partner(
        "Aannemer Proef", groups=[village.group("dennenlaan"), village.group("spoorstraat")]
    )
    words = words_of(staff.get(LIST))
    assert words.index("Aannemer Proef") < words.index("Zorg Proef")
    assert "Dennenlaan, Spoorstraat" in words
    assert "Alle groepen" in words
    assert words.count("Nooit gecontroleerd") == 1


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"zoek": "corp"}, {"Corporatie"}),
        ({"soort": "housing"}, {"Corporatie"}),
        ({"soort": "municipality"}, set()),
        ({"groep": "Dennenlaan"}, {"Team", "Corporatie"}),
        ({"groep": "spoorstraat"}, {"Team"}),
        ({"nakijken": "ja"}, {"Team"}),
        ({"gestopt": "ja"}, {"Oud"}),
    ],
)
def test_the_filters_of_the_list(
    staff: Client, village: Village, query: dict[str, str], shown: set[str]
) -> None:
    team = make_partner("Team")
    make_contact(team, checked_on=village_day(timezone.now()) - timedelta(days=182))
    make_partner("Corporatie", kind=PartnerKind.HOUSING, groups=[village.group("dennenlaan")])
    make_partner("Oud", ended_at=timezone.now())
    page = words_of(staff.get(LIST, query)).split("Zoek", 2)[-1]
    assert {name for name in ("Team", "Corporatie", "Oud") if name in page} == shown


def test_an_unknown_group_in_the_filter_gets_names_that_look_like_it(
    staff: Client, village: Village
) -> None:
    answer = staff.get(LIST, {"groep": "Spoorstr"})
    assert "Groep ‘Spoorstr’ kennen we niet. Bedoel je Spoorstraat?" in text_of(answer)


def test_an_empty_list_says_so(staff: Client) -> None:
    assert "Geen partner gevonden." in words_of(staff.get(LIST))
    assert "Alles is het laatste half jaar gecontroleerd." in words_of(
        staff.get(LIST, {"nakijken": "ja"})
    )


def test_keys_page_through_all_partners_once(staff: Client) -> None:
    for number in range(60):
        make_partner(f"Partner {number:02d}")
    seen: list[str] = []
    query: dict[str, str] = {}
    for _ in range(3):
        answer = staff.get(LIST, query)
        page = answer.context["page"]
        seen += [row.partner.name for row in page.rows]
        query = {"na": str(page.next_key)}
    assert seen == sorted(set(seen))
    assert len(seen) == 60
    assert page.next_key == ""


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(
    staff: Client, village: Village
) -> None:
    groups = list(village.groups.values())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(LIST, {"nakijken": "ja"}).status_code == 200
        return len(captured)

    make_contact(make_partner("Een", checked_on=None, groups=groups))
    with_one = queries()
    for number in range(30):
        make_contact(make_partner(f"Nog een {number}", checked_on=None, groups=groups))
    assert queries() == with_one <= 10


# --- Making and changing ------------------------------------------------------------------------


def test_a_coordinator_adds_a_partner_for_some_groups(
    staff: Client, village: Village, coordinator: User
) -> None:
    typed = {
        "kind": "housing",
        "name": "Woonstichting Proef",
        "phone": "0162 12 34 56",
        "website": "www.voorbeeld.nl",
        "shown_to": "everybody",
        "groups": "Spoorstraat, de vliert\nDennenlaan",
        "checked": "on",
    }
    answer = staff.post(reverse("partner_new"), typed)
    made = Partner.objects.get()
    assert answer["Location"] == page_of(made)
    assert (made.phone, made.website) == ("+31162123456", "https://www.voorbeeld.nl")
    assert not made.serves_all
    assert {group.slug for group in made.groups.all()} == {"spoorstraat", "de-vliert", "dennenlaan"}
    assert made.checked_on == village_day(timezone.now())
    line = Entry.objects.get(verb="partner.added")
    assert (line.by, line.subject, line.facts) == (coordinator, f"partner:{made.pk}", {})


@pytest.mark.parametrize("number", ["14 0162", "0900-8844", "112"])
def test_a_short_number_is_kept_as_it_is_written(staff: Client, number: str) -> None:
    typed = {"kind": "other", "name": "X", "shown_to": "beheerders", "serves_all": "on"}
    staff.post(reverse("partner_new"), typed | {"phone": number})
    assert Partner.objects.get().phone == number


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Vul de naam in."),
        ({"name": "Team"}, "Er is al een partner met deze naam."),
        ({"kind": "gossip"}, "Kies een soort."),
        ({"phone": "bel maar"}, "Controleer het nummer."),
        ({"phone": "06 12"}, "Dit nummer is te kort."),
        ({"email": "zonder apenstaart"}, "Controleer je e-mailadres."),
        ({"website": "javascript://alert"}, "Controleer het adres."),
        ({"serves_all": ""}, "Zet een vinkje bij alle groepen"),
        ({"serves_all": "", "groups": "Spoorlaan"}, "Groep ‘Spoorlaan’ kennen we niet."),
        ({"shown_to": ""}, "Kies wie dit ziet."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    staff: Client, village: Village, wrong: dict[str, str], told: str
) -> None:
    make_partner("Team")
    right = {
        "kind": "other",
        "name": "Nieuw",
        "what_for": "Zomaar",
        "shown_to": "beheerders",
        "serves_all": "on",
    }
    sent = {name: value for name, value in (right | wrong).items() if value}
    answer = staff.post(reverse("partner_new"), sent)
    assert answer.status_code == 200
    assert told in text_of(answer)
    assert 'value="Zomaar"' in text_of(answer)
    assert Partner.objects.count() == 1


def test_many_unknown_names_take_few_queries(staff: Client, village: Village) -> None:
    sent = {"kind": "other", "name": "X", "shown_to": "beheerders"}
    names = "\n".join(f"Onbekend {number}" for number in range(150))
    staff.get(reverse("partner_new"))
    with at_most(10):
        answer = staff.post(reverse("partner_new"), sent | {"groups": names})
    assert "Groep ‘Onbekend 0’ kennen we niet." in text_of(answer)


def test_two_coordinators_at_once_one_wins_and_the_other_loses_nothing_typed(
    staff: Client, coordinator: User, superuser: User
) -> None:
    partner = make_partner("Team", what_for="Oud")
    opened = staff.get(reverse("partner_edit", args=[partner.pk]))
    mine = log_in(Client(), superuser)
    other = mine.get(reverse("partner_edit", args=[partner.pk]))
    assert press(mine, other, what_for="Van een ander").status_code == 302
    told = press(staff, opened, what_for="Van mij", name="Team Proef")
    assert told.status_code == 200
    page = text_of(told)
    assert "Iemand anders veranderde dit net" in page
    assert "Waarvoor?: Van een ander" in page
    assert 'value="Van mij"' in page
    assert Partner.objects.get().what_for == "Van een ander"
    assert press(staff, told).status_code == 302
    partner.refresh_from_db()
    assert (partner.what_for, partner.name, partner.version) == ("Van mij", "Team Proef", 3)


def test_who_edits_what_ended_is_told_and_keeps_what_was_typed(
    staff: Client, coordinator: User, now: datetime
) -> None:
    contact = make_contact(make_partner())
    opened = staff.get(reverse("contact_edit", args=[contact.pk]))
    end(contact.partner, by=coordinator, now=now)
    told = press(staff, opened, name="Nieuwe Naam")
    assert "Stand: gestopt" in text_of(told)
    assert 'value="Nieuwe Naam"' in text_of(told)
    contact.refresh_from_db()
    assert contact.name == "Wim Wijkagent"


def test_a_name_is_taken_once(coordinator: User, now: datetime) -> None:
    make_partner("Team")
    other = make_partner("Ander")
    with pytest.raises(NameTaken):
        add_partner(facts(name="Team"), by=coordinator, now=now)
    with pytest.raises(NameTaken):
        change(other, facts(name="Team"), version=1, by=coordinator, now=now)
    other.refresh_from_db()
    assert (other.name, other.version) == ("Ander", 1)


# --- Checking -----------------------------------------------------------------------------------


def test_one_tap_says_that_all_is_true(staff: Client, coordinator: User, now: datetime) -> None:
    partner = make_partner(checked_on=None, reported_at=now, report="Els: ander nummer")
    page = staff.get(page_of(partner))
    assert "Gemeld: klopt niet" in words_of(page)
    assert "Els: ander nummer" in words_of(page)
    assert press(staff, page).status_code == 302
    partner.refresh_from_db()
    assert (partner.checked_on, partner.report, partner.reported_at) == (
        village_day(timezone.now()),
        "",
        None,
    )
    assert Entry.objects.get(verb="partner.checked").by == coordinator


def test_what_was_reported_since_is_not_checked_away(
    staff: Client, own_beheerder: User, now: datetime
) -> None:
    partner = make_partner(checked_on=None)
    contact = make_contact(partner, checked_on=None)
    page = staff.get(page_of(partner))
    report_wrong(partner, contact=None, text="Het nummer is fout", by=own_beheerder, now=now)
    report_wrong(partner, contact=contact, text="Is weg", by=own_beheerder, now=now)
    for form in (0, 1):
        told = press(staff, page, form=form)
        assert "Kijk nog een keer" in text_of(staff.get(told["Location"]))
    partner.refresh_from_db()
    contact.refresh_from_db()
    assert partner.checked_on is None
    assert contact.report == "Els Eigen: Is weg"


def test_a_contact_is_checked_from_the_page(staff: Client) -> None:
    contact = make_contact(make_partner(), checked_on=None)
    press(staff, staff.get(page_of(contact.partner)), form=1)
    contact.refresh_from_db()
    assert contact.checked_on == village_day(timezone.now())


# --- Contacts -----------------------------------------------------------------------------------


def test_a_contact_needs_a_number_or_an_address(staff: Client) -> None:
    partner = make_partner()
    typed = {"name": "Wim Wijk", "shown_to": "beheerders", "serves_all": "on"}
    told = staff.post(reverse("contact_new", args=[partner.pk]), typed)
    assert "Vul een telefoonnummer of een e-mailadres in." in text_of(told)
    sent = staff.post(reverse("contact_new", args=[partner.pk]), typed | {"phone": "0600009801"})
    assert sent["Location"] == page_of(partner)
    assert PartnerContact.objects.get().phone == "+31600009801"


def test_no_contact_joins_a_partner_that_ended(coordinator: User, now: datetime) -> None:
    partner = make_partner()
    end(partner, by=coordinator, now=now)
    with pytest.raises(ChangedMeanwhile):
        add_contact(partner, _person(), by=coordinator, now=now)


def _person() -> ContactFacts:
    return ContactFacts(
        name="Wim",
        role="",
        what_for="",
        phone="14 0162",
        email="",
        shown_to="beheerders",
        serves_all=True,
        groups=[],
        checked=False,
    )


# --- Ending -------------------------------------------------------------------------------------


def test_ending_takes_a_page_that_tells_what_happens(staff: Client) -> None:
    partner = make_partner("Team")
    make_contact(partner)
    asked = staff.get(reverse("partner_end", args=[partner.pk]))
    assert "Stoppen met Team" in words_of(asked)
    assert press(staff, asked)["Location"] == LIST
    assert "Team" not in words_of(staff.get(LIST)).split("gestopt.")[-1]
    assert not PartnerContact.objects.current().exists()


def test_ending_twice_is_once(coordinator: User, now: datetime) -> None:
    partner = make_partner()
    end(partner, by=coordinator, now=now)
    end(partner, by=coordinator, now=now + DAY)
    partner.refresh_from_db()
    assert partner.ended_at == now
    assert Entry.objects.filter(verb="partner.ended").count() == 1


def test_a_partner_comes_back_with_who_ended_with_it(coordinator: User, now: datetime) -> None:
    partner = make_partner()
    earlier = make_contact(partner, "Eerder Weg", ended_at=now - DAY)
    along = make_contact(partner, "Ging Mee")
    end(partner, by=coordinator, now=now)
    bring_back(partner, by=coordinator, now=now + DAY)
    partner.refresh_from_db()
    assert partner.ended_at is None
    assert list(PartnerContact.objects.current()) == [along]
    assert earlier.ended_at


def test_a_contact_that_ended_is_wiped_after_30_days(coordinator: User, now: datetime) -> None:
    partner = make_partner()
    contact = make_contact(partner, email="wim@example.org")
    end(partner, by=coordinator, now=now)
    run_retention(now=now + 29 * DAY)
    contact.refresh_from_db()
    assert contact.name == "Wim Wijkagent"
    assert run_retention(now=now + 30 * DAY)["contacts"] == 1
    contact.refresh_from_db()
    assert (contact.name, contact.phone, contact.email) == ("", "", "")
    assert run_retention(now=now + 31 * DAY)["contacts"] == 0
    bring_back(partner, by=coordinator, now=now + 31 * DAY)
    assert not PartnerContact.objects.current().exists()


# --- What was said ------------------------------------------------------------------------------


def test_a_coordinator_notes_a_contact_for_a_group_or_for_staff_alone(
    staff: Client, spoorstraat: WatchGroup, coordinator: User
) -> None:
    partner = make_partner()
    contact = make_contact(partner)
    typed = {"on": village_day(timezone.now()).isoformat(), "note": "Overleg gepland."}
    press(staff, staff.get(page_of(partner)), form=2, **typed)
    more = {"contact": str(contact.pk), "group": "spoorstraat"}
    press(staff, staff.get(page_of(partner)), form=2, **typed, **more)
    for_staff, for_group = ContactMoment.objects.order_by("pk")
    assert (for_staff.group, for_staff.contact) == (None, None)
    assert (for_group.group, for_group.contact, for_group.by) == (spoorstraat, contact, coordinator)
    scopes = Entry.objects.filter(verb="moment.noted").order_by("pk").values_list("scope", "facts")
    assert list(scopes) == [("", {}), (f"group:{spoorstraat.pk}", {})]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"note": ""}, "Schrijf op waar het over ging."),
        ({"note": "x" * 501}, "Gebruik hoogstens 500 tekens."),
        ({"on": "morgen"}, "Schrijf de dag zo op: 31-12-2026."),
        ({"on": "31-12-2999"}, "Kies vandaag of een dag ervoor."),
        ({"on": "01-01-2020"}, "Kies een dag van het afgelopen jaar."),
        ({"group": "Nergens"}, "Groep ‘Nergens’ kennen we niet."),
        ({"contact": "99999"}, "Kies uit de lijst."),
    ],
)
def test_a_wrong_note_is_told_and_stays(
    staff: Client, village: Village, wrong: dict[str, str], told: str
) -> None:
    partner = make_partner()
    make_contact(partner)
    right = {"on": village_day(timezone.now()).isoformat(), "note": "Overleg gepland."}
    answer = staff.post(reverse("moment_new", args=[partner.pk]), right | wrong)
    assert answer.status_code == 200
    assert told in text_of(answer)
    assert (right | wrong)["note"] in text_of(answer)
    assert not ContactMoment.objects.exists()


def test_the_same_note_sent_twice_is_one(coordinator: User, now: datetime) -> None:
    partner = make_partner()
    said: dict[str, Any] = {"contact": None, "group": None, "on": village_day(now), "note": "Ja"}
    first = note_moment(partner, **said, by=coordinator, now=now)
    again = note_moment(partner, **said, by=coordinator, now=now + DAY)
    assert first == again
    assert Entry.objects.filter(verb="moment.noted").count() == 1


def test_a_note_can_be_taken_away(staff: Client, coordinator: User, now: datetime) -> None:
    partner = make_partner()
    _note(partner, coordinator, now)
    page = staff.get(page_of(partner))
    assert press(staff, page, form=2).status_code == 302
    assert not ContactMoment.objects.exists()
    assert Entry.objects.get(verb="moment.removed").by == coordinator


def test_a_note_is_wiped_after_a_year(coordinator: User, now: datetime) -> None:
    partner = make_partner(reported_at=now, report="Els: fout")
    _note(partner, coordinator, now)
    assert run_retention(now=now + 364 * DAY)["moments"] == 0
    assert run_retention(now=now + 366 * DAY)["moments"] == 2  # and what was said to be wrong
    partner.refresh_from_db()
    assert partner.report == ""


def _note(partner: Partner, by: User, now: datetime, note: str = "Besproken.") -> ContactMoment:
    said: dict[str, Any] = {"contact": None, "group": None, "on": village_day(now), "note": note}
    return note_moment(partner, **said, by=by, now=now)


def test_keys_page_through_all_notes_once(staff: Client, coordinator: User, now: datetime) -> None:
    partner = make_partner()
    for number in range(60):
        _note(partner, coordinator, now - number % 3 * DAY, note=f"Notitie {number:02d}.")
    seen: list[int] = []
    query: dict[str, str] = {}
    for _ in range(3):
        page = staff.get(page_of(partner), query).context["page"]
        seen += [moment.pk for moment in page.moments]
        query = {"na": str(page.next_key)}
    in_order = ContactMoment.objects.order_by("-on", "-id").values_list("pk", flat=True)
    assert seen == list(in_order)


def test_the_page_takes_the_same_queries_for_one_and_for_thirty(
    staff: Client, coordinator: User, village: Village, now: datetime
) -> None:
    partner = make_partner()
    groups = list(village.groups.values())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(page_of(partner)).status_code == 200
        return len(captured)

    _note(partner, coordinator, now)
    make_contact(partner, groups=groups)
    with_one = queries()
    for number in range(30):
        _note(partner, coordinator, now, note=f"Notitie {number}.")
        make_contact(partner, f"Wim {number}", groups=groups)
    assert queries() == with_one <= 10


# --- Who may ------------------------------------------------------------------------------------


def test_an_ended_partner_takes_no_more_notes_and_checks(
    staff: Client, coordinator: User, now: datetime
) -> None:
    partner = make_partner()
    end(partner, by=coordinator, now=now)
    for name in ("moment_new", "partner_checked", "contact_new"):
        assert staff.post(reverse(name, args=[partner.pk])).status_code == 404
    with pytest.raises(ChangedMeanwhile):
        check(partner, version=1, by=coordinator, now=now)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["own_beheerder", "plain_user"])
def test_it_is_there_for_coordinators_only(
    client: Client, who: str, request: pytest.FixtureRequest
) -> None:
    partner = make_partner()
    log_in(client, request.getfixturevalue(who))
    for path in (LIST, page_of(partner), reverse("partner_new")):
        assert client.get(path).status_code == 404


def test_az_09_no_page_of_partners_holds_a_member(
    staff: Client, make_member: Callable[..., Any], spoorstraat: WatchGroup
) -> None:
    make_member(name="Mien Kanarie", mobile="+31600004321", email="kanarie@example.org")
    partner = make_partner(groups=[spoorstraat])
    for path in (LIST, page_of(partner), reverse("partner_edit", args=[partner.pk])):
        page = text_of(staff.get(path))
        assert "anarie" not in page
        assert "4321" not in page

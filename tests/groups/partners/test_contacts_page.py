"""Whom a beheerder can turn to: partners of the own groups, what was said, and what is wrong."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.models import ContactMoment, Partner, PartnerKind, WatchGroup
from groups.partners.pages.contacts import who_is_who
from groups.partners.services.moments import note_moment, report_wrong
from groups.values.village_time import village_day
from tests.groups.conftest import Village, appoint, log_in
from tests.groups.pages import text_of, words_of
from tests.groups.partners.partners import make_contact, make_partner, press

PAGE = "/beheer/contacten/"
CARD = "/beheer/contacten/kaartje/"


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


@pytest.fixture
def elsewhere(dennenlaan: WatchGroup) -> Partner:
    """A partner of another group alone, with a contact."""
    partner = make_partner("Team Elders", groups=[dennenlaan])
    make_contact(partner, "Ella Elders")
    return partner


def paths_of(partner: Partner) -> list[str]:
    names = ("contact_partner", "contact_moment_new", "contact_wrong", "partner_vcard")
    contact = partner.contacts.get()
    return [
        *(reverse(name, args=[partner.pk]) for name in names),
        reverse("contact_vcard", args=[contact.pk]),
    ]


def noted(
    partner: Partner, group: WatchGroup | None, by: User, now: datetime, note: str
) -> ContactMoment:
    said: dict[str, Any] = {"contact": None, "on": village_day(now), "note": note}
    return note_moment(partner, group=group, **said, by=by, now=now)


# --- The page -----------------------------------------------------------------------------------


def test_the_numbers_for_everybody_stand_on_top(own: Client) -> None:
    words = words_of(own.get(PAGE))
    assert words.index("112") < words.index("0900-8844") < words.index("0800-7000")
    assert "Nog geen contacten. Platform Dorst vult dit aan." in words


def test_police_first_then_the_municipality_the_corporation_and_the_others(own: Client) -> None:
    kinds = (PartnerKind.OTHER, PartnerKind.HOUSING, PartnerKind.MUNICIPALITY, PartnerKind.POLICE)
    for place, kind in enumerate(kinds):
        make_partner(f"Nummer {4 - place}", kind=kind)
    words = words_of(own.get(PAGE))
    places = [words.index(f"Nummer {number}") for number in range(1, 5)]
    assert places == sorted(places)


def test_a_partner_can_be_called_mailed_and_kept(own: Client) -> None:
    partner = make_partner(phone="14 0162", email="team@example.org")
    contact = make_contact(partner)
    page = text_of(own.get(PAGE))
    assert 'href="tel:140162"' in page
    assert 'href="mailto:team@example.org"' in page
    assert 'href="tel:+31600009801"' in page
    assert "06 00 00 98 01" in page
    for name, pk in (("partner_vcard", partner.pk), ("contact_vcard", contact.pk)):
        assert reverse(name, args=[pk]) in page


def test_the_contact_card_names_person_organisation_and_number(own: Client) -> None:
    contact = make_contact(make_partner(), email="wim@example.org")
    answer = own.get(reverse("contact_vcard", args=[contact.pk]))
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    lines = answer.content.decode().split("\r\n")
    assert "FN:Wim Wijkagent" in lines
    assert "ORG:Basisteam Proef" in lines
    assert "TITLE:wijkagent" in lines
    assert "TEL;TYPE=WORK,VOICE:+31600009801" in lines
    assert "EMAIL:wim@example.org" in lines


def test_what_is_of_another_group_is_nowhere(own: Client, elsewhere: Partner) -> None:
    shared = make_partner("Team Samen")
    make_contact(shared, "Wim Hier")
    make_contact(shared, "Wim Daar", groups=list(elsewhere.groups.all()))
    for path in (PAGE, CARD):
        words = words_of(own.get(path))
        assert "Elders" not in words
        assert "Wim Daar" not in words
        assert "Wim Hier" in words
    for path in paths_of(elsewhere):
        assert own.get(path).status_code == 404
        assert own.post(path, {"text": "x"}).status_code in (404, 405)
    daar = shared.contacts.get(name="Wim Daar")
    assert own.get(reverse("contact_vcard", args=[daar.pk])).status_code == 404


def test_what_ended_is_nowhere(own: Client, now: datetime) -> None:
    gone = make_partner("Team Weg", ended_at=now)
    make_contact(gone, "Wim Weg")
    here = make_partner("Team Hier")
    make_contact(here, "Wim Gestopt", ended_at=now)
    words = words_of(own.get(PAGE))
    assert "Team Hier" in words
    assert "Weg" not in words
    assert "Gestopt" not in words
    for path in paths_of(gone):
        assert own.get(path).status_code == 404


@pytest.mark.parametrize(
    "who", ["former_beheerder", "invited_beheerder", "plain_user", "coordinator"]
)
def test_who_runs_no_group_sees_no_partners(
    client: Client, who: str, village: Village, request: pytest.FixtureRequest
) -> None:
    partner = make_partner("Team Overal")
    make_contact(partner)
    log_in(client, request.getfixturevalue(who))
    words = words_of(client.get(PAGE))
    assert "Team Overal" not in words
    assert "Je bent geen beheerder van een groep." in words
    for path in paths_of(partner):
        assert client.get(path).status_code == 404


def test_the_beheerders_of_own_and_adjoining_groups(
    own: Client, spoorstraat: WatchGroup, dennenlaan: WatchGroup, village: Village, deputy: User
) -> None:
    beside = User.objects.create_user("beside@example.org", name="Bea Naast")
    appoint(beside, dennenlaan)
    far = User.objects.create_user("far@example.org", name="Freek Ver")
    appoint(far, village.group("seters"))
    asked = User.objects.create_user("asked@example.org", name="Ans Gevraagd")
    appoint(asked, dennenlaan, accepted_at=None)
    assert "Bea Naast" not in words_of(own.get(PAGE))
    spoorstraat.adjoining.add(dennenlaan)
    words = words_of(own.get(PAGE))
    assert words.index("Piet Plaatsvervanger") < words.index("Bea Naast")
    assert "beside@example.org" in words
    assert "Freek Ver" not in words
    assert "Ans Gevraagd" not in words
    assert "Els Eigen" not in words


def test_az_09_no_member_is_on_a_page_of_partners(
    own: Client, make_member: Callable[..., Any]
) -> None:
    make_member(name="Mien Kanarie", mobile="+31600004321", email="kanarie@example.org")
    partner = make_partner()
    for path in (PAGE, CARD, reverse("contact_partner", args=[partner.pk])):
        page = text_of(own.get(path))
        assert "anarie" not in page
        assert "4321" not in page


def test_keys_page_through_all_partners_once(own: Client) -> None:
    for number in range(110):
        kind = PartnerKind.POLICE if number % 2 else PartnerKind.OTHER
        make_partner(f"Partner {number:03d}", kind=kind)
    seen: list[str] = []
    query: dict[str, str] = {}
    for _ in range(3):
        page = own.get(PAGE, query).context["page"]
        seen += [card.partner.name for card in page.partners]
        query = {"na": str(page.next_key)}
    assert len(seen) == len(set(seen)) == 110


def test_the_page_takes_the_same_queries_for_one_and_for_thirty(
    own: Client, village: Village, spoorstraat: WatchGroup, dennenlaan: WatchGroup
) -> None:
    spoorstraat.adjoining.add(dennenlaan)

    def another(number: int) -> None:
        make_contact(make_partner(f"Partner {number}", groups=[spoorstraat]))
        user = User.objects.create_user(f"naast-{number}@example.org")
        appoint(user, dennenlaan)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert own.get(PAGE).status_code == 200
        return len(captured)

    another(0)
    own.get(PAGE)
    with_one = queries()
    for number in range(1, 31):
        another(number)
    assert queries() == with_one <= 10


def test_the_card_for_the_wallet_holds_the_numbers(own: Client) -> None:
    partner = make_partner("Team Proef", phone="+31600009809")
    make_contact(partner)
    words = words_of(own.get(CARD))
    for number in ("112", "0900-8844", "0800-7000", "14 0162", "06 00 00 98 09", "06 00 00 98 01"):
        assert number in words


# --- What was said ------------------------------------------------------------------------------


def test_a_beheerder_notes_a_contact_for_the_own_group(
    own: Client, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    contact = make_contact(make_partner())
    form_page = own.get(reverse("contact_moment_new", args=[contact.partner_id]))
    assert "Schrijf geen namen van bewoners of verdachten op." in words_of(form_page)
    sent = press(own, form_page, note="Rondes afgesproken.", contact=str(contact.pk))
    made = ContactMoment.objects.get()
    assert (made.group, made.by, made.contact) == (spoorstraat, own_beheerder, contact)
    words = words_of(own.get(sent["Location"]))
    assert "Rondes afgesproken." in words
    assert "met Wim Wijkagent" in words
    line = Entry.objects.get(verb="moment.noted")
    assert (line.scope, line.facts) == (f"group:{spoorstraat.pk}", {})


def test_who_runs_two_groups_says_for_which(
    own: Client, own_beheerder: User, dennenlaan: WatchGroup, village: Village, now: datetime
) -> None:
    appoint(own_beheerder, dennenlaan)
    path = reverse("contact_moment_new", args=[make_partner().pk])
    typed = {"on": village_day(now).isoformat(), "note": "Besproken."}
    assert "Kies een groep." in text_of(own.post(path, typed))
    foreign = str(village.group("seters").pk)
    assert "Kies een groep." in text_of(own.post(path, typed | {"group": foreign}))
    assert own.post(path, typed | {"group": str(dennenlaan.pk)}).status_code == 302
    assert ContactMoment.objects.get().group == dennenlaan


def test_notes_of_other_groups_and_of_staff_are_not_there(
    own: Client,
    own_beheerder: User,
    other_beheerder: User,
    coordinator: User,
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    now: datetime,
) -> None:
    partner = make_partner()
    noted(partner, spoorstraat, own_beheerder, now, "Van ons.")
    theirs = noted(partner, dennenlaan, other_beheerder, now, "Van hen.")
    staffs = noted(partner, None, coordinator, now, "Van Platform.")
    for key in ("", str(theirs.pk), str(staffs.pk)):
        words = words_of(own.get(reverse("contact_partner", args=[partner.pk]), {"na": key}))
        assert "Van ons." in words
        assert "Van hen." not in words
        assert "Van Platform." not in words
    for other in (theirs, staffs):
        path = reverse("contact_moment_remove", args=[other.pk])
        assert own.post(path).status_code == 404


def test_only_an_own_note_is_taken_away(
    own: Client, own_beheerder: User, deputy: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    partner = make_partner()
    mine = noted(partner, spoorstraat, own_beheerder, now, "Van mij.")
    of_deputy = noted(partner, spoorstraat, deputy, now, "Van Piet.")
    remove = "contact_moment_remove"
    assert own.post(reverse(remove, args=[of_deputy.pk])).status_code == 404
    assert own.post(reverse(remove, args=[mine.pk])).status_code == 302
    assert list(ContactMoment.objects.all()) == [of_deputy]


# --- What is wrong ------------------------------------------------------------------------------


def test_what_is_wrong_reaches_the_coordinators_and_shows(
    own: Client, own_beheerder: User, coordinator: User
) -> None:
    contact = make_contact(make_partner())
    form_page = own.get(reverse("contact_wrong", args=[contact.partner_id]))
    press(own, form_page, text="Dit nummer is van een ander", contact=str(contact.pk))
    contact.refresh_from_db()
    assert contact.report == "Els Eigen: Dit nummer is van een ander"
    mail = Mail.objects.get(to=coordinator.email)
    assert "Wim" not in mail.subject + mail.text
    assert "nummer" not in mail.text
    assert mail.link_path == reverse("partner_page", args=[contact.partner_id])
    line = Entry.objects.get(verb="partner.reported")
    assert (line.by, line.subject) == (own_beheerder, f"contact:{contact.pk}")
    assert contact.partner in Partner.objects.to_check(village_day(line.at))
    staff = log_in(Client(), coordinator)
    assert "Gemeld: klopt niet" in words_of(staff.get(mail.link_path))


def test_several_reports_stand_together_and_give_one_mail_a_day(
    own_beheerder: User, deputy: User, coordinator: User, now: datetime
) -> None:
    partner = make_partner()
    with zeal_ignore():  # three people, one after the other
        for by, text in ((own_beheerder, "Fout"), (own_beheerder, "Fout"), (deputy, "Ook fout")):
            report_wrong(partner, contact=None, text=text, by=by, now=now)
    partner.refresh_from_db()
    assert partner.report == "Els Eigen: Fout\n\nPiet Plaatsvervanger: Ook fout"
    assert Mail.objects.filter(to=coordinator.email).count() == 1
    with zeal_ignore():
        report_wrong(partner, contact=None, text="Nog", by=deputy, now=now + timedelta(days=1))
    assert Mail.objects.filter(to=coordinator.email).count() == 2


def test_a_report_without_a_text_is_asked_for(own: Client) -> None:
    partner = make_partner()
    told = own.post(reverse("contact_wrong", args=[partner.pk]), {"text": ""})
    assert "Schrijf op wat er niet klopt." in text_of(told)
    assert not Mail.objects.exists()


# --- Everybody ----------------------------------------------------------------------------------


def test_only_what_is_shown_to_everybody_is_on_the_public_page(
    client: Client, spoorstraat: WatchGroup, dennenlaan: WatchGroup
) -> None:
    gemeente = make_partner("Gemeente Proef", shown_to="everybody")
    make_contact(gemeente, "Openbare Olga", shown_to="everybody")
    make_contact(gemeente, "Stille Sien")
    hidden = make_partner("Team Stil")
    make_contact(hidden, "Verborgen Vera", shown_to="everybody")
    make_partner("Corporatie Elders", shown_to="everybody", groups=[dennenlaan])
    words = words_of(client.get("/groep/spoorstraat/"))
    assert "Gemeente Proef" in words
    assert "Openbare Olga" in words
    for name in ("Stille Sien", "Team Stil", "Verborgen Vera", "Corporatie Elders"):
        assert name not in words
    assert "Corporatie Elders" in words_of(client.get("/groep/dennenlaan/"))
    for_all = words_of(client.get("/welke-app/"))
    assert "Gemeente Proef" in for_all
    assert "Corporatie Elders" not in for_all


def test_who_is_who_is_left_out_when_there_is_nobody(
    client: Client, spoorstraat: WatchGroup
) -> None:
    assert who_is_who(spoorstraat) == []
    assert "Wie is wie" not in words_of(client.get("/groep/spoorstraat/"))

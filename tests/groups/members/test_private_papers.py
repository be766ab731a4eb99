"""Papers with people on them: the right ones, for who may see them, and kept by nobody."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.members.forms import export as export_form
from groups.models import Membership, Partner, WatchGroup
from tests.groups.conftest import log_in
from tests.groups.pages import text_of, words_of
from tests.sheets import pretend_to_print, sheets_of, told_of, white_edge_of, words_on

MakeMember = Callable[..., Membership]
EXPORT = "/beheer/groep/spoorstraat/leden/meenemen/"
AS_PDF = {"form": "pdf", "reason": "kopie"}
KIT = "/beheer/groep/spoorstraat/overdracht/?als=pdf"
WALLET = "/beheer/contacten/kaartje/?als=pdf"
PAPERS = "/beheer/groep/spoorstraat/afdrukken/"
LONG = "Burgemeester van der Heijden-van Oldenbarneveltlaan Zuidzijd"
EVIL = 'Mien <b>Vet</b> & "Co"'


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that went to a printer that only says that it printed."""
    pages = pretend_to_print(monkeypatch)
    monkeypatch.setattr(export_form, "can_print", lambda: True)
    return pages


@pytest.mark.once
@pytest.mark.pdf
def test_the_list_is_landscape_with_its_head_on_each_sheet(
    own: Client, make_member: MakeMember, dennenlaan: WatchGroup
) -> None:
    for number in range(40):
        make_member(name=EVIL if number == 3 else f"Lid {number}", house_number=number + 1)
    make_member(name="Elders", group=dennenlaan)
    answer = own.post(EXPORT, AS_PDF)
    pdf = answer.content
    assert answer["Content-Disposition"] == 'inline; filename="ledenlijst-spoorstraat.pdf"'
    assert sheets_of(pdf) == [(297, 210)] * 3
    words = words_on(pdf)
    assert EVIL in words
    assert "Elders" not in words
    for each in ("Niet delen.", "Adres Naam Telefoon", "van 3"):
        assert words.count(each) == 3
    assert white_edge_of(pdf) >= 10
    told = told_of(pdf)
    assert (told["lang"], told["title"]) == ("nl", "Ledenlijst Spoorstraat - Buurtpreventie Dorst")
    assert {"/Table", "/TH", "/TD"} <= told["kinds"]


@pytest.mark.once
@pytest.mark.pdf
def test_the_handover_is_one_sheet_without_members(
    own: Client, spoorstraat: WatchGroup, member: Membership
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(name=LONG)
    for number in range(8):
        Partner.objects.create(
            kind="other", name=f"Partner {number}", phone=f"+3160000004{number}", what_for="x" * 60
        )
    pdf = own.get(KIT).content
    assert sheets_of(pdf) == [(210, 297)]
    words = words_on(pdf)
    assert "Overdracht groep Burgemeester" in words
    assert "Partner 7" in words
    assert member.name not in words


@pytest.mark.once
@pytest.mark.pdf
def test_the_card_for_a_wallet_holds_six_numbers_and_says_how_many_more(own: Client) -> None:
    for number in range(8):
        Partner.objects.create(
            kind="other", name=f"P{number} {'lang ' * 20}", phone=f"+3160000004{number}"
        )
    pdf = own.get(WALLET).content
    assert sheets_of(pdf) == [(210, 297)]
    words = words_on(pdf)
    assert "Gevaar? Bel 112." in words
    assert "06 00 00 00 45" in words
    assert "06 00 00 00 46" not in words
    assert "Nog 2 nummers: kijk bij Contacten." in words


def test_a_list_as_pdf_leaves_its_line_and_is_kept_by_nobody(
    own: Client, own_beheerder: User, member: Membership, printed: list[str]
) -> None:
    answer = own.post(EXPORT, AS_PDF)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "no-store, private"
    assert "ETag" not in answer
    line = Entry.objects.get(verb="members.exported")
    assert line.by == own_beheerder
    assert line.facts == {"form": "pdf", "reason": "kopie", "members": 1}
    assert member.name in printed[0]
    own.post(EXPORT, AS_PDF)
    assert len(printed) == 2


def test_a_list_as_pdf_asks_to_log_in_again(
    client: Client, own_beheerder: User, member: Membership, now: datetime, printed: list[str]
) -> None:
    log_in(client, own_beheerder)
    session = client.session
    sessions.begin(session, own_beheerder, second_factor=False, now=now.replace(year=now.year - 1))
    session.save()
    assert client.post(EXPORT, AS_PDF).status_code == 302
    assert printed == []


def test_without_the_libraries_pdf_is_no_choice(
    own: Client, member: Membership, printed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Als PDF" in words_of(own.get(EXPORT))
    monkeypatch.setattr(export_form, "can_print", lambda: False)
    assert "Als PDF" not in words_of(own.get(EXPORT))
    assert "Kies hoe je de lijst wilt hebben." in words_of(own.post(EXPORT, AS_PDF))
    assert not Entry.objects.filter(verb="members.exported").exists()


@pytest.mark.parametrize("path", [KIT, WALLET])
def test_other_papers_of_a_beheerder_are_kept_by_nobody(
    own: Client, printed: list[str], path: str
) -> None:
    answer = own.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "no-store, private"
    assert "ETag" not in answer


def test_a_stranger_gets_no_paper_of_a_group(
    client: Client, other_beheerder: User, member: Membership, printed: list[str]
) -> None:
    letters = reverse("telling_letters", args=["spoorstraat"]) + "?als=pdf"
    for path in (KIT, WALLET, PAPERS, letters):
        assert client.get(path).status_code == 302, path
    assert client.post(EXPORT, AS_PDF).status_code == 302
    log_in(client, other_beheerder)
    for path in (KIT, PAPERS, letters):
        assert client.get(path).status_code == 404, path
    assert client.post(EXPORT, AS_PDF).status_code == 404
    assert printed == []


def test_letters_as_pdf_leave_their_line_and_hold_only_who_needs_one(
    client: Client, coordinator: User, make_member: MakeMember, printed: list[str]
) -> None:
    log_in(client, coordinator)
    answer = client.get(reverse("telling_letters", args=["spoorstraat"]) + "?als=pdf")
    assert answer["Content-Disposition"] == 'inline; filename="brieven-spoorstraat.pdf"'
    assert Entry.objects.filter(verb="members.letters").count() == 1
    assert "Niemand heeft een brief nodig." in printed[0]


# --- The page with all of them --------------------------------------------------------------------


@pytest.mark.parametrize("who", ["own_beheerder", "coordinator"])
def test_a_group_has_its_papers_on_one_page(
    client: Client, spoorstraat: WatchGroup, request: pytest.FixtureRequest, who: str
) -> None:
    log_in(client, request.getfixturevalue(who))
    assert PAPERS in text_of(client.get("/beheer/groep/spoorstraat/"))
    page = client.get(PAPERS)
    for path in (
        "/poster/spoorstraat/",
        "/poster/spoorstraat/?vorm=strookjes",
        "/poster/spoorstraat/?vorm=brievenbus",
        "/poster/spoorstraat/?vorm=meterkast",
        "/groep/spoorstraat/meterkast/",
        "/spelregels/papier/zonder-waaksamen/",
        "/beheer/contacten/kaartje/",
        "/beheer/groep/spoorstraat/overdracht/",
        EXPORT,
    ):
        assert f'href="{path}"' in text_of(page)
        assert client.get(path).status_code == 200


def test_links_to_pdf_are_there_where_they_can_be_made(
    own: Client, spoorstraat: WatchGroup, monkeypatch: pytest.MonkeyPatch, printed: list[str]
) -> None:
    monkeypatch.setattr("groups.watchgroups.views.papers.can_print", lambda: True)
    page = text_of(own.get(PAPERS))
    for path in ("/poster/spoorstraat/?vorm=strookjes&als=pdf", "/poster/spoorstraat/?als=pdf"):
        assert f'href="{path}"' in page
        assert own.get(path)["Content-Type"] == "application/pdf"
    monkeypatch.setattr("groups.watchgroups.views.papers.can_print", lambda: False)
    assert "als=pdf" not in text_of(own.get(PAPERS))


def test_a_group_that_starts_has_no_card_that_leads_to_its_page(
    client: Client, coordinator: User, spoorstraat: WatchGroup
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status="starting")
    log_in(client, coordinator)
    page = text_of(client.get(PAPERS))
    assert "/groep/spoorstraat/meterkast/" not in page
    assert "/poster/spoorstraat/" in page

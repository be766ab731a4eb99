"""The page of the own group: facts, settings, and a link that only its beheerders read."""

from collections.abc import Callable
from datetime import datetime
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import ChatApp, GroupStatus, Membership, ResidentRequest, WatchGroup
from groups.values.secrets import seal
from groups.values.states import Owner, State
from groups.values.village_time import days_after
from groups.watchgroups.services.settings import set_invite_link
from groups.watchgroups.services.status import pause_group
from groups.welcome import invite_link_of
from tests.groups.conftest import appoint, log_in

LINK = "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQr"
OTHER_LINK = "https://chat.whatsapp.com/ZyXwVuTsRqPoNmLkJi"
PAGE = "/beheer/groep/spoorstraat/"
GOOD = {
    "way_of_adding": "welcome",
    "invite_link": LINK,
    "welcome_text": "Hoi {voornaam}, hier is de link: {link}",
}


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


def text(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def with_link(group: WatchGroup, at: datetime) -> None:
    rows = WatchGroup.objects.filter(pk=group.pk)
    rows.update(invite_link_encrypted=seal(LINK), invite_link_set_at=at)


def test_the_page_stands_where_the_contract_says(own: Client) -> None:
    assert reverse("my_group", args=["spoorstraat"]) == PAGE
    page = text(own)
    assert "<h1>Groep Spoorstraat</h1>" in page
    assert "Els Eigen, beheerder" in page
    assert "Spoorstraat" in page


def test_a_stranger_is_sent_to_log_in(client: Client, spoorstraat: WatchGroup) -> None:
    assert client.get(PAGE).status_code == 302
    assert client.post(PAGE, GOOD).status_code == 302


@pytest.mark.parametrize("who", ["other_beheerder", "former_beheerder", "plain_user"])
def test_az_02_another_group_is_not_there(
    client: Client, spoorstraat: WatchGroup, request: pytest.FixtureRequest, who: str
) -> None:
    log_in(client, request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, GOOD).status_code == 404
    spoorstraat.refresh_from_db()
    assert invite_link_of(spoorstraat) == ""


def test_being_alone_is_said(own: Client, spoorstraat: WatchGroup, plain_user: User) -> None:
    assert "Je bent alleen" in text(own)
    appoint(plain_user, spoorstraat, role="deputy")
    page = text(own)
    assert "Je bent alleen" not in page
    assert "Nienke Niets, plaatsvervanger" in page


@pytest.mark.parametrize(
    ("members", "warning"),
    [(49, ""), (50, "De groep wordt groot"), (99, "De groep wordt groot"), (100, "Dat is veel")],
)
def test_groups_stay_small(
    own: Client, make_member: Callable[..., Membership], members: int, warning: str
) -> None:
    for _ in range(members):
        make_member()
    page = text(own)
    for words in ("De groep wordt groot", "Dat is veel"):
        assert (words in page) is (words == warning)


def test_saving_stores_and_tells(own: Client, spoorstraat: WatchGroup, now: datetime) -> None:
    answer = own.post(PAGE, GOOD, follow=True)
    assert "Opgeslagen." in answer.content.decode()
    spoorstraat.refresh_from_db()
    assert invite_link_of(spoorstraat) == LINK
    assert LINK not in spoorstraat.invite_link_encrypted
    assert spoorstraat.welcome_text == GOOD["welcome_text"]
    assert LINK in text(own)


def test_a_new_link_asks_for_a_fresh_log_in_and_the_rest_is_kept(
    client: Client, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    with_link(spoorstraat, now)
    client.force_login(own_beheerder)  # an old session: nobody proved anything for a while
    answer = client.post(PAGE, GOOD | {"invite_link": OTHER_LINK})
    assert answer["Location"] == f"{reverse('fresh_login')}?next={quote(PAGE, safe='')}"
    spoorstraat.refresh_from_db()
    assert invite_link_of(spoorstraat) == LINK
    assert spoorstraat.welcome_text == GOOD["welcome_text"]
    assert "Plak de link daarna nog een keer." in text(client)
    assert client.post(PAGE, GOOD)["Location"] == PAGE  # the same link is no new one


def test_a_link_that_stays_keeps_its_age(
    own: Client, spoorstraat: WatchGroup, now: datetime
) -> None:
    set_at = days_after(now, -94)
    with_link(spoorstraat, set_at)
    assert "De link is 94 dagen oud." in text(own)
    own.post(PAGE, GOOD)
    spoorstraat.refresh_from_db()
    assert spoorstraat.invite_link_set_at == set_at
    own.post(PAGE, GOOD | {"invite_link": ""})
    spoorstraat.refresh_from_db()
    assert spoorstraat.invite_link_set_at is None
    assert invite_link_of(spoorstraat) == ""


@pytest.mark.parametrize(
    ("app", "good"),
    [
        (ChatApp.WHATSAPP, LINK),
        (ChatApp.WHATSAPP, f"{LINK}?mode=ems_copy_t"),
        (ChatApp.SIGNAL, "https://signal.group/#CjQKIAbcdefghij_-k"),
        (ChatApp.TELEGRAM, "https://t.me/+AbCdEfGhIj_-"),
    ],
)
def test_a_link_fits_the_app_of_the_group(
    own: Client, spoorstraat: WatchGroup, app: ChatApp, good: str
) -> None:
    for other in ChatApp:
        WatchGroup.objects.filter(pk=spoorstraat.pk).update(app=other)
        answer = own.post(PAGE, GOOD | {"invite_link": good})
        assert answer.status_code == (302 if other == app else 200), other


@pytest.mark.parametrize(
    "bad",
    [
        "http://chat.whatsapp.com/AbCdEfGhIjKlMnOpQr",
        "https://chat.whatsapp.com.example.org/AbCdEfGhIjKl",
        "https://chat.whatsapp.com/",
        "javascript:alert(1)",
        f"{LINK} extra",
        f"{LINK}'\"><b>",
    ],
)
def test_an_odd_link_is_refused_beside_its_field(
    own: Client, spoorstraat: WatchGroup, bad: str
) -> None:
    answer = own.post(PAGE, GOOD | {"invite_link": bad})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Dit is geen link van een groep in WhatsApp." in page
    assert "<b>" not in page
    spoorstraat.refresh_from_db()
    assert invite_link_of(spoorstraat) == ""


@pytest.mark.parametrize(
    ("welcome", "mistake"),
    [
        ("", "Schrijf een welkomsttekst."),
        ("Hoi {voornaam}!", "Zet {link} in de tekst."),
        (f"Kom erbij: {LINK} {{link}}", "Zet de link niet in de tekst."),
        ("Kom: HTTPS://CHAT.WHATSAPP.COM/abc {link}", "Zet de link niet in de tekst."),
        ("Kom: t.me/+abc {link}", "Zet de link niet in de tekst."),
        ("Kom: signal.group/#abc {link}", "Zet de link niet in de tekst."),
        ("Hoi {naam} {link}", "{naam} kennen we niet."),
        ("x" * 601, "Dit is te lang."),
    ],
)
def test_a_welcome_text_that_will_not_do(own: Client, welcome: str, mistake: str) -> None:
    answer = own.post(PAGE, GOOD | {"welcome_text": welcome})
    assert answer.status_code == 200
    assert answer.content.decode().count(mistake) == 2


def test_by_hand_the_text_needs_no_link(own: Client) -> None:
    sent = GOOD | {"way_of_adding": "contact", "welcome_text": "Welkom {voornaam}!"}
    assert own.post(PAGE, sent).status_code == 302


def test_az_05_other_fields_change_nothing(
    own: Client, spoorstraat: WatchGroup, own_beheerder: User
) -> None:
    own.post(PAGE, GOOD | {"name": "Anders", "status": "archived", "capacity": "1", "slug": "x"})
    after = WatchGroup.objects.get(pk=spoorstraat.pk)
    assert (after.name, after.slug) == (spoorstraat.name, spoorstraat.slug)
    assert (after.status, after.capacity) == (spoorstraat.status, spoorstraat.capacity)


def test_opening_after_a_pause_brings_back_what_waited(
    own: Client, spoorstraat: WatchGroup, make_request: Callable[..., ResidentRequest]
) -> None:
    assert own.post(PAGE, GOOD | {"paused": "on"}).status_code == 302
    spoorstraat.refresh_from_db()
    assert spoorstraat.status == "paused"
    waiting = make_request(
        state=State.WAITING, group=spoorstraat, route_reason="paused", owner=Owner.COORDINATORS
    )
    answer = own.post(PAGE, GOOD, follow=True)
    assert "Opgeslagen. 1 aanvraag die wachtte, staat nu bij jou." in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.owner == Owner.GROUP


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_staff_look_without_the_link_and_save_nothing(
    client: Client,
    spoorstraat: WatchGroup,
    now: datetime,
    request: pytest.FixtureRequest,
    who: str,
) -> None:
    with_link(spoorstraat, now)
    log_in(client, request.getfixturevalue(who))
    page = text(client)
    assert LINK not in page
    assert "Er is een link. Alleen de beheerders zien hem." in page
    assert "Opslaan" not in page
    assert client.post(PAGE, GOOD).status_code == 403
    assert not Entry.objects.filter(verb="group.settings_changed").exists()


def test_cf_04_an_old_page_undoes_no_pause_and_no_link_of_somebody_else(
    own: Client, spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    opened = own.get(PAGE).context["form"]["seen"].value()
    pause_group(spoorstraat, reason="Te veel berichten.", by=coordinator, now=now)
    set_invite_link(spoorstraat, link=OTHER_LINK, by=coordinator, now=now)
    typed = GOOD | {"seen": opened, "welcome_text": "Dag {voornaam}, hier is hij: {link}"}
    answer = own.post(PAGE, typed)
    page = unescape(answer.content.decode())
    assert "Iemand anders veranderde dit net" in page
    assert f"Link van de groep: {OTHER_LINK}" in page
    assert "open: ja" in page
    assert "Dag {voornaam}, hier is hij: {link}" in page
    spoorstraat.refresh_from_db()
    assert spoorstraat.status == GroupStatus.PAUSED
    assert invite_link_of(spoorstraat) == OTHER_LINK
    # Who saw that and presses again, means it.
    own.post(PAGE, typed | {"seen": answer.context["form"]["seen"].value()})
    spoorstraat.refresh_from_db()
    assert spoorstraat.status == GroupStatus.ACTIVE
    assert invite_link_of(spoorstraat) == LINK

"""Putting an approved person into the chat: nothing to type, and the next one opens by itself."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit import vcards
from groups.models import ChatApp, Membership, ResidentRequest, WatchGroup, WayOfAdding
from groups.requests.services import deciding
from groups.values.secrets import seal
from groups.values.states import State
from tests.groups.conftest import log_in

MakeRequest = Callable[..., ResidentRequest]
LINKS = {
    ChatApp.WHATSAPP: "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQr",
    ChatApp.SIGNAL: "https://signal.group/#CjQKIAbcdefghij",
    ChatApp.TELEGRAM: "https://t.me/+AbCdEfGhIj",
}


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


@pytest.fixture
def approved(make_request: MakeRequest, own_beheerder: User) -> ResidentRequest:
    """Just approved, with the mail held."""
    row = make_request(mobile="+31600001234", email_confirmed_at=timezone.now())
    deciding.approve(row, by=own_beheerder, now=timezone.now())
    return row


def use(group: WatchGroup, app: ChatApp, *, way: str = WayOfAdding.WELCOME_MESSAGE) -> None:
    WatchGroup.objects.filter(pk=group.pk).update(
        app=app,
        way_of_adding=way,
        invite_link_encrypted=seal(LINKS[app]),
        invite_link_set_at=timezone.now(),
    )


def add_page(client: Client, row: ResidentRequest) -> str:
    answer = client.get(reverse("request_add", args=[row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


# --- The page --------------------------------------------------------------------------------


def test_whatsapp_opens_with_the_whole_message(
    own: Client, approved: ResidentRequest, spoorstraat: WatchGroup
) -> None:
    use(spoorstraat, ChatApp.WHATSAPP)
    page = add_page(own, approved)
    href = re.search(r'href="(https://wa\.me/[^"]+)"', page)
    assert href is not None
    address = urlsplit(href[1].replace("&amp;", "&"))
    assert address.path == "/31600001234"
    [message] = parse_qs(address.query, strict_parsing=True)["text"]
    for part in ("Hoi Rika,", "buurtapp Spoorstraat", LINKS[ChatApp.WHATSAPP], "Els Eigen"):
        assert part in message
    assert "{" not in message
    assert "Open WhatsApp met Rika" in page


@pytest.mark.parametrize(
    ("app", "address"),
    [
        (ChatApp.SIGNAL, "https://signal.me/#p/+31600001234"),
        (ChatApp.TELEGRAM, "https://t.me/+31600001234"),
    ],
)
def test_other_apps_get_the_text_to_copy(
    own: Client, approved: ResidentRequest, spoorstraat: WatchGroup, app: ChatApp, address: str
) -> None:
    use(spoorstraat, app)
    page = add_page(own, approved)
    assert f'href="{address}"' in page
    textarea = re.search(r"<textarea[^>]* readonly>([^<]+)</textarea>", page)
    assert textarea is not None
    assert LINKS[app] in textarea[1]
    assert "wa.me" not in page


def test_by_hand_gives_the_card_and_four_steps(
    own: Client, approved: ResidentRequest, spoorstraat: WatchGroup
) -> None:
    use(spoorstraat, ChatApp.WHATSAPP, way=WayOfAdding.CONTACT_CARD)
    page = add_page(own, approved)
    assert reverse("request_vcard", args=[approved.pk]) in page
    assert reverse("request_qr", args=[approved.pk]) in page
    assert "Lukt toevoegen niet?" in page
    assert reverse("request_number", args=[approved.pk]) in page
    assert "wa.me" not in page
    assert LINKS[ChatApp.WHATSAPP] not in page


def test_a_group_without_a_link_adds_by_hand_and_says_why(
    own: Client, approved: ResidentRequest
) -> None:
    page = add_page(own, approved)
    assert "De groep heeft nog geen link." in page
    assert reverse("request_vcard", args=[approved.pk]) in page
    assert "wa.me" not in page


@pytest.mark.parametrize(
    ("facts", "news"),
    [
        ({"email_confirmed_at": True}, "Rika krijgt over 5 minuten bericht."),
        ({}, "nog niet bevestigd. App of bel Rika"),
        ({"email": ""}, "Rika heeft geen e-mail. Bel of app"),
        ({"email": "", "email_refused_at": True}, "Het e-mailadres klopt niet."),
    ],
)
def test_the_notice_tells_what_the_person_gets(
    own: Client,
    make_request: MakeRequest,
    own_beheerder: User,
    facts: dict[str, object],
    news: str,
) -> None:
    now = timezone.now()
    row = make_request(**{k: now if v is True else v for k, v in facts.items()})
    deciding.approve(row, by=own_beheerder, now=now)
    page = add_page(own, row)
    assert news in page
    assert "Maak ongedaan" in page


def test_after_five_minutes_there_is_no_undo(
    own: Client, make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    row = make_request(email_confirmed_at=now)
    deciding.approve(row, by=own_beheerder, now=now - timedelta(minutes=6))
    page = add_page(own, row)
    assert "Maak ongedaan" not in page
    assert "over" not in page.split("Goedgekeurd")[1].split("</p>")[1]


def test_an_open_request_is_decided_first(own: Client, join_request: ResidentRequest) -> None:
    answer = own.get(reverse("request_add", args=[join_request.pk]))
    assert answer["Location"] == reverse("request", args=[join_request.pk])
    for name in ("request_vcard", "request_qr"):
        assert own.get(reverse(name, args=[join_request.pk])).status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_az_04_staff_see_no_link_and_add_nobody(
    client: Client,
    approved: ResidentRequest,
    spoorstraat: WatchGroup,
    request: pytest.FixtureRequest,
    who: str,
) -> None:
    use(spoorstraat, ChatApp.WHATSAPP)
    log_in(client, request.getfixturevalue(who))
    for name in ("request_add", "request_vcard", "request_qr"):
        answer = client.get(reverse(name, args=[approved.pk]))
        assert answer.status_code == 403
        assert LINKS[ChatApp.WHATSAPP] not in answer.content.decode()
    assert client.post(reverse("request_added", args=[approved.pk])).status_code == 403
    assert not Membership.objects.exists()


def test_a_stranger_is_sent_to_log_in(client: Client, approved: ResidentRequest) -> None:
    for name in ("request_add", "request_vcard", "request_qr"):
        assert client.get(reverse(name, args=[approved.pk])).status_code == 302
    assert client.post(reverse("request_added", args=[approved.pk])).status_code == 302
    assert not Membership.objects.exists()


def test_az_02_another_beheerder_finds_nothing(
    client: Client, approved: ResidentRequest, other_beheerder: User
) -> None:
    log_in(client, other_beheerder)
    for name in ("request_add", "request_vcard", "request_qr"):
        assert client.get(reverse(name, args=[approved.pk])).status_code == 404
    assert client.post(reverse("request_added", args=[approved.pk])).status_code == 404


# --- The card --------------------------------------------------------------------------------


def test_the_card_is_a_vcard_of_the_person(own: Client, approved: ResidentRequest) -> None:
    answer = own.get(reverse("request_vcard", args=[approved.pk]))
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    card = answer.content.decode()
    assert "FN:Rika Resident – Spoorstraat 12\r\n" in card
    assert "TEL;TYPE=CELL:+31600001234\r\n" in card
    assert Entry.objects.filter(verb="request.viewed").exists()


def test_the_qr_is_a_picture_that_scales(own: Client, approved: ResidentRequest) -> None:
    answer = own.get(reverse("request_qr", args=[approved.pk]))
    assert answer["Content-Type"] == "image/svg+xml"
    picture = answer.content.decode()
    assert "viewBox" in picture
    assert "<script" not in picture


def test_nothing_breaks_out_of_a_card() -> None:
    card = vcards.vcard("Jan; de, Boef\\\r\nTEL:112", "+31600001234")
    assert "FN:Jan\\; de\\, Boef\\\\\\nTEL:112\r\n" in card
    assert card.count("\r\nTEL") == 1
    assert card.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert card.endswith("END:VCARD\r\n")


def test_long_names_are_folded_between_letters() -> None:
    name = "Zoë" * 60
    card = vcards.vcard(name, "+31600001234")
    assert all(len(line.encode()) <= 75 for line in card.split("\r\n"))
    assert f"FN:{name}\r\n" in card.replace("\r\n ", "")


# --- Vinkje ----------------------------------------------------------------------------------


def test_added_makes_the_membership_and_opens_the_next(
    own: Client, approved: ResidentRequest, make_request: MakeRequest, now: datetime
) -> None:
    later = make_request(created_at=now - timedelta(days=2))
    first = make_request(created_at=now - timedelta(days=5))
    answer = own.post(reverse("request_added", args=[approved.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("request", args=[first.pk])
    assert "Rika staat op de ledenlijst. Nog 2 aanvragen." in answer.content.decode()
    membership = Membership.objects.get()
    assert membership.mobile == "+31600001234"
    later.delete()


def test_after_the_last_one_the_inbox_says_goodnight(
    own: Client, approved: ResidentRequest
) -> None:
    answer = own.post(reverse("request_added", args=[approved.pk]), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("inbox")
    assert "Rika staat op de ledenlijst." in page
    assert "Niets te doen. Fijne avond!" in page


def test_pressing_twice_makes_one_member(own: Client, approved: ResidentRequest) -> None:
    for _ in range(2):
        assert own.post(reverse("request_added", args=[approved.pk])).status_code == 302
    assert Membership.objects.count() == 1
    assert Entry.objects.filter(verb="request.added").count() == 1


def test_what_was_undone_elsewhere_is_not_added(
    own: Client, approved: ResidentRequest, deputy: User
) -> None:
    deciding.undo_decision(approved, by=deputy, now=timezone.now())
    answer = own.post(reverse("request_added", args=[approved.pk]))
    assert answer.status_code == 409
    assert "De aanvraag staat open." in answer.content.decode()
    assert not Membership.objects.exists()


def test_opening_the_page_adds_nobody(own: Client, approved: ResidentRequest) -> None:
    add_page(own, approved)
    assert own.get(reverse("request_added", args=[approved.pk])).status_code == 405
    approved.refresh_from_db()
    assert approved.state == State.APPROVED
    assert not Membership.objects.exists()

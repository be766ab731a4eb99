"""Deciding on a request: who may, what happens, and what is told when it is too late."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail, MailState
from groups.models import Appointment, Handover, Membership, ResidentRequest, WatchGroup
from groups.privacy.services.retention import run_retention
from groups.requests.services import deciding, forwarding
from groups.values.states import Owner, State
from tests.groups.conftest import Village, appoint, log_in
from tests.groups.pages import at_most

MakeRequest = Callable[..., ResidentRequest]
ONLY_A_BEHEERDER = "Alleen een beheerder kan goedkeuren. Benoem eerst iemand."


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


def url(name: str, row: ResidentRequest | Handover) -> str:
    return reverse(name, args=[row.pk])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# --- Looking ---------------------------------------------------------------------------------


def test_the_page_shows_all_facts(
    own: Client, make_request: MakeRequest, make_member: Callable[..., Membership]
) -> None:
    make_member(house_number=12, name="Jan Alarm")
    row = make_request(
        mobile="+31600001234",
        message="Ik woon hier net.",
        organisation="Bakkerij De Korst",
        has_app="no",
    )
    page = text(own, url("request", row))
    for fact in (
        "Rika Resident wil meedoen",
        "Spoorstraat 12",
        "Hoort bij groep Spoorstraat.",
        'href="tel:+31600001234"',
        "Jan Alarm: op dit adres",
        "Ik woon hier net.",
        "Bakkerij De Korst",
        "Nee, help me op weg",
        "rika@example.org",
        row.reference,
        "De aanvraag kwam binnen",
        "Goedkeuren en toevoegen",
        "Vragen, doorsturen of afwijzen",
    ):
        assert fact in page, fact


def test_who_chose_another_group_says_why(own: Client, make_request: MakeRequest) -> None:
    row = make_request(why_this_group="Ik werk hier.")
    assert "Koos deze groep zelf: Ik werk hier." in text(own, url("request", row))


def test_every_tag_stands_with_the_fact_that_it_is_about(
    own: Client, make_request: MakeRequest, make_member: Callable[..., Membership]
) -> None:
    make_member(mobile="+31600001234")
    row = make_request(mobile="+31600001234", created_at=timezone.now() - timedelta(days=9))
    page = text(own, url("request", row))
    facts = page.split('<div class="dp-facts">')[1].split("</dl>")[0]
    assert page.count('"dp-tag ') == facts.count('"dp-tag ')
    for term, tag in (
        ("Adres", "Adres klopt"),
        ("Telefoon", "Nummer al lid"),
        ("E-mail", "E-mail nog niet bevestigd: app of bel"),
        ("Gevraagd", "Wacht 9 dagen"),
    ):
        assert tag in facts.split(f"<dt>{term}</dt>")[1].split("</dd>")[0]


def test_the_facts_stand_above_the_button_and_the_rest_is_folded(
    own: Client, join_request: ResidentRequest
) -> None:
    page = text(own, url("request", join_request))
    button = page.index("Goedkeuren en toevoegen")
    assert page.index("<dt>Adres</dt>") < page.index("<dt>Telefoon</dt>") < button
    assert button < page.index("<details") < page.index("<dt>Kenmerk</dt>")


def test_a_doubt_stands_above_the_button_with_what_can_be_done(
    own: Client, make_request: MakeRequest
) -> None:
    assert "Wat kan ik doen?" not in text(own, url("request", make_request()))
    row = make_request(street=None, street_text="Nergensweg", mobile="+31600001234")
    page = text(own, url("request", row))
    doubt, advice = page.index("Adres niet gevonden"), page.index("Wat kan ik doen?")
    assert doubt < advice < page.index("Goedkeuren en toevoegen")
    assert 'href="https://wa.me/31600001234"' in page
    assert "Goedkeuren en toevoegen" in page


def test_looking_leaves_a_line_and_changes_nothing(
    own: Client, join_request: ResidentRequest, own_beheerder: User
) -> None:
    before = ResidentRequest.objects.values().get()
    text(own, url("request", join_request))
    assert ResidentRequest.objects.values().get() == before
    line = Entry.objects.about(f"request:{join_request.pk}").get()
    assert (line.verb, line.by) == ("request.viewed", own_beheerder)


def test_what_another_group_did_stays_there(
    client: Client,
    join_request: ResidentRequest,
    own_beheerder: User,
    other_beheerder: User,
    dennenlaan: WatchGroup,
    now: datetime,
) -> None:
    deciding.note_view(join_request, by=own_beheerder, now=now)
    forwarding.forward(join_request, to=dennenlaan, note="", by=own_beheerder, now=now)
    page = text(log_in(client, other_beheerder), url("request", join_request))
    assert "Een andere groep stuurde de aanvraag door" in page
    assert "Els Eigen" not in page


def test_a_colleague_who_looks_is_named(
    own: Client, join_request: ResidentRequest, deputy: User, now: datetime
) -> None:
    deciding.note_view(join_request, by=deputy, now=now)
    assert "Piet Plaatsvervanger kijkt ernaar" in text(own, url("request", join_request))


def test_once_cleared_the_page_shows_the_membership(
    own: Client, make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    row = make_request(state=State.ADDED, decided_by=own_beheerder, added_at=now)
    run_retention(now=now + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.name == ""
    page = text(own, url("request", row))
    assert "Rika Resident staat op de ledenlijst" in page
    assert "Spoorstraat 12" in page


def test_an_anonymised_request_says_so(
    own: Client, make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    row = make_request(state=State.DECLINED, decided_by=own_beheerder, due_at=now)
    run_retention(now=now + timedelta(minutes=1))
    page = text(own, url("request", row))
    assert "gewist" in page
    assert "Rika" not in page


def test_a_request_of_an_unknown_street_opens_for_a_coordinator(
    client: Client, coordinator: User, make_request: MakeRequest
) -> None:
    row = make_request(owner=Owner.COORDINATORS, group=None, street=None, street_text="Nergensweg")
    page = text(log_in(client, coordinator), url("request", row))
    assert "Adres niet gevonden" in page
    assert "Vragen, doorsturen of afwijzen" in page
    assert "Goedkeuren en toevoegen" not in page


def test_a_coordinator_sees_and_does_not_approve(
    client: Client, coordinator: User, join_request: ResidentRequest
) -> None:
    page = text(log_in(client, coordinator), url("request", join_request))
    assert "Goedkeuren en toevoegen" not in page
    assert "Vragen, doorsturen of afwijzen" not in page
    assert ONLY_A_BEHEERDER in page
    assert f"{reverse('appoint')}?groep=spoorstraat" in page


def test_from_day_seven_on_a_coordinator_may_decline(
    client: Client, coordinator: User, make_request: MakeRequest, now: datetime
) -> None:
    row = make_request(escalated_at=now)
    page = text(log_in(client, coordinator), url("request", row))
    assert "Goedkeuren en toevoegen" not in page
    assert url("request_other", row) in page


# --- Approving -------------------------------------------------------------------------------


def test_approving_leads_to_adding(own: Client, join_request: ResidentRequest) -> None:
    answer = own.post(url("request_approve", join_request))
    assert answer.status_code == 302
    assert answer["Location"] == url("request_add", join_request)
    join_request.refresh_from_db()
    assert join_request.state == State.APPROVED


def test_a_get_never_approves(own: Client, join_request: ResidentRequest) -> None:
    for ask in (own.get, own.head, own.put, own.delete):
        assert ask(url("request_approve", join_request)).status_code == 405
    join_request.refresh_from_db()
    assert join_request.state == State.OPEN


def test_pressing_twice_is_pressing_once(own: Client, join_request: ResidentRequest) -> None:
    for _ in range(2):
        answer = own.post(url("request_approve", join_request))
        assert answer["Location"] == url("request_add", join_request)
    assert Mail.objects.filter(key__contains="-approved-").count() == 1
    assert Entry.objects.filter(verb="request.approved").count() == 1


def test_who_comes_second_reads_who_was_first(
    own: Client, join_request: ResidentRequest, deputy: User
) -> None:
    deciding.approve(join_request, by=deputy, now=timezone.now())
    answer = own.post(url("request_approve", join_request))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Er is niets veranderd" in page
    assert "Goedgekeurd door Piet Plaatsvervanger" in page


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_az_04_staff_cannot_approve(
    client: Client, join_request: ResidentRequest, request: pytest.FixtureRequest, who: str
) -> None:
    log_in(client, request.getfixturevalue(who))
    answer = client.post(url("request_approve", join_request))
    assert answer.status_code == 403
    assert ONLY_A_BEHEERDER in answer.content.decode()
    join_request.refresh_from_db()
    assert join_request.state == State.OPEN


def test_az_04_a_coordinator_who_was_appointed_can(
    client: Client, coordinator: User, spoorstraat: WatchGroup, join_request: ResidentRequest
) -> None:
    appoint(coordinator, spoorstraat)
    log_in(client, coordinator)
    assert "Goedkeuren en toevoegen" in text(client, url("request", join_request))
    assert client.post(url("request_approve", join_request)).status_code == 302


@pytest.mark.parametrize("who", ["other_beheerder", "former_beheerder", "invited_beheerder"])
def test_az_02_what_is_another_groups_is_not_there(
    client: Client, join_request: ResidentRequest, request: pytest.FixtureRequest, who: str
) -> None:
    log_in(client, request.getfixturevalue(who))
    for name in ("request", "request_other", "request_add", "request_vcard", "request_qr"):
        assert client.get(url(name, join_request)).status_code == 404, name
    for name in (
        "request_approve",
        "request_other",
        "request_undo",
        "request_join",
        "request_added",
    ):
        assert client.post(url(name, join_request)).status_code == 404, name
    join_request.refresh_from_db()
    assert join_request.state == State.OPEN
    assert not Entry.objects.filter(subject=f"request:{join_request.pk}").exists()


def test_az_03_elsewhere_and_nowhere_look_the_same(
    client: Client, other_beheerder: User, join_request: ResidentRequest
) -> None:
    log_in(client, other_beheerder)
    elsewhere = client.get(url("request", join_request))
    for pk in (join_request.pk + 1000, 10**30):
        nowhere = client.get(reverse("request", args=[pk]))
        assert nowhere.status_code == elsewhere.status_code == 404
        assert nowhere.content == elsewhere.content


def test_a_stranger_is_sent_to_log_in(client: Client, join_request: ResidentRequest) -> None:
    answer = client.post(url("request_approve", join_request))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_request_login_code"))


def test_az_05_fields_that_nobody_asked_for_change_nothing(
    own: Client, join_request: ResidentRequest, dennenlaan: WatchGroup
) -> None:
    extra = {
        "status": "approved",
        "state": "added",
        "group": dennenlaan.pk,
        "approved_by": 1,
        "decided_by": 1,
        "is_superuser": 1,
        "id": 1,
        "owner": "coordinators",
        "name": "Iemand Anders",
        "email_confirmed_at": "2020-01-01",
    }
    own.post(url("request_approve", join_request), extra)
    after = ResidentRequest.objects.get()
    assert after.state == State.APPROVED
    assert (after.group_id, after.name) == (join_request.group_id, join_request.name)
    assert after.owner == Owner.GROUP
    assert after.email_confirmed_at is None


def test_az_10_who_was_ended_while_the_page_was_open_can_do_nothing(
    own: Client, join_request: ResidentRequest, own_beheerder: User
) -> None:
    text(own, url("request", join_request))
    Appointment.objects.filter(user=own_beheerder).update(until=timezone.now())
    for name in (
        "request_approve",
        "request_other",
        "request_undo",
        "request_join",
        "request_added",
    ):
        assert own.post(url(name, join_request)).status_code == 404
    join_request.refresh_from_db()
    assert join_request.state == State.OPEN


def test_az_11_a_request_goes_by_its_own_group_whatever_is_sent_along(
    own: Client,
    own_beheerder: User,
    dennenlaan: WatchGroup,
    join_request: ResidentRequest,
    make_request: MakeRequest,
) -> None:
    appoint(own_beheerder, dennenlaan)
    other = make_request(group=dennenlaan)
    own.post(url("request_approve", join_request), {"pk": other.pk, "group": dennenlaan.pk})
    other.refresh_from_db()
    assert other.state == State.OPEN


def test_az_12_without_a_beheerder_nobody_can_approve(
    client: Client, coordinator: User, superuser: User, make_request: MakeRequest
) -> None:
    row = make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder")
    for user in (coordinator, superuser):
        answer = log_in(client, user).post(url("request_approve", row))
        assert answer.status_code == 403
    row.refresh_from_db()
    assert (row.state, row.owner) == (State.OPEN, Owner.COORDINATORS)


def test_a_deactivated_account_is_out_at_once(
    own: Client, own_beheerder: User, join_request: ResidentRequest
) -> None:
    User.objects.filter(pk=own_beheerder.pk).update(is_active=False)
    answer = own.post(url("request_approve", join_request))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_request_login_code"))
    join_request.refresh_from_db()
    assert join_request.state == State.OPEN


# --- Undoing ---------------------------------------------------------------------------------


def test_undo_opens_the_request_again(own: Client, join_request: ResidentRequest) -> None:
    own.post(url("request_approve", join_request))
    answer = own.post(url("request_undo", join_request), follow=True)
    assert "Ongedaan gemaakt. De aanvraag staat weer open." in answer.content.decode()
    join_request.refresh_from_db()
    assert join_request.state == State.OPEN
    assert not Mail.objects.filter(key__contains="-approved-", state=MailState.QUEUED).exists()


def test_undo_that_comes_too_late_says_so(
    own: Client, join_request: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    deciding.approve(join_request, by=own_beheerder, now=now - timedelta(minutes=6))
    assert "Maak ongedaan" not in text(own, url("request", join_request))
    answer = own.post(url("request_undo", join_request))
    assert answer.status_code == 409
    assert "Ongedaan maken kan niet meer" in answer.content.decode()


def test_staff_cannot_undo_an_approval(
    client: Client, coordinator: User, join_request: ResidentRequest, own_beheerder: User
) -> None:
    deciding.approve(join_request, by=own_beheerder, now=timezone.now())
    answer = log_in(client, coordinator).post(url("request_undo", join_request))
    assert answer.status_code == 403


# --- Something else --------------------------------------------------------------------------


def test_the_group_of_the_address_is_chosen_already(
    own: Client, make_request: MakeRequest, village: Village
) -> None:
    street = village.street("oude-tilburgsebaan")
    row = make_request(street=street, street_text=street.name, house_number=3)
    page = text(own, url("request_other", row))
    group = village.group("oude-tilburgsebaan")
    assert f'<option value="{group.pk}" selected>' in page
    assert page.count("checked") == 1
    assert ">Spoorstraat</option>" not in page


def test_nothing_is_chosen_when_the_address_fits(
    own: Client, join_request: ResidentRequest
) -> None:
    page = text(own, url("request_other", join_request))
    assert "checked" not in page


@pytest.mark.parametrize(
    ("sent", "mistake"),
    [
        ({}, "Kies wat je wilt doen."),
        ({"what": "approve"}, "Kies wat je wilt doen."),
        ({"what": "forward"}, "Kies een groep."),
        ({"what": "forward", "group": "999999"}, "Kies een groep uit de lijst."),
        ({"what": "decline"}, "Kies waarom je afwijst."),
        ({"what": "decline", "reason": "other"}, "Schrijf op wat de reden is."),
        ({"what": "platform"}, "Schrijf kort op waarom je doorzet."),
    ],
)
def test_a_mistake_stands_beside_its_field_and_all_is_kept(
    own: Client, join_request: ResidentRequest, sent: dict[str, str], mistake: str
) -> None:
    answer = own.post(url("request_other", join_request), sent)
    page = answer.content.decode()
    assert page.count(mistake) == 2  # in the summary and beside the field
    assert "<title>Fout: " in page
    if sent.get("what") in ("forward", "decline", "platform"):
        assert page.count("checked") == len([key for key in sent if key in ("what", "reason")])
    join_request.refresh_from_db()
    assert join_request.state == State.OPEN


def test_declining_tells_and_can_be_undone_from_the_notice(
    own: Client, join_request: ResidentRequest
) -> None:
    sent = {"what": "decline", "reason": "other", "note": "We kennen je niet.", "why": "x"}
    answer = own.post(url("request_other", join_request), sent, follow=True)
    page = answer.content.decode()
    assert "De aanvraag van Rika Resident is afgewezen." in page
    assert f'action="{url("request_undo", join_request)}"' in page
    join_request.refresh_from_db()
    assert join_request.state == State.DECLINED
    assert join_request.decline_note == "We kennen je niet."
    own.post(url("request_undo", join_request))
    join_request.refresh_from_db()
    assert join_request.state == State.OPEN


def test_forwarding_tells_and_can_be_undone_from_the_notice(
    own: Client, join_request: ResidentRequest, dennenlaan: WatchGroup, other_beheerder: User
) -> None:
    sent = {"what": "forward", "group": dennenlaan.pk}
    answer = own.post(url("request_other", join_request), sent, follow=True)
    page = answer.content.decode()
    handover = Handover.objects.get()
    assert "is nu bij groep" in page
    assert f'action="{url("handover_undo", handover)}"' in page
    join_request.refresh_from_db()
    assert join_request.group == dennenlaan
    assert own.get(url("request", join_request)).status_code == 404
    answer = own.post(url("handover_undo", handover), follow=True)
    assert "staat weer bij jou" in answer.content.decode()


def test_forwarding_to_the_platform_needs_a_reason_and_keeps_it(
    own: Client, join_request: ResidentRequest
) -> None:
    sent = {"what": "platform", "why": "Ik ken deze persoon te goed."}
    answer = own.post(url("request_other", join_request), sent, follow=True)
    assert "is nu bij Platform Dorst" in answer.content.decode()
    assert Handover.objects.get().note == "Ik ken deze persoon te goed."
    join_request.refresh_from_db()
    assert join_request.owner == Owner.COORDINATORS


def test_a_forward_that_the_new_owner_acted_on_stays(
    own: Client,
    join_request: ResidentRequest,
    dennenlaan: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
) -> None:
    now = timezone.now()
    handover = forwarding.forward(join_request, to=dennenlaan, note="", by=own_beheerder, now=now)
    join_request.refresh_from_db()
    deciding.approve(join_request, by=other_beheerder, now=now)
    answer = own.post(url("handover_undo", handover))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ongedaan maken kan niet meer" in page
    assert "Anna Ander" not in page  # what the other group did with it stays there


def test_az_02_only_the_person_who_forwarded_undoes_it(
    client: Client,
    join_request: ResidentRequest,
    dennenlaan: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
    deputy: User,
    coordinator: User,
) -> None:
    now = timezone.now()
    handover = forwarding.forward(join_request, to=dennenlaan, note="", by=own_beheerder, now=now)
    for user in (other_beheerder, deputy, coordinator):
        assert log_in(client, user).post(url("handover_undo", handover)).status_code == 404
    Appointment.objects.filter(user=own_beheerder).update(until=now)
    assert log_in(client, own_beheerder).post(url("handover_undo", handover)).status_code == 404
    handover.refresh_from_db()
    assert handover.undone_at is None


def test_staff_may_not_decline_what_is_a_beheerders(
    client: Client, coordinator: User, join_request: ResidentRequest
) -> None:
    log_in(client, coordinator)
    assert client.get(url("request_other", join_request)).status_code == 403
    answer = client.post(url("request_other", join_request), {"what": "decline"})
    assert answer.status_code == 403
    assert "De beheerder van de groep beslist" in answer.content.decode()


def test_staff_decline_what_is_theirs(
    client: Client, coordinator: User, make_request: MakeRequest
) -> None:
    row = make_request(owner=Owner.COORDINATORS, group=None)
    page = text(log_in(client, coordinator), url("request_other", row))
    assert "Zet door naar Platform Dorst" not in page
    answer = client.post(
        url("request_other", row), {"what": "decline", "reason": "outside_streets"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("platform_requests")
    assert "is afgewezen" in answer.content.decode()


def test_what_was_decided_has_nothing_else_to_choose(
    own: Client, make_request: MakeRequest, own_beheerder: User
) -> None:
    row = make_request(state=State.APPROVED, decided_by=own_beheerder)
    assert own.get(url("request_other", row))["Location"] == url("request", row)
    answer = own.post(url("request_other", row), {"what": "decline", "reason": "cannot_check"})
    assert answer.status_code == 409


def test_deciding_takes_at_most_sixteen_queries(
    own: Client, join_request: ResidentRequest, deputy: User, now: datetime
) -> None:
    for _ in range(5):
        deciding.note_view(join_request, by=deputy, now=now)
    steps = [
        (own.get, "request"),
        (own.post, "request_approve"),
        (own.get, "request_add"),
        (own.post, "request_added"),
    ]
    for ask, name in steps:
        with at_most(16):
            ask(url(name, join_request))


@pytest.mark.parametrize(
    "link", ["https://chat.whatsapp.com/AbCdEfGhIj", "t.me/+abc", "SIGNAL.GROUP/#x"]
)
def test_a_note_that_is_mailed_never_holds_a_chat_link(
    own: Client, join_request: ResidentRequest, link: str
) -> None:
    form = {"what": "decline", "reason": "other", "note": f"Kom maar via {link}"}
    answer = own.post(url("request_other", join_request), form)
    assert "Zet hier geen link van een chat-app." in answer.content.decode()
    assert f"Kom maar via {link}" in answer.content.decode()
    join_request.refresh_from_db()
    assert join_request.state == State.OPEN

"""What a coordinator does with one request: open it again, or tell that the group is there."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.models import CallTask, GroupStatus, ResidentRequest, WatchGroup
from groups.refusals import AlreadyHandled
from groups.requests.services.conversation import reopen
from groups.requests.services.new_groups import found_group
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest, log_in
from tests.groups.pages import forms_of, words_of


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


@pytest.fixture
def declined(make_request: MakeRequest, own_beheerder: User, now: datetime) -> ResidentRequest:
    """Declined an hour ago by the beheerder."""
    return make_request(
        state=State.DECLINED, decided_by=own_beheerder, decided_at=now - timedelta(hours=1)
    )


@pytest.fixture
def idea(make_request: MakeRequest) -> ResidentRequest:
    """Somebody wants a group in the Leijweg."""
    return make_request(
        kind=Kind.NEW_GROUP,
        owner=Owner.COORDINATORS,
        group=None,
        route_reason="new_group",
        streets_wanted="Leijweg",
        wants_to_manage="yes",
    )


def test_from_the_objection_to_the_request_that_is_open_again(
    staff: Client, declined: ResidentRequest, make_request: MakeRequest, coordinator: User
) -> None:
    objection = make_request(
        kind=Kind.QUESTION,
        subject="decision",
        owner=Owner.COORDINATORS,
        group=None,
        route_reason="objection",
        concerns=declined,
    )
    page = staff.get(reverse("request", args=[objection.pk])).content.decode()
    declined_page = reverse("request", args=[declined.pk])
    assert declined_page in page
    forms = forms_of(staff.get(declined_page))
    again = next(form for form in forms if "heropenen" in form.action)
    answer = staff.post(again.action, again.sends, follow=True)
    assert "De aanvraag is weer open." in words_of(answer)
    declined.refresh_from_db()
    assert (declined.state, declined.owner) == (State.OPEN, Owner.COORDINATORS)
    assert Entry.objects.get(verb="request.reopened").by == coordinator
    assert staff.post(again.action).status_code == 409


def test_nobody_else_opens_it_again(
    client: Client, own_beheerder: User, declined: ResidentRequest
) -> None:
    path = reverse("request_reopen", args=[declined.pk])
    assert client.post(path).status_code == 302
    log_in(client, own_beheerder)
    assert client.post(path).status_code == 404
    page = client.get(reverse("request", args=[declined.pk])).content.decode()
    assert "heropenen" not in page
    declined.refresh_from_db()
    assert declined.state == State.DECLINED


@pytest.mark.parametrize("state", [State.OPEN, State.WAITING, State.WITHDRAWN, State.EXPIRED])
def test_only_what_was_declined_opens_again(
    staff: Client, make_request: MakeRequest, state: str
) -> None:
    row = make_request(state=state)
    assert staff.post(reverse("request_reopen", args=[row.pk])).status_code == 409
    row.refresh_from_db()
    assert row.state == state
    assert staff.get(reverse("request_reopen", args=[row.pk])).status_code == 405
    assert staff.post(reverse("request_reopen", args=[999_999])).status_code == 404


def test_two_coordinators_at_once_open_it_once(
    declined: ResidentRequest, coordinator: User, superuser: User, now: datetime
) -> None:
    seen_too = ResidentRequest.objects.get(pk=declined.pk)
    reopen(declined, by=coordinator, now=now)
    with pytest.raises(AlreadyHandled):
        reopen(seen_too, by=superuser, now=now)
    assert Entry.objects.filter(verb="request.reopened").count() == 1


# --- A new group -----------------------------------------------------------------------------


def test_the_idea_became_a_group_and_the_proposer_hears_it(
    staff: Client, coordinator: User, idea: ResidentRequest, spoorstraat: WatchGroup
) -> None:
    path = reverse("request_founded", args=[idea.pk])
    assert path in staff.get(reverse("request", args=[idea.pk])).content.decode()
    assert "Leijweg" in words_of(staff.get(path))
    answer = staff.post(path, {"group": spoorstraat.pk}, follow=True)
    assert "Het idee is nu groep Spoorstraat." in words_of(answer)
    idea.refresh_from_db()
    assert (idea.state, idea.group, idea.decided_by) == (State.FOUNDED, spoorstraat, coordinator)
    assert Mail.objects.filter(to="rika@example.org").count() == 1
    assert staff.get(path)["Location"] == reverse("request", args=[idea.pk])
    assert staff.post(path, {"group": spoorstraat.pk}).status_code == 409


def test_a_proposer_without_mail_is_called(
    staff: Client, idea: ResidentRequest, spoorstraat: WatchGroup
) -> None:
    ResidentRequest.objects.filter(pk=idea.pk).update(email="")
    staff.post(reverse("request_founded", args=[idea.pk]), {"group": spoorstraat.pk})
    assert CallTask.objects.get().request == idea


def test_only_a_group_that_starts_or_runs_can_come_of_it(
    staff: Client, idea: ResidentRequest, village: object
) -> None:
    path = reverse("request_founded", args=[idea.pk])
    group = WatchGroup.objects.get(slug="spoorstraat")
    for status in (GroupStatus.PAUSED, GroupStatus.ARCHIVED):
        WatchGroup.objects.filter(pk=group.pk).update(status=status)
        assert "Deze groep is er niet." in words_of(staff.post(path, {"group": group.pk}))
    for wrong in ("", "999999", "9" * 30, "x\x00"):
        answer = staff.post(path, {"group": wrong})
        assert answer.status_code in (200, 400)
    idea.refresh_from_db()
    assert idea.state == State.OPEN
    WatchGroup.objects.filter(pk=group.pk).update(status=GroupStatus.STARTING)
    assert staff.post(path, {"group": group.pk}).status_code == 302


def test_nobody_else_tells_that_the_group_is_there(
    client: Client, own_beheerder: User, idea: ResidentRequest, spoorstraat: WatchGroup
) -> None:
    path = reverse("request_founded", args=[idea.pk])
    assert client.post(path, {"group": spoorstraat.pk}).status_code == 302
    log_in(client, own_beheerder)
    assert client.get(path).status_code == 404
    assert client.post(path, {"group": spoorstraat.pk}).status_code == 404
    idea.refresh_from_db()
    assert idea.state == State.OPEN


def test_what_is_no_idea_cannot_become_a_group(
    staff: Client, make_request: MakeRequest, spoorstraat: WatchGroup
) -> None:
    row = make_request(owner=Owner.COORDINATORS)
    path = reverse("request_founded", args=[row.pk])
    assert staff.get(path).status_code == 404
    assert staff.post(path, {"group": spoorstraat.pk}).status_code == 404


def test_two_coordinators_at_once_found_one_group(
    idea: ResidentRequest,
    coordinator: User,
    superuser: User,
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    now: datetime,
) -> None:
    seen_too = ResidentRequest.objects.get(pk=idea.pk)
    found_group(idea, group=spoorstraat, by=coordinator, now=now)
    with pytest.raises(AlreadyHandled):
        found_group(seen_too, group=dennenlaan, by=superuser, now=now)
    idea.refresh_from_db()
    assert idea.group == spoorstraat


def test_an_idea_is_declined_with_a_reason(staff: Client, idea: ResidentRequest) -> None:
    other = reverse("request_other", args=[idea.pk])
    staff.post(other, {"what": "decline", "note": "Je straat hoort al bij een groep."})
    idea.refresh_from_db()
    assert (idea.state, idea.decline_note) == (
        State.DECLINED,
        "Je straat hoort al bij een groep.",
    )

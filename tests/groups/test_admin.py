"""Django's admin shows the village to superusers, and changes nothing of it."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.admin import LookOnly
from groups.models import Membership, ResidentRequest
from groups.values.states import State
from tests.groups.conftest import log_in

OURS = [model for model in admin.site._registry if model._meta.app_label == "groups"]


@pytest.fixture
def staff(client: Client, superuser: User) -> Client:
    return log_in(client, superuser)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_nothing_of_the_village_is_written_here(staff: Client, model: type) -> None:
    assert isinstance(admin.site._registry[model], LookOnly)
    name = model._meta.model_name
    assert staff.get(reverse(f"admin:groups_{name}_changelist")).status_code == 200
    assert staff.get(reverse(f"admin:groups_{name}_add")).status_code == 403
    assert staff.post(reverse(f"admin:groups_{name}_add"), {}).status_code == 403


def test_az_04_the_admin_approves_and_deletes_nobody(
    staff: Client, join_request: ResidentRequest
) -> None:
    row = reverse("admin:groups_residentrequest_change", args=[join_request.pk])
    assert staff.post(row, {"state": "approved"}).status_code == 403
    gone = reverse("admin:groups_residentrequest_delete", args=[join_request.pk])
    assert staff.post(gone, {"post": "yes"}).status_code == 403
    rows = reverse("admin:groups_residentrequest_changelist")
    staff.post(rows, {"action": "delete_selected", "_selected_action": [join_request.pk]})
    join_request.refresh_from_db()
    assert join_request.state == State.OPEN
    assert not Membership.objects.exists()
    assert not LogEntry.objects.exists()


def test_lists_hold_no_person_and_a_look_leaves_a_line(
    staff: Client, join_request: ResidentRequest, member: Membership, superuser: User
) -> None:
    pairs = ((join_request, "residentrequest"), (member, "membership"))
    for row, kind in pairs:
        rows = staff.get(reverse(f"admin:groups_{kind}_changelist")).content.decode()
        assert row.name not in rows
        assert row.mobile not in rows
        page = staff.get(reverse(f"admin:groups_{kind}_change", args=[row.pk]))
        assert row.name in page.content.decode()
    lines = Entry.objects.filter(verb="admin.viewed", by=superuser)
    subjects = set(lines.values_list("subject", flat=True))
    assert subjects == {f"{kind}:{row.pk}" for row, kind in pairs}


def test_the_invite_link_is_not_in_the_admin(staff: Client, join_request: ResidentRequest) -> None:
    page = staff.get(reverse("admin:groups_watchgroup_change", args=[join_request.group_id]))
    assert page.status_code == 200
    assert "invite_link_encrypted" not in page.content.decode()


@pytest.mark.parametrize("who", ["own_beheerder", "coordinator", "plain_user"])
def test_nobody_else_gets_in(
    client: Client, village: object, request: pytest.FixtureRequest, who: str
) -> None:
    log_in(client, request.getfixturevalue(who))
    answer = client.get(reverse("admin:groups_residentrequest_changelist"))
    assert answer.status_code in (302, 403, 404)
    assert "D-" not in answer.content.decode()

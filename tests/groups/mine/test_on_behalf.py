"""All that is kept of a member without e-mail, made by who may see the member."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.audit_log.services.looks import note_number_seen
from groups.models import Handover, Membership, RequestSource, Subject, WatchGroup
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest, log_in
from tests.groups.pages import at_most, forms_of, text_of, words_of

MakeMember = Callable[..., Membership]
NUMBER = "+31600005151"


@pytest.fixture
def rie(make_member: MakeMember) -> Membership:
    """Who has no e-mail."""
    return make_member(name="Rie Zonderpost", mobile=NUMBER)


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


def page_of(member: Membership, slug: str = "spoorstraat") -> str:
    return reverse("member_data", args=[slug, member.pk])


def test_the_page_and_the_file_hold_what_is_kept_and_who_looked(
    own: Client, rie: Membership, make_request: MakeRequest, deputy: User
) -> None:
    asked = make_request(
        name=rie.name, mobile=NUMBER, email="", message="Mag ik meedoen?",
        source=RequestSource.PHONE, state=State.DECLINED, decided_by=deputy,
        decided_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    note_number_seen(rie, by=deputy, now=timezone.now())
    page = own.get(page_of(rie))
    assert "Groep Spoorstraat" in words_of(page)
    assert asked.reference in text_of(page)
    assert "Mag ik meedoen?" in words_of(page)
    assert "De plaatsvervanger van groep Spoorstraat bekeek je nummer." in words_of(page)
    (button,) = [form for form in forms_of(page) if form.action in ("", page_of(rie))]
    answer = own.post(page_of(rie), button.sends)
    assert "attachment" in answer["Content-Disposition"]
    taken: dict[str, Any] = json.loads(answer.content)
    assert [one["naam"] for one in taken["groepen"]] == ["Rie Zonderpost"]
    lines = Entry.objects.about(f"membership:{rie.pk}")
    assert lines.filter(verb="member.all_shown").count() == 2
    # Rie reads that it was made.
    assert "maakte een overzicht van al je gegevens" in words_of(own.get(page_of(rie)))


def test_a_complaint_about_the_beheerder_is_not_in_it(
    own: Client, rie: Membership, make_request: MakeRequest, spoorstraat: WatchGroup,
    coordinator: User,
) -> None:  # fmt: skip
    asked = make_request(name=rie.name, mobile=NUMBER, email="")
    make_request(
        kind=Kind.QUESTION, subject=Subject.COMPLAINT, owner=Owner.COORDINATORS, group=None,
        about_group=spoorstraat, name=rie.name, mobile=NUMBER, message="Kanarieklacht",
        concerns=asked,
    )  # fmt: skip
    assert "Kanarieklacht" not in text_of(own.get(page_of(rie)))
    assert "Kanarieklacht" not in own.post(page_of(rie)).content.decode()
    # It does belong to Rie: a coordinator of elsewhere reads it.
    assert "Kanarieklacht" in text_of(log_in(Client(), coordinator).get(page_of(rie)))


def test_what_another_group_wrote_beside_it_stays_there(
    own: Client, rie: Membership, make_request: MakeRequest, dennenlaan: WatchGroup,
    other_beheerder: User,
) -> None:  # fmt: skip
    asked = make_request(name=rie.name, mobile=NUMBER, email="")
    Handover.objects.create(
        request=asked, by=other_beheerder, from_owner=Owner.GROUP, from_group=dennenlaan,
        from_state=State.OPEN, from_due_at=asked.due_at, from_ladder_from=asked.ladder_from,
        to_owner=Owner.GROUP, to_group=asked.group, note="Kanariebriefje", at=timezone.now(),
    )  # fmt: skip
    assert "Kanariebriefje" not in text_of(own.get(page_of(rie)))


def test_strangers_find_nothing_and_staff_may_make_it(
    client: Client, rie: Membership, other_beheerder: User, coordinator: User
) -> None:
    assert client.get(page_of(rie)).status_code == 302
    log_in(client, other_beheerder)
    for slug in ("spoorstraat", "dennenlaan"):
        assert client.get(page_of(rie, slug)).status_code == 404
    assert log_in(Client(), coordinator).get(page_of(rie)).status_code == 200


def test_the_page_of_the_member_leads_to_it(own: Client, rie: Membership) -> None:
    page = own.get(reverse("member", args=["spoorstraat", rie.pk]))
    assert page_of(rie) in text_of(page)


def test_it_costs_the_same_for_one_request_and_for_many(
    own: Client, rie: Membership, make_request: MakeRequest
) -> None:
    own.get(page_of(rie))
    for number in range(12):
        make_request(name=rie.name, mobile=NUMBER, email="", house_number=number + 20)
    with at_most(24):
        assert own.get(page_of(rie)).status_code == 200

"""A coordinator sets the invite link of a group, and never reads it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import GroupStatus, WatchGroup
from groups.welcome import invite_link_of
from tests.groups.conftest import log_in
from tests.groups.pages import forms_of, words_of

OLD = "https://chat.whatsapp.com/OldSecret12345"
NEW = "https://chat.whatsapp.com/NewSecret12345"
PATH = ("group_link", ["spoorstraat"])


@pytest.fixture
def path(spoorstraat: WatchGroup) -> str:
    return reverse(PATH[0], args=PATH[1])


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


def test_a_link_is_set_and_never_shown(
    staff: Client, coordinator: User, spoorstraat: WatchGroup, path: str
) -> None:
    assert "Deze groep heeft nog geen link." in words_of(staff.get(path))
    for link in (OLD, NEW):
        boxes = [form.sends["invite_link"] for form in forms_of(staff.get(path))[:1]]
        assert boxes == [""]
        answer = staff.post(path, {"invite_link": link}, follow=True)
        assert "De link van groep Spoorstraat is opgeslagen." in words_of(answer)
        assert link not in answer.content.decode()
        assert link not in staff.get(path).content.decode()
    spoorstraat.refresh_from_db()
    assert invite_link_of(spoorstraat) == NEW
    assert NEW not in spoorstraat.invite_link_encrypted
    lines = Entry.objects.filter(verb="group.link_set").select_related("by")
    assert {line.by for line in lines} == {coordinator}
    assert all(line.facts == {} for line in lines)


def test_setting_a_link_and_ending_a_group_ask_for_a_fresh_log_in(
    staff: Client, spoorstraat: WatchGroup, path: str
) -> None:
    session = staff.session
    sessions.mark_fresh(session, now=timezone.now() - timedelta(minutes=11))
    session.save()
    ending = [
        reverse(name, args=["spoorstraat"]) for name in ("group_archive", "group_merge_confirm")
    ]
    for page in (path, *ending):
        answer = staff.post(page, {"invite_link": NEW})
        assert answer["Location"].startswith(reverse("fresh_login")), page
    spoorstraat.refresh_from_db()
    assert invite_link_of(spoorstraat) == ""
    assert spoorstraat.status == GroupStatus.ACTIVE


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("", "Vul de link van de groep in."),
        ("https://example.org/x", "Dit is geen link van een groep in WhatsApp."),
        ("https://t.me/+abcdefgh", "Dit is geen link van een groep in WhatsApp."),
        ("x" * 301, "Dit is te lang."),
    ],
)
def test_a_wrong_link_changes_nothing(
    staff: Client, spoorstraat: WatchGroup, path: str, link: str, words: str
) -> None:
    staff.post(path, {"invite_link": OLD})
    answer = staff.post(path, {"invite_link": link})
    assert words in words_of(answer)
    assert OLD not in answer.content.decode()
    spoorstraat.refresh_from_db()
    assert invite_link_of(spoorstraat) == OLD


def test_strangers_and_beheerders_find_no_page(
    client: Client, own_beheerder: User, spoorstraat: WatchGroup, path: str
) -> None:
    assert client.get(path).status_code == 302
    log_in(client, own_beheerder)
    assert client.get(path).status_code == 404
    assert client.post(path, {"invite_link": NEW}).status_code == 404
    spoorstraat.refresh_from_db()
    assert invite_link_of(spoorstraat) == ""


def test_a_group_that_is_over_has_no_link(
    staff: Client, spoorstraat: WatchGroup, path: str
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.ARCHIVED)
    assert staff.get(path).status_code == 404


def test_the_page_of_the_group_leads_there(staff: Client, path: str) -> None:
    assert path in staff.get(reverse("my_group", args=["spoorstraat"])).content.decode()

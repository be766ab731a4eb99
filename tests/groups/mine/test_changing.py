"""What a member changes of the own line: the name, the number, the organisation."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.members.services.acting import ChangedMeanwhile, Gone
from groups.members.services.facts import MemberFacts
from groups.mine.services import membership as services
from groups.models import Membership
from tests.groups.mine.conftest import ANJA, MakeMember
from tests.groups.pages import forms_of, text_of, typed_in, words_of

pytestmark = pytest.mark.django_db
NEW = "06 0000 7777"


def path_of(member: Membership) -> str:
    return f"/mijn/groep/{member.pk}/wijzigen/"


def change(client: Client, member: Membership, page: Any = None, **typed: str) -> Any:
    """The form as it stands there, with this typed over it."""
    page = page or client.get(path_of(member))
    return client.post(path_of(member), forms_of(page)[-1].sends | typed, follow=True)


def test_a_name_and_an_organisation_are_changed_with_one_line_and_without_a_mail(
    client: Client, own: Any, anja: Membership, own_beheerder: User
) -> None:
    """DP-10"""
    told = change(client, anja, name="Anja de Jong", organisation="Bakkerij Jong")
    assert "Opgeslagen." in words_of(told)
    anja.refresh_from_db()
    assert (anja.name, anja.organisation, anja.version) == ("Anja de Jong", "Bakkerij Jong", 2)
    assert (anja.address, bool(anja.email_confirmed_at)) == ("Spoorstraat 1", True)
    assert "jong" in anja.search_key
    assert "1" in anja.search_key
    line = Entry.objects.get(verb="member.changed")
    assert (line.actor, line.by) == ("member", None)
    assert line.facts == {"changed": "de naam en het bedrijf of de club"}
    assert not Mail.objects.exists()


def test_of_a_new_number_the_beheerders_hear_without_the_number(
    client: Client, own: Any, anja: Membership, own_beheerder: User
) -> None:
    change(client, anja, mobile=NEW)
    anja.refresh_from_db()
    assert anja.mobile == "+31600007777"
    mail = Mail.objects.get()
    assert (mail.to, mail.account) == (own_beheerder.email, own_beheerder.pk)
    assert mail.link_path == f"/beheer/groep/spoorstraat/leden/{anja.pk}/"
    assert "Anja" not in mail.subject + mail.text
    assert "7777" not in mail.subject + mail.text


def test_sending_the_same_again_changes_nothing(
    client: Client, own: Any, anja: Membership, own_beheerder: User
) -> None:
    page = client.get(path_of(anja))
    for _ in range(2):
        told = change(client, anja, page, mobile=NEW)
    assert "Iemand anders veranderde dit net." in words_of(told)
    assert "Er is niets veranderd." in words_of(change(client, anja, told))
    assert Entry.objects.filter(verb="member.changed").count() == 1
    assert Mail.objects.count() == 1


def test_a_number_of_somebody_else_is_refused_without_a_name(
    client: Client, own: Any, anja: Membership, make_member: MakeMember
) -> None:
    make_member(name="Bram Buren", mobile="+31600007777")
    told = change(client, anja, mobile=NEW)
    assert "Dit nummer staat al op de ledenlijst van deze groep." in words_of(told)
    assert "Bram" not in text_of(told)
    assert typed_in(told, "mobile") == NEW
    anja.refresh_from_db()
    assert anja.version == 1


@pytest.mark.parametrize(
    ("name", "typed", "error"),
    [
        ("name", "", "Vul je voor- en achternaam in."),
        ("mobile", "", "Vul je mobiele nummer in."),
        ("mobile", "0161 41 00 00", "Dit lijkt een vast nummer."),
    ],
)
def test_what_is_wrong_stands_beside_the_field(
    client: Client, own: Any, anja: Membership, name: str, typed: str, error: str
) -> None:
    told = change(client, anja, **{name: typed})
    assert error in words_of(told)
    assert typed_in(told, name) == typed
    anja.refresh_from_db()
    assert anja.version == 1


def test_a_landline_is_taken_when_it_is_sent_once_more(
    client: Client, own: Any, anja: Membership
) -> None:
    asked = change(client, anja, mobile="0161 41 00 00")
    change(client, anja, asked)
    anja.refresh_from_db()
    assert anja.mobile == "+31161410000"


def test_nothing_is_written_over_what_a_beheerder_stored_since(
    client: Client, own: Any, anja: Membership
) -> None:
    page = client.get(path_of(anja))
    Membership.objects.update(name="Anja Beheerd", version=2)
    told = change(client, anja, page, name="Anja Zelf")
    assert "Iemand anders veranderde dit net." in words_of(told)
    assert "Anja Beheerd" in words_of(told)
    assert typed_in(told, "name") == "Anja Zelf"
    change(client, anja, told)
    anja.refresh_from_db()
    assert anja.name == "Anja Zelf"


def test_who_was_ended_meanwhile_changes_nothing(
    client: Client, own: Any, anja: Membership
) -> None:
    page = client.get(path_of(anja))
    ended = timezone.now() + timedelta(seconds=1)
    Membership.objects.update(until=ended, end_reason="removed")
    assert "Dit kan niet meer." in words_of(change(client, anja, page, name="Anja Zelf"))
    assert "Dit kan niet meer." in words_of(client.get(path_of(anja), follow=True))
    facts = MemberFacts(name="Anja Zelf", mobile=anja.mobile, email=ANJA)
    with pytest.raises(Gone):
        services.change(anja, facts, version=1, email=ANJA, now=timezone.now())


def test_of_two_at_the_same_moment_one_wins_and_one_is_told(
    anja: Membership, own_beheerder: User
) -> None:
    facts = MemberFacts(name=anja.name, mobile="+31600007777", email=ANJA)
    services.change(anja, facts, version=1, email=ANJA, now=timezone.now())
    other = MemberFacts(name=anja.name, mobile="+31600008888", email=ANJA)
    with pytest.raises(ChangedMeanwhile), transaction.atomic():
        services.change(anja, other, version=1, email=ANJA, now=timezone.now())
    anja.refresh_from_db()
    assert anja.mobile == "+31600007777"
    assert Mail.objects.count() == 1


def test_the_line_of_somebody_else_is_not_there(
    client: Client, own: Any, make_member: MakeMember
) -> None:
    """AZ-02"""
    other = make_member(email="bram@example.org", email_confirmed_at=timezone.now())
    unproved = make_member(email=ANJA)
    for member in (other, unproved):
        assert client.get(path_of(member)).status_code == 404
        assert client.post(path_of(member), {"name": "X"}).status_code == 404
    closed = Client()
    assert closed.get(path_of(other)).status_code == 302
    assert closed.post(path_of(other)).status_code == 403

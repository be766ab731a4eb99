"""Who searches a name need not know its capitals and accents, wherever names are searched."""

from datetime import datetime

import pytest

from dorst_portal.accounts.models import User
from groups.audit_log.forms.log import AuditForm
from groups.beheerders.pages.beheerders import NOBODY, Wish, page_of
from groups.group_names import group_named
from groups.models import Partner, WatchGroup
from groups.partners.pages import partners as partners_page
from groups.partners.services.partners import PartnerFacts, add_partner, change
from groups.places.services.street_editor import name_is_taken
from groups.watchgroups.pages import groups as groups_page
from groups.watchgroups.services.making import GroupFacts, edit_group
from tests.groups.conftest import Village, appoint


@pytest.fixture
def noord(spoorstraat: WatchGroup, coordinator: User, now: datetime) -> WatchGroup:
    """Group Spoorstraat with another name; its address on the site stays."""
    facts = GroupFacts(
        name="Één-Ën-Noord", area="Dorst", app=spoorstraat.app, uses_waaksamen=False, capacity=None
    )
    shown = spoorstraat.version
    edit_group(spoorstraat, facts, adjoining=[], version=shown, by=coordinator, now=now)
    return WatchGroup.objects.get(pk=spoorstraat.pk)


@pytest.fixture
def emile(noord: WatchGroup) -> User:
    user = User.objects.create_user("e.dupont@example.org", name="Émile Dupont")
    appoint(user, noord)
    return user


@pytest.mark.parametrize("typed", ["emile", "ÉMILE", "dupont é", "E.DUPONT@", "één en noord"])
def test_a_beheerder_is_found_by_name_address_or_group(
    emile: User, now: datetime, typed: str
) -> None:
    rows = page_of(Wish(part=typed), now=now).rows
    assert [row.appointment and row.appointment.user for row in rows] == [emile]


def test_a_group_without_anybody_is_found(noord: WatchGroup, now: datetime) -> None:
    rows = page_of(Wish(show=NOBODY, part="EEN en noord"), now=now).rows
    assert [row.group for row in rows] == [noord]


@pytest.mark.parametrize("typed", ["één-ën-noord", "een en noord", "Groep EEN-EN-NOORD"])
def test_a_group_is_known_by_its_new_name(noord: WatchGroup, typed: str) -> None:
    assert group_named(typed) == noord


def test_the_list_of_groups_finds_the_new_name(noord: WatchGroup, now: datetime) -> None:
    wanted = groups_page.read_wanted(search="EEN noord", status="", sign="", sort="")
    page = groups_page.page_of(wanted, after="", now=now)
    assert [row.group for row in page.rows] == [noord]


@pytest.mark.parametrize("typed", ["emile dupont", "ÉMILE DUPONT"])
def test_the_audit_trail_knows_somebody_by_the_whole_name(emile: User, typed: str) -> None:
    form = AuditForm({"wie": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["wie"] == [emile]


def test_the_audit_trail_offers_who_is_alike(emile: User) -> None:
    form = AuditForm({"wie": "emile dupond"})
    assert form.errors == {"wie": ["We kennen niemand die zo heet. Bedoel je Émile Dupont?"]}


def test_a_partner_is_found_by_the_name_that_it_got(coordinator: User, now: datetime) -> None:
    facts = PartnerFacts(
        name="Café", what_for="", phone="0900-8844", email="", shown_to="everybody",
        serves_all=True, groups=[], checked=True, kind="other", website="",
    )  # fmt: skip
    row = add_partner(facts, by=coordinator, now=now)
    assert row.search_key == "cafe"
    new = PartnerFacts(**vars(facts) | {"name": "Brûlerie"})
    change(row, new, version=row.version, by=coordinator, now=now)
    asked_for = partners_page._asked_for(partners_page.Filters(text="brulerie"), now.date())
    assert list(asked_for) == [Partner.objects.get()]


def test_a_street_is_there_already_however_it_is_written(village: Village) -> None:
    street = village.street("spoorstraat")
    assert name_is_taken("SPOÓRSTRAAT", street.place, street=None)
    assert not name_is_taken("SPOÓRSTRAAT", street.place, street=street)

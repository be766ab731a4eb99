"""Coordinators make a group step by step, change it, and open it for who waited."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.models import (
    CallTask,
    CoverageRule,
    GroupStatus,
    GroupStep,
    ResidentRequest,
    RouteReason,
    WatchGroup,
)
from groups.refusals import Refused
from groups.values.states import Kind, Owner, State
from groups.watchgroups.services.making import (
    ChangedMeanwhile,
    GroupFacts,
    NameTaken,
    edit_group,
    make_group,
    tick_step,
)
from groups.watchgroups.services.opening import invite_waiting, open_group
from tests.groups.conftest import MakeRequest, Village, appoint
from tests.groups.pages import at_most, forms_of, text_of, words_of
from tests.groups.rules import add_rule

LogIn = Callable[[Client, User], Client]
FACTS = GroupFacts(
    name="Leijweg", area="Dorst", app="whatsapp", uses_waaksamen=False, capacity=None
)
TYPED = {"name": "Leijweg", "area": "Dorst", "app": "whatsapp", "capacity": ""}


@pytest.fixture
def staff(client: Client, coordinator: User, log_in: LogIn) -> Client:
    """A coordinator's browser, whose session has noted already that it was used."""
    log_in(client, coordinator).get(reverse("display"))
    return client


@pytest.fixture
def several_visits(no_repeated_queries: None) -> Iterator[None]:
    """A test that calls services one after the other, as visits of hours do."""
    with zeal_ignore():
        yield


@pytest.fixture
def idea(make_request: MakeRequest) -> ResidentRequest:
    """Somebody wants a group for the Leijweg, and would run it."""
    return make_request(
        kind=Kind.NEW_GROUP,
        owner=Owner.COORDINATORS,
        group=None,
        name="Ina Idee",
        email="ina@example.org",
        email_confirmed_at="2026-01-01T12:00Z",
        street=None,
        street_text="",
        house_number=None,
        streets_wanted="Leijweg",
        wants_to_manage="yes",
        route_reason=RouteReason.NEW_GROUP,
    )


@pytest.fixture
def starting(idea: ResidentRequest, coordinator: User, now: datetime) -> WatchGroup:
    """Group Leijweg, made of the idea; it has nothing yet."""
    return make_group(FACTS, idea=idea, by=coordinator, now=now)


@pytest.fixture
def ready(starting: WatchGroup, village: Village, now: datetime) -> WatchGroup:
    """Group Leijweg with its street and a beheerder."""
    add_rule(village.street("leijweg"), starting, now=now)
    appoint(User.objects.create_user("new@example.org", name="Nel Nieuw"), starting)
    return starting


def waits(make_request: MakeRequest, village: Village, **facts: object) -> ResidentRequest:
    """Somebody of the Leijweg on the waiting list."""
    here = {"street": village.street("leijweg"), "street_text": "Leijweg"}
    return make_request(state=State.WAITING, **(here | facts))


def fill(client: Client, path: str, **typed: str) -> HttpResponse:
    """Open a page, fill in its first form and send it."""
    form = forms_of(client.get(path))[0]
    return client.post(form.action or path, form.sends | typed)


# --- Making ----------------------------------------------------------------------------------


def test_a_new_group_is_starting_and_nobody_sees_it(staff: Client, village: Village) -> None:
    answer = fill(staff, reverse("group_new"), **TYPED, uses_waaksamen="on")
    group = WatchGroup.objects.get(slug="leijweg")
    assert answer["Location"] == reverse("group_page", args=["leijweg"])
    assert (group.status, group.uses_waaksamen, group.capacity) == ("starting", True, None)
    assert Client().get(reverse("watchgroup", args=["leijweg"])).status_code == 404
    assert Entry.objects.filter(verb="group.made", scope=f"group:{group.pk}").exists()
    words = words_of(staff.get(answer["Location"]))
    assert "Nog 9 stappen te doen." in words
    assert "Straten kiezen ! Nog doen" in words
    assert "Groep zichtbaar maken Kan zodra er straten zijn en een beheerder. Kan nog niet" in words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Vul een naam in."),
        ({"name": "Spoorstraat"}, "Er is al een groep met deze naam."),
        ({"area": ""}, "Vul de buurt in"),
        ({"app": "telex"}, "Kies een app."),
        ({"capacity": "veel"}, "Vul een heel getal in"),
        ({"capacity": "0"}, "Vul 1 of meer in."),
        ({"capacity": "99999"}, "hooguit 1024 mensen"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_stays(
    typed: dict[str, str], told: str, staff: Client, village: Village
) -> None:
    before = WatchGroup.objects.count()
    page = fill(staff, reverse("group_new"), **(TYPED | {"area": "Seters"} | typed))
    assert told in text_of(page)
    assert 'aria-invalid="true"' in text_of(page)
    if "area" not in typed:
        assert 'value="Seters"' in text_of(page)
    assert WatchGroup.objects.count() == before


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Spoorstraat!", "spoorstraat-2"),
        ("Nieuw", "nieuw-2"),
        ("???", "groep"),
        ("É" * 60, "e" * 60),
    ],
)
def test_a_name_becomes_an_address_of_its_own(
    name: str, slug: str, village: Village, coordinator: User, now: datetime
) -> None:
    facts = GroupFacts(name=name, area="Dorst", app="signal", uses_waaksamen=False, capacity=9)
    assert make_group(facts, by=coordinator, now=now).slug == slug


def test_an_idea_becomes_one_group_only(
    staff: Client, idea: ResidentRequest, coordinator: User, now: datetime
) -> None:
    page = f"{reverse('group_new')}?idee={idea.pk}"
    assert "het idee van Ina Idee" in words_of(staff.get(page))
    form = forms_of(staff.get(page))[0]
    staff.post(page, form.sends | TYPED)
    group = WatchGroup.objects.get(slug="leijweg")
    assert group.idea == idea
    again = staff.post(page, form.sends | TYPED | {"name": "Leijweg Zuid"})
    assert "Dit idee is al afgehandeld." in text_of(again)
    assert 'value="Leijweg Zuid"' in text_of(again)
    assert "Ga verder met groep Leijweg" in text_of(staff.get(reverse("request", args=[idea.pk])))


def test_another_kind_of_request_is_no_idea(staff: Client, join_request: ResidentRequest) -> None:
    page = f"{reverse('group_new')}?idee={join_request.pk}"
    assert "het idee van" not in words_of(staff.get(page))


def test_the_proposer_is_the_candidate_and_nobody_stands_in_an_address(
    staff: Client, starting: WatchGroup
) -> None:
    page = staff.get(reverse("group_page", args=["leijweg"]))
    assert "Ina Idee stelde de groep voor. Wil beheerder zijn: ja." in words_of(page)
    appoint_page = f"{reverse('appoint')}?groep=leijweg&idee=ja"
    assert appoint_page in text_of(page)
    assert "naam=" not in text_of(page)
    form = text_of(staff.get(appoint_page))
    assert 'value="Ina Idee"' in form
    assert 'value="ina@example.org"' in form


# --- Steps -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("chat", "Leden toevoegen"),
        ("partners", "Er staat nog geen partner bij deze groep."),
        ("posters", "Poster Leijweg"),
    ],
)
def test_a_step_is_ticked_and_unticked(
    code: str, says: str, staff: Client, ready: WatchGroup
) -> None:
    page = reverse("group_step", args=["leijweg", code])
    assert says in words_of(staff.get(page))
    done = fill(staff, page)
    assert done["Location"] == reverse("group_page", args=["leijweg"])
    assert GroupStep.objects.get(group=ready).code == code
    assert "Klaar sinds" in words_of(staff.get(page))
    fill(staff, page)
    assert not GroupStep.objects.exists()


def test_only_the_steps_that_people_do_can_be_ticked(staff: Client, ready: WatchGroup) -> None:
    for code in ("invited", "open", "nonsense"):
        assert staff.get(reverse("group_step", args=["leijweg", code])).status_code == 404
        assert staff.post(reverse("group_step_done", args=["leijweg", code])).status_code == 404


@pytest.mark.usefixtures("several_visits")
def test_two_who_tick_at_once_leave_one_tick(
    ready: WatchGroup, coordinator: User, superuser: User, now: datetime
) -> None:
    assert tick_step(ready, "chat", done=True, by=coordinator, now=now)
    assert not tick_step(ready, "chat", done=True, by=superuser, now=now)
    assert GroupStep.objects.get().done_by == coordinator


def test_the_list_of_the_app_of_the_group(staff: Client, starting: WatchGroup) -> None:
    WatchGroup.objects.filter(pk=starting.pk).update(app="telegram")
    words = words_of(staff.get(reverse("group_step", args=["leijweg", "chat"])))
    assert "Maak de groep privé." in words
    assert "/spelregels/" in words


def test_the_page_of_a_group_takes_at_most_ten_statements(
    staff: Client, ready: WatchGroup, make_request: MakeRequest, village: Village, now: datetime
) -> None:
    page = reverse("group_page", args=["leijweg"])
    with at_most(10):
        assert staff.get(page).status_code == 200
    for _ in range(30):
        waits(make_request, village)
    for slug in ("ribesstraat", "boslaan"):
        CoverageRule.objects.filter(street__slug=slug).update(group=ready)
    ready.adjoining.set(WatchGroup.objects.exclude(pk=ready.pk))
    with at_most(10):
        assert "30 mensen wachten" in words_of(staff.get(page))


# --- Changing --------------------------------------------------------------------------------


def edit(group: WatchGroup, by: User, now: datetime, **changed: object) -> int:
    names = ("name", "area", "app", "uses_waaksamen", "capacity")
    facts = {name: getattr(group, name) for name in names} | changed
    return edit_group(
        group, GroupFacts(**facts), adjoining=[], version=group.version, by=by, now=now
    )


def test_the_facts_of_a_group_change_and_its_address_stays(
    staff: Client, spoorstraat: WatchGroup, village: Village
) -> None:
    page = reverse("group_edit", args=["spoorstraat"])
    answer = fill(
        staff, page, name="Spoor", area="Seters", capacity="60", adjoining="dennenlaan\nSETERS"
    )
    assert answer.status_code == 302
    spoorstraat.refresh_from_db()
    assert (spoorstraat.name, spoorstraat.slug, spoorstraat.area) == (
        "Spoor",
        "spoorstraat",
        "Seters",
    )
    assert spoorstraat.capacity == 60
    assert {group.slug for group in spoorstraat.adjoining.all()} == {"dennenlaan", "seters"}
    assert spoorstraat in village.group("seters").adjoining.all()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"adjoining": "Denenlaan"}, "Groep ‘Denenlaan’ kennen we niet. Bedoel je Dennenlaan?"),
        ({"adjoining": "Spoorstraat"}, "Een groep ligt niet naast zichzelf."),
        ({"name": "Dennenlaan"}, "Er is al een groep met deze naam."),
    ],
)
def test_a_wrong_change_is_told_and_kept(
    typed: dict[str, str], told: str, staff: Client, spoorstraat: WatchGroup
) -> None:
    page = fill(staff, reverse("group_edit", args=["spoorstraat"]), area="Typwerk", **typed)
    assert told in text_of(page)
    assert 'value="Typwerk"' in text_of(page)
    spoorstraat.refresh_from_db()
    assert spoorstraat.area == "Dorst"


def test_of_two_who_change_a_group_one_wins_and_the_other_loses_nothing(
    staff: Client, spoorstraat: WatchGroup, superuser: User, now: datetime
) -> None:
    page = reverse("group_edit", args=["spoorstraat"])
    form = forms_of(staff.get(page))[0]
    edit(spoorstraat, superuser, now, name="Eerste", capacity=80)
    late = staff.post(page, form.sends | {"name": "Tweede", "area": "Typwerk"})
    words = words_of(late)
    assert "Naam van de groep: Eerste" in words
    assert "Hoeveel mensen kunnen erin?: 80" in words
    assert 'value="Tweede"' in text_of(late)
    assert 'value="Typwerk"' in text_of(late)
    spoorstraat.refresh_from_db()
    assert spoorstraat.name == "Eerste"
    assert staff.post(page, forms_of(late)[0].sends).status_code == 302
    spoorstraat.refresh_from_db()
    assert (spoorstraat.name, spoorstraat.area, spoorstraat.capacity) == ("Tweede", "Typwerk", None)


@pytest.mark.usefixtures("several_visits")
def test_who_saves_what_another_saved_is_told_by_the_service(
    spoorstraat: WatchGroup, coordinator: User, superuser: User, now: datetime
) -> None:
    same = WatchGroup.objects.get(pk=spoorstraat.pk)
    edit(spoorstraat, coordinator, now, area="A")
    with pytest.raises(ChangedMeanwhile) as told:
        edit(same, superuser, now, area="B")
    assert told.value.now.area == "A"
    with pytest.raises(NameTaken):
        edit(told.value.now, superuser, now, name="Dennenlaan")


def test_another_app_makes_the_link_worthless(
    spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(
        invite_link_encrypted="x", invite_link_set_at=now
    )
    tick_step(spoorstraat, "chat", done=True, by=coordinator, now=now)
    edit(spoorstraat, coordinator, now, app="signal")
    spoorstraat.refresh_from_db()
    assert (spoorstraat.invite_link_encrypted, spoorstraat.invite_link_set_at) == ("", None)
    assert not spoorstraat.steps.exists()


def test_with_more_places_who_waited_for_one_comes(
    spoorstraat: WatchGroup,
    own_beheerder: User,
    coordinator: User,
    make_request: MakeRequest,
    now: datetime,
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(capacity=1)
    spoorstraat.refresh_from_db()
    full = make_request(state=State.WAITING, group=spoorstraat, route_reason=RouteReason.FULL)
    assert edit(spoorstraat, coordinator, now, capacity=40) == 1
    full.refresh_from_db()
    assert (full.state, full.owner) == (State.OPEN, Owner.GROUP)


def test_an_archived_group_is_not_changed(staff: Client, spoorstraat: WatchGroup) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.ARCHIVED)
    assert staff.get(reverse("group_edit", args=["spoorstraat"])).status_code == 404


# --- Opening ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("several_visits")
def test_a_group_opens_with_streets_and_a_beheerder_only(
    starting: WatchGroup, village: Village, coordinator: User, now: datetime
) -> None:
    with pytest.raises(Refused, match="Kies eerst straten"):
        open_group(starting, by=coordinator, now=now)
    add_rule(village.street("leijweg"), starting, now=now)
    with pytest.raises(Refused, match="Benoem eerst een beheerder"):
        open_group(starting, by=coordinator, now=now)
    invited = appoint(User.objects.create_user("new@example.org"), starting, accepted_at=None)
    with pytest.raises(Refused, match="Benoem eerst een beheerder"):
        open_group(starting, by=coordinator, now=now)
    invited.accepted_at = now
    invited.save()
    open_group(starting, by=coordinator, now=now)
    with pytest.raises(Refused, match="al zichtbaar"):
        open_group(starting, by=coordinator, now=now)


def test_opening_tells_who_waited_and_who_had_the_idea(
    staff: Client,
    ready: WatchGroup,
    idea: ResidentRequest,
    make_request: MakeRequest,
    village: Village,
    now: datetime,
) -> None:
    confirmed = waits(make_request, village, email_confirmed_at=now)
    by_phone = waits(make_request, village, email="")
    starting = make_request(
        group=ready, owner=Owner.COORDINATORS, route_reason=RouteReason.STARTING
    )
    elsewhere = make_request(state=State.WAITING, street=village.street("boslaan"))
    page = reverse("group_open", args=["leijweg"])
    assert "3 mensen op de wachtlijst krijgen bericht." in words_of(staff.get(page))
    answer = staff.post(page)
    shown = words_of(staff.get(answer["Location"]))
    assert "Groep Leijweg is zichtbaar. 3 mensen op de wachtlijst krijgen bericht." in shown
    assert "3 mensen kregen bericht." in shown
    moved = ResidentRequest.objects.filter(pk__in=[confirmed.pk, by_phone.pk, starting.pk])
    assert set(moved.values_list("state", "owner", "group", "route_reason")) == {
        (State.OPEN, Owner.GROUP, ready.pk, RouteReason.COVERED)
    }
    elsewhere.refresh_from_db()
    assert elsewhere.state == State.WAITING
    mail = Mail.objects.get(key__startswith=f"request-{confirmed.pk}-group_open")
    assert mail.subject.startswith("Er is nu een groep voor jouw adres")
    assert CallTask.objects.get(request=by_phone).about == "group_open"
    idea.refresh_from_db()
    assert (idea.state, idea.group) == (State.FOUNDED, ready)
    assert Mail.objects.filter(key__startswith=f"request-{idea.pk}-founded").exists()
    assert Client().get(reverse("watchgroup", args=["leijweg"])).status_code == 200


def test_a_group_whose_idea_was_declined_opens_all_the_same(
    ready: WatchGroup, idea: ResidentRequest, coordinator: User, now: datetime
) -> None:
    ResidentRequest.objects.filter(pk=idea.pk).update(
        state=State.DECLINED, decline_reason="other", decided_at=now
    )
    assert not open_group(ready, by=coordinator, now=now).founded
    idea.refresh_from_db()
    assert idea.state == State.DECLINED


def test_who_came_on_the_waiting_list_later_is_invited_with_a_button(
    staff: Client,
    ready: WatchGroup,
    coordinator: User,
    make_request: MakeRequest,
    village: Village,
    now: datetime,
) -> None:
    open_group(ready, by=coordinator, now=now)
    late = waits(make_request, village)
    page = staff.get(reverse("group_page", args=["leijweg"]))
    assert "1 persoon wacht nog." in words_of(page)
    answer = fill(staff, reverse("group_page", args=["leijweg"]))
    shown = words_of(staff.get(answer["Location"]))
    assert "1 persoon op de wachtlijst krijgt bericht." in shown
    late.refresh_from_db()
    assert late.owner == Owner.GROUP
    again = staff.post(reverse("group_invite", args=["leijweg"]), follow=True)
    assert "Niemand op de wachtlijst kan nu naar deze groep." in words_of(again)


@pytest.mark.usefixtures("several_visits")
def test_a_group_that_is_not_open_invites_nobody(
    ready: WatchGroup, coordinator: User, make_request: MakeRequest, village: Village, now: datetime
) -> None:
    waits(make_request, village)
    with pytest.raises(Refused, match="niet open"):
        invite_waiting(ready, by=coordinator, now=now)
    WatchGroup.objects.filter(pk=ready.pk).update(status=GroupStatus.ACTIVE, capacity=1)
    WatchGroup.objects.get(pk=ready.pk).memberships.create(
        name="Vol", mobile="+31600000999", source="example", since=now - timedelta(days=1)
    )
    with pytest.raises(Refused, match="Niemand"):
        invite_waiting(ready, by=coordinator, now=now)


def test_the_page_to_open_says_what_is_missing(staff: Client, starting: WatchGroup) -> None:
    page = reverse("group_open", args=["leijweg"])
    assert "Dat kan nog niet." in words_of(staff.get(page))
    answer = staff.post(page, follow=True)
    assert "Kies eerst straten." in words_of(answer)
    assert staff.get(reverse("group_open", args=["spoorstraat"])).status_code == 302

"""Adding, changing and ending a member on the pages of a beheerder."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import Membership, WatchGroup
from tests.groups.conftest import log_in
from tests.groups.pages import at_most, forms_of, text_of, words_of

MakeMember = Callable[..., Membership]
LIST = "/beheer/groep/spoorstraat/leden/"
ADD = f"{LIST}toevoegen/"
NEL = {
    "name": "Nel Nieuw",
    "street": "Spoorstraat",
    "house_number": "12a",
    "mobile": "06 0000 7777",
    "email": "nel@example.org",
    "in_chat": "ja",
    "told_rules": "on",
}


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


def edit_page(member: Membership) -> str:
    return reverse("member_edit", args=["spoorstraat", member.pk])


def fill(client: Client, path: str, **typed: str) -> Any:
    """Open the page, type over what stands in its form, and press the button."""
    page = client.get(path)
    return again(client, path, page, **typed)


def again(client: Client, path: str, page: Any, **typed: str) -> Any:
    form = next(form for form in forms_of(page) if "name" in form.sends)
    return client.post(path, form.sends | typed)


# --- Adding -------------------------------------------------------------------------------------


def test_somebody_who_rang_is_put_on_the_list(own: Client) -> None:
    answer = own.post(ADD, NEL, follow=True)
    assert answer.redirect_chain[-1][0] == LIST
    assert "Nel Nieuw staat op de ledenlijst." in words_of(answer)
    member = Membership.objects.get()
    assert (member.address, member.mobile, member.email) == (
        "Spoorstraat 12a", "+31600007777", "nel@example.org",
    )  # fmt: skip
    assert member.source == "beheerder"
    assert member.house_rules_id


def test_who_is_not_in_the_chat_yet_is_helped_along(own: Client) -> None:
    answer = own.post(ADD, NEL | {"in_chat": "nee"}, follow=True)
    member = Membership.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("member", args=["spoorstraat", member.pk])
    assert "Nog niet in de groep?" in words_of(answer)
    assert "Te bevestigen" in words_of(own.get(LIST))


def test_a_form_with_nothing_says_what_is_missing_and_keeps_what_is_there(own: Client) -> None:
    answer = own.post(ADD, {"email": "nel@"})
    page = words_of(answer)
    for words in (
        "Vul de voor- en achternaam in.",
        "Vul de straat en het huisnummer in.",
        "Kies een antwoord.",
        "Vul het mobiele nummer in.",
    ):
        assert words in page
    assert 'value="nel@"' in text_of(answer)
    assert "<title>Fout:" in text_of(answer)


def test_the_same_number_twice_is_refused_in_words(own: Client, make_member: MakeMember) -> None:
    make_member(mobile="+31600007777")
    answer = own.post(ADD, NEL)
    assert "Dit nummer staat al op de ledenlijst van deze groep." in words_of(answer)
    assert Membership.objects.count() == 1


def test_pressed_twice_is_one_member(own: Client) -> None:
    for _ in range(2):
        assert own.post(ADD, NEL).status_code == 302
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ({"street": "Dennenlaan", "house_number": "40"}, "Dit adres hoort niet bij groep Spoorst"),
        ({"street": "Nergenslaan"}, "Deze straat kennen we niet."),
        ({"mobile": "0161 41 12 34"}, "Dit lijkt een vast nummer."),
    ],
)
def test_what_is_unusual_is_asked_once_and_then_taken(
    own: Client, typed: dict[str, str], question: str
) -> None:
    asked = own.post(ADD, NEL | typed)
    assert question in words_of(asked)
    assert not Membership.objects.exists()
    # Another answer than the one that was asked about is asked about as well.
    other = again(own, ADD, asked, **NEL | typed | {"house_number": "66", "mobile": "0161411235"})
    assert other.status_code == 200
    assert again(own, ADD, asked, **NEL | typed).status_code == 302
    assert Membership.objects.get().name == "Nel Nieuw"


@pytest.mark.parametrize("name", ["'t Hart", "=1+1", "{link}", "محمد", "Émile 👋"])
def test_pf_07_any_name_is_shown_as_it_is(own: Client, name: str) -> None:
    own.post(ADD, NEL | {"name": name, "organisation": name})
    member = Membership.objects.get()
    assert (member.name, member.organisation) == (name, name)
    for path in (LIST, reverse("member", args=["spoorstraat", member.pk]), edit_page(member)):
        assert name in text_of(own.get(path))


# --- Changing -----------------------------------------------------------------------------------


def test_the_form_holds_what_is_there_and_opening_it_leaves_a_line(
    own: Client, make_member: MakeMember
) -> None:
    member = make_member(
        mobile="+31600004321", email="mien@example.org", house_number=62,
        house_number_addition="66",
    )  # fmt: skip
    assert fill(own, edit_page(member)).status_code == 302
    assert [line.verb for line in Entry.objects.about(f"membership:{member.pk}")] == [
        "member.number_shown"
    ]
    assert "Er is niets veranderd." in words_of(own.get(LIST))
    member.refresh_from_db()
    assert (member.version, member.house_number_addition) == (1, "66")


def test_a_new_number_is_stored_and_told(own: Client, member: Membership) -> None:
    answer = fill(own, edit_page(member), mobile="06 0000 7777", street="Spoorstraat 14")
    member.refresh_from_db()
    assert (member.mobile, member.address) == ("+31600007777", "Spoorstraat 14")
    assert "Opgeslagen: het nummer en het adres." in words_of(own.get(answer["Location"]))


def test_two_at_once_lose_nothing(own: Client, member: Membership, deputy: User) -> None:
    """The second sees what stands there now beside what they typed, and decides."""
    mine = own.get(edit_page(member))
    theirs = log_in(Client(), deputy)
    assert fill(theirs, edit_page(member), name="Eerste Naam").status_code == 302
    told = again(own, edit_page(member), mine, name="Tweede Naam")
    assert told.status_code == 200
    assert "Iemand anders veranderde dit lid net." in words_of(told)
    assert "Eerste Naam" in words_of(told)
    assert 'value="Tweede Naam"' in text_of(told)
    member.refresh_from_db()
    assert member.name == "Eerste Naam"
    assert again(own, edit_page(member), told).status_code == 302
    member.refresh_from_db()
    assert member.name == "Tweede Naam"


def test_who_left_meanwhile_is_not_changed(own: Client, member: Membership) -> None:
    page = own.get(edit_page(member))
    gone = {"until": timezone.now(), "end_reason": "other"}
    Membership.objects.filter(pk=member.pk).update(**gone)
    answer = own.post(edit_page(member), forms_of(page)[0].sends, follow=True)
    assert "Deze persoon staat niet meer op de ledenlijst." in words_of(answer)


def test_az_05_nothing_else_can_be_sent_along(
    own: Client, member: Membership, dennenlaan: WatchGroup
) -> None:
    more = {"group": str(dennenlaan.pk), "until": "2020-01-01", "source": "request", "id": "9"}
    fill(own, edit_page(member), name="Nel Nieuw", **more)
    before = (member.group_id, member.source, member.until)
    member.refresh_from_db()
    assert (member.group_id, member.source, member.until) == before
    assert member.name == "Nel Nieuw"


# --- Ending -------------------------------------------------------------------------------------


def end(client: Client, member: Membership, reason: str = "moved_house") -> Any:
    page = reverse("member_end", args=["spoorstraat", member.pk])
    return client.post(page, {"reason": reason}, follow=True)


def test_somebody_leaves_with_a_reason_a_task_and_a_way_back(
    own: Client, member: Membership
) -> None:
    answer = end(own, member)
    assert f"{member.name} staat niet meer op de ledenlijst." in words_of(answer)
    assert "Uit de app halen" in words_of(answer)
    actions = {form.action for form in forms_of(answer)}
    back = reverse("member_back", args=["spoorstraat", member.pk])
    assert {back, reverse("member_taken_out", args=["spoorstraat", member.pk])} <= actions
    assert "staat weer op de ledenlijst" in words_of(own.post(back, follow=True))
    member.refresh_from_db()
    assert member.until is None
    assert "Ongedaan maken kan niet meer." in words_of(own.post(back, follow=True))


@pytest.mark.parametrize("reason", ["", "other_group", "zomaar"])
def test_a_reason_has_to_be_chosen(own: Client, member: Membership, reason: str) -> None:
    assert "Kies waarom." in words_of(end(own, member, reason))
    member.refresh_from_db()
    assert member.until is None


def test_the_second_who_ends_it_is_told(own: Client, member: Membership, deputy: User) -> None:
    end(log_in(Client(), deputy), member)
    assert "Deze persoon staat niet meer op de ledenlijst." in words_of(end(own, member, "other"))
    member.refresh_from_db()
    assert member.end_reason == "moved_house"


# --- Whose list it is ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["member_edit", "member_end", "member_back", "member_vcard"])
def test_az_02_a_member_is_kept_below_the_own_group_only(
    own: Client, make_member: MakeMember, dennenlaan: WatchGroup, name: str
) -> None:
    elsewhere = make_member(group=dennenlaan)
    act = own.post if name == "member_back" else own.get
    for slug in ("spoorstraat", "dennenlaan"):
        assert act(reverse(name, args=[slug, elsewhere.pk])).status_code == 404


def test_staff_are_told_who_keeps_the_list(
    client: Client, coordinator: User, member: Membership
) -> None:
    log_in(client, coordinator)
    answer = client.get(edit_page(member))
    assert answer.status_code == 403
    assert "Alleen een beheerder van de groep houdt de ledenlijst bij." in text_of(answer)
    page = words_of(client.get(reverse("member", args=["spoorstraat", member.pk])))
    assert "Wijzig de gegevens" not in page


def test_keeping_the_list_costs_little(own: Client, member: Membership) -> None:
    own.get(LIST)
    sent = next(f.sends for f in forms_of(own.get(edit_page(member))) if "name" in f.sends)
    with at_most(14):
        assert own.post(edit_page(member), sent | {"name": "Nel Nieuw"}).status_code == 302
    with at_most(13):
        assert own.post(ADD, NEL).status_code == 302
    page = reverse("member_end", args=["spoorstraat", member.pk])
    with at_most(10):
        assert own.post(page, {"reason": "other"}).status_code == 302


def test_a_term_of_five_minutes(own: Client, member: Membership) -> None:
    now = timezone.now()
    gone = {"since": now - timedelta(days=1), "until": now - timedelta(minutes=6)}
    Membership.objects.filter(pk=member.pk).update(**gone, end_reason="other")
    back = reverse("member_back", args=["spoorstraat", member.pk])
    assert "Ongedaan maken kan niet meer." in words_of(own.post(back, follow=True))

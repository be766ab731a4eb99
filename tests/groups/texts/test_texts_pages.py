"""Platform Dorst words its texts: look first, save a version, two at once, and back."""

from collections.abc import Callable
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import HouseRules, Membership, TextVersion, WatchGroup
from groups.models.watchgroups import DEFAULT_WELCOME
from groups.texts import services as texts
from groups.texts.pages import editable
from groups.watchgroups.services.making import GroupFacts, make_group
from groups.wording import texts_in_force
from groups.wording.contact_advice import shipped_advice
from groups.wording.contact_advice_lines import as_lines
from groups.wording.mail_texts import Wording, shipped
from tests.groups.conftest import MakeRequest
from tests.groups.pages import forms_of, send, text_of, words_of

LogIn = Callable[[Client, User], Client]
NEWS = "mail-news"
RULES = "spelregels-standard"
SUBJECT = "Kijk eens ({kenmerk})"
TEXT = "Hallo,\n\nEr is nieuws. Kijk hier:\n{link}"
NEW_RULES = "Bel bij nood 112.\nAlleen iets verdachts."
# The forms of the page in their order; the last one of every page of staff logs out.
EDITING, GOING_BACK = 0, 1
EVERY_KEY = list(editable.all_texts())


@pytest.fixture
def staff(client: Client, coordinator: User, log_in: LogIn) -> Client:
    """A coordinator who is logged in."""
    return log_in(client, coordinator)


@pytest.fixture
def second(coordinator: User) -> User:
    """Another coordinator."""
    return User.objects.create_user("tweede@example.org", name="Tweede", is_coordinator=True)


def page_of(key: str) -> str:
    return reverse("text_edit", args=[key])


def filled_in(client: Client, key: str, **typed: str) -> Any:
    """Open the page of a text, change the form and send it."""
    return send(client, client.get(page_of(key)), form=EDITING, **typed)


# --- Other languages -------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "says"), [(NEWS, True), ("mail-new_request", False)])
def test_a_mail_to_residents_says_what_stays_as_it_is(staff: Client, key: str, says: bool) -> None:
    words = words_of(staff.get(page_of(key)))
    assert ("In het Engels en Pools blijft de tekst van het portaal." in words) == says


# --- The list --------------------------------------------------------------------------------


@pytest.mark.usefixtures("village")
def test_the_list_tells_which_texts_were_changed_and_by_whom(
    staff: Client, coordinator: User, now: datetime
) -> None:
    words = words_of(staff.get(reverse("texts")))
    assert words.count("Zoals geleverd") == len(EVERY_KEY)
    assert "Weekoverzicht" in words.split("Vaste mails")[1]
    text = editable.all_texts()[NEWS]
    texts.save(text, Wording(SUBJECT, TEXT), seen=0, by=coordinator, now=now)
    words = words_of(staff.get(reverse("texts")))
    assert words.count("Zoals geleverd") == len(EVERY_KEY) - 1
    assert "Er is nieuws ✓ Aangepast" in words
    assert "door Cor Dinator" in words


def test_the_list_asks_the_same_however_much_was_changed(
    staff: Client, coordinator: User, second: User, now: datetime
) -> None:
    staff.get(reverse("texts"))
    with CaptureQueriesContext(connection) as untouched:
        staff.get(reverse("texts"))
    for text in editable.all_texts().values():
        for number in range(3):
            by = coordinator if number % 2 else second
            words = Wording("Kort" if text.mail else "", f"Tekst {number}")
            texts.save(text, words, seen=editable.newest_of(text).number, by=by, now=now)
    with CaptureQueriesContext(connection) as changed:
        staff.get(reverse("texts"))
    assert len(changed) <= len(untouched) <= 10


# --- Looking and saving ----------------------------------------------------------------------


@pytest.mark.parametrize("key", EVERY_KEY)
def test_every_text_can_be_looked_at_and_saved_as_it_is(
    staff: Client, village: object, key: str
) -> None:
    looked_at = filled_in(staff, key, bekijk="ja")
    assert looked_at.status_code == 200
    assert "Er is nog niets opgeslagen." in words_of(looked_at)
    assert filled_in(staff, key).status_code == 302
    assert not TextVersion.objects.exists()
    assert HouseRules.objects.count() == 2


def test_looking_shows_the_mail_with_examples_and_stores_nothing(staff: Client) -> None:
    page = filled_in(staff, NEWS, subject=SUBJECT, text=TEXT, bekijk="ja")
    words = words_of(page)
    assert "Kijk eens (D-4F7K2M)" in words
    assert "omdat iemand dit adres invulde op onze site." in words
    assert TEXT in text_of(page)  # still in the box
    assert not TextVersion.objects.exists()
    assert texts_in_force.mail_text("news").subject == shipped("news").subject


def test_saving_makes_a_version_that_mails_use_at_once(
    staff: Client, make_request: MakeRequest, coordinator: User
) -> None:
    answer = filled_in(staff, NEWS, subject=SUBJECT, text=TEXT)
    assert answer["Location"] == page_of(NEWS)
    row = TextVersion.objects.get()
    assert (row.key, row.version, row.subject, row.by) == (NEWS, 1, SUBJECT, coordinator)
    assert row.text == TEXT
    assert texts_in_force.mail_text("news").subject == SUBJECT
    line = Entry.objects.get(verb="text.changed")
    assert (line.subject, line.facts) == ("text:mail-news", {"version": 1})
    assert "Binnen 1 minuut staat deze tekst overal." in words_of(staff.get(page_of(NEWS)))


def test_saved_twice_by_a_double_tap_is_one_version(staff: Client) -> None:
    page = staff.get(page_of(NEWS))
    for _ in range(2):
        assert send(staff, page, form=EDITING, subject=SUBJECT, text=TEXT).status_code == 302
    assert TextVersion.objects.count() == 1


def test_somebody_elses_text_is_shown_and_nothing_typed_is_lost(
    staff: Client, second: User, now: datetime
) -> None:
    opened = staff.get(page_of(NEWS))
    text = editable.all_texts()[NEWS]
    theirs = Wording("Van de tweede", "Hallo,\n\nHun tekst.\n{link}")
    texts.save(text, theirs, seen=0, by=second, now=now)
    told = send(staff, opened, form=EDITING, subject=SUBJECT, text=TEXT)
    assert told.status_code == 409
    words = words_of(told)
    assert "Tweede veranderde deze tekst" in words
    assert "Hun tekst." in words
    mine = forms_of(told)[EDITING].sends
    assert (mine["subject"], mine["text"], mine["version"]) == (SUBJECT, TEXT, "1")
    assert TextVersion.objects.get().subject == "Van de tweede"
    assert send(staff, told, form=EDITING).status_code == 302
    assert list(TextVersion.objects.values_list("version", "subject")) == [
        (2, SUBJECT),
        (1, "Van de tweede"),
    ]


@pytest.mark.parametrize("key", [NEWS, RULES])
def test_of_two_stale_savings_one_wins(
    coordinator: User, second: User, key: str, now: datetime
) -> None:
    text = editable.all_texts()[key]
    seen = editable.newest_of(text).number
    texts.save(text, Wording("", "De eerste 112"), seen=seen, by=coordinator, now=now)
    with pytest.raises(texts.Overtaken) as told:
        texts.save(text, Wording("", "De tweede 112"), seen=seen, by=second, now=now)
    assert told.value.newest.wording.text == "De eerste 112"
    with pytest.raises(texts.Overtaken):
        texts.reset(text, seen=seen, by=second, now=now)
    assert editable.newest_of(text).by == coordinator
    assert Entry.objects.filter(verb__startswith="text.").count() == 1


@pytest.mark.parametrize("key", [NEWS, RULES])
def test_who_read_before_the_other_saved_is_stopped_by_the_number_of_the_version(
    coordinator: User, second: User, key: str, now: datetime
) -> None:
    text = editable.all_texts()[key]
    read = editable.newest_of(text)
    texts.save(text, Wording("", "De eerste 112"), seen=read.number, by=coordinator, now=now)
    mine = Wording("", "De tweede 112")
    with pytest.raises(texts.Overtaken) as told:
        texts._save(text, read, mine, seen=read.number, by=second, now=now)
    assert told.value.newest.by == coordinator
    assert Entry.objects.filter(by=second).count() == 0


# --- Versions and back -----------------------------------------------------------------------


def test_back_to_the_text_that_was_shipped_is_a_version_too(staff: Client) -> None:
    filled_in(staff, NEWS, subject=SUBJECT, text=TEXT)
    page = staff.get(page_of(NEWS))
    assert "Zet de eerste tekst terug" in words_of(page)
    assert send(staff, page, form=GOING_BACK).status_code == 302
    assert TextVersion.objects.newest().get().is_reset
    assert texts_in_force.mail_text("news").subject == shipped("news").subject
    after = staff.get(page_of(NEWS))
    assert "Zet de eerste tekst terug" not in words_of(after)
    assert forms_of(after)[EDITING].sends["subject"] == shipped("news").subject
    assert Entry.objects.filter(verb="text.reset").exists()


def test_a_stale_button_to_go_back_changes_nothing(
    staff: Client, second: User, now: datetime
) -> None:
    filled_in(staff, NEWS, subject=SUBJECT, text=TEXT)
    page = staff.get(page_of(NEWS))
    newer = Wording("Nieuwer", TEXT)
    texts.save(editable.all_texts()[NEWS], newer, seen=1, by=second, now=now)
    assert "Iemand anders veranderde deze tekst." in words_of(
        staff.get(send(staff, page, form=GOING_BACK)["Location"])
    )
    assert editable.newest_of(editable.all_texts()[NEWS]).wording == newer
    for version in ("", "x", "-1", "9" * 30):
        assert staff.post(f"{page_of(NEWS)}terug/", {"version": version}).status_code == 302
    assert TextVersion.objects.count() == 2


def test_an_older_version_comes_back_in_the_form(staff: Client) -> None:
    filled_in(staff, NEWS, subject=SUBJECT, text=TEXT)
    filled_in(staff, NEWS, subject="Anders", text=TEXT)
    page = staff.get(page_of(NEWS), {"versie": "1"})
    assert "In het vak staat versie 1." in words_of(page)
    assert send(staff, page, form=EDITING).status_code == 302
    newest = TextVersion.objects.newest().get()
    assert (newest.version, newest.subject) == (3, SUBJECT)
    for wrong in ("7", "x", "9" * 18, "2"):
        assert (
            forms_of(staff.get(page_of(NEWS), {"versie": wrong}))[EDITING].sends["version"] == "3"
        )


def test_versions_page_by_their_number_and_cost_the_same(
    staff: Client, coordinator: User, now: datetime
) -> None:
    text = editable.all_texts()[NEWS]
    texts.save(text, Wording("Versie 1", TEXT), seen=0, by=coordinator, now=now)
    staff.get(page_of(NEWS))
    with CaptureQueriesContext(connection) as one:
        staff.get(page_of(NEWS))
    for number in range(1, 30):
        words = Wording(f"Versie {number + 1}", TEXT)
        texts.save(text, words, seen=number, by=coordinator, now=now)
    with CaptureQueriesContext(connection) as thirty:
        first = words_of(staff.get(page_of(NEWS)))
    assert len(thirty) == len(one) <= 10
    assert "Versie 21 ·" in first
    assert "Versie 20 ·" not in first
    second = words_of(staff.get(page_of(NEWS), {"na": "21"}))
    assert "Versie 20 ·" in second
    assert "Versie 21 ·" not in second
    last = words_of(staff.get(page_of(NEWS), {"na": "11"}))
    assert "Versie 1 ·" in last
    assert "Oudere versies" not in last


# --- House rules -----------------------------------------------------------------------------


def test_members_keep_the_rules_that_they_agreed_to(
    staff: Client, make_member: Callable[..., Membership], house_rules: HouseRules
) -> None:
    make_member(house_rules=house_rules)
    make_member(house_rules=house_rules)
    make_member()
    assert filled_in(staff, RULES, text=NEW_RULES).status_code == 302
    rules = HouseRules.objects.newest().get(variant="standard")
    assert (rules.version, rules.rules()) == (2, NEW_RULES.split("\n"))
    assert rules.published_by is not None
    make_member(house_rules=rules)
    words = words_of(staff.get(page_of(RULES)))
    assert "Versie 2: 1 lid" in words
    assert "Versie 1: 2 leden" in words
    assert "Nog geen versie: 1 lid" in words


def test_members_of_a_group_that_changed_its_app_agreed_to_the_other_rules(
    staff: Client,
    make_member: Callable[..., Membership],
    house_rules: HouseRules,
    spoorstraat: WatchGroup,
) -> None:
    make_member(house_rules=house_rules)
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(uses_waaksamen=True)
    words = words_of(staff.get(page_of("spelregels-waaksamen")))
    assert "Versie 1 (zonder Waaksamen): 1 lid" in words
    assert "Versie 1" not in words_of(staff.get(page_of(RULES))).split("Alle versies")[0]


def test_rules_go_back_to_the_first_as_a_version_of_their_own(
    staff: Client, house_rules: HouseRules
) -> None:
    filled_in(staff, RULES, text=NEW_RULES)
    assert send(staff, staff.get(page_of(RULES)), form=GOING_BACK).status_code == 302
    rules = HouseRules.objects.newest().get(variant="standard")
    assert (rules.version, rules.rules()) == (3, house_rules.rules())
    assert "Zoals geleverd" in words_of(staff.get(page_of(RULES)))


def test_who_was_shown_older_rules_reads_the_new_ones_before_agreeing(
    client: Client, spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    where = {"straat": "Spoorstraat", "huisnummer": "12"}
    person = {"name": "Rika Resident", "mobile": "06 0000 9001", "email": "rika@example.org"}
    details = client.get(reverse("signup", args=[spoorstraat.slug]), where)
    check = send(client, details, **person)
    texts.save(editable.all_texts()[RULES], Wording("", NEW_RULES), seen=1, by=coordinator, now=now)
    again = send(client, check, agree="on", of_age="on")
    assert again.status_code == 200
    assert "Alleen iets verdachts." in text_of(again)


# --- The page about apps, and the welcome text -----------------------------------------------


def test_the_page_about_apps_shows_what_was_saved_and_escapes_it(
    staff: Client, client: Client
) -> None:
    lines = as_lines(shipped_advice()).replace("14 0162", "0162-123456")
    extra = f"{lines}\n\nEr is <b>ruis</b>\nVraag {{{{ 7 }}}} na.\n- Bel de buren. (x.nl)"
    assert filled_in(staff, "welke-app", text=extra).status_code == 302
    page = text_of(client.get("/welke-app/"))
    assert 'href="tel:0162123456"' in page
    assert "&lt;b&gt;ruis" in client.get("/welke-app/").content.decode()
    assert "{{ 7 }}" in page
    assert "Bel 0162-123456" in words_of(client.get("/welke-app/gemeente/"))


def test_a_new_group_starts_with_the_welcome_text_of_now(
    staff: Client, coordinator: User, now: datetime
) -> None:
    assert texts_in_force.welcome_text() == DEFAULT_WELCOME
    filled_in(staff, "welkomsttekst", text="Welkom {voornaam}: {link}")
    facts = GroupFacts(
        name="Nieuw", area="Dorst", app="whatsapp", uses_waaksamen=False, capacity=None
    )
    assert make_group(facts, by=coordinator, now=now).welcome_text == "Welkom {voornaam}: {link}"
    looked_at = filled_in(staff, "welkomsttekst", bekijk="ja")
    assert "Welkom Rika: (hier staat de link)" in words_of(looked_at)


# --- Bad input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "typed", "error"),
    [
        (NEWS, {"text": ""}, "Schrijf een tekst."),
        (NEWS, {"subject": ""}, "Schrijf een onderwerp."),
        (NEWS, {"subject": "x" * 56}, "Gebruik hoogstens 55 tekens."),
        ("mail-declined", {"subject": f"{{soort}} {'x' * 40}"}, "Maak het onderwerp 5 tekens kort"),
        (NEWS, {"subject": "Dag {link}"}, "{link} kennen we hier niet."),
        (NEWS, {"text": "Hallo"}, "Zet {link} 1 keer in de tekst, op een eigen regel."),
        (NEWS, {"text": "{link}\n{link}"}, "Zet {link} 1 keer"),
        (NEWS, {"text": "Kijk: {link}"}, "Zet {link} 1 keer"),
        (NEWS, {"text": "{link}\n{naam}"}, "{naam} kennen we hier niet. Gebruik alleen {kenmerk}"),
        (NEWS, {"text": "{link}\n{{ request }}"}, "{{ kan hier niet."),
        (NEWS, {"text": "{link}\n{% now %}"}, "{% kan hier niet."),
        (NEWS, {"text": "{link}\n{"}, "Er staat een losse haak in de tekst."),
        (NEWS, {"text": "{link}\nhttps://x.example"}, "Zet geen webadres in een mail. Schrijf"),
        (NEWS, {"text": "{link}\nGa naar spam.nl"}, "Zet geen webadres in een mail."),
        ("mail-asked", {"text": "{link}"}, "Zet {vraag} in de tekst."),
        ("mail-founded", {"text": "{link}"}, "{link} kennen we hier niet."),
        (NEWS, {"version": "x"}, "Open deze pagina opnieuw."),
        (NEWS, {"version": "9" * 30}, "Open deze pagina opnieuw."),
        (RULES, {"text": "Wees aardig."}, "Schrijf in de regels wanneer iemand 112 belt."),
        (RULES, {"text": "Bel 112.\n" * 16}, "Er mogen 15 regels in."),
        (RULES, {"text": f"Bel 112.\n{'x' * 301}"}, "Maak regel 2 korter."),
        ("welke-app", {"text": "Zomaar"}, "Regel 1: schrijf 2 regels"),
        (
            "welke-app",
            {"text": as_lines(shipped_advice()).replace("2026", "2099")},
            "nog niet geweest",
        ),
        ("welkomsttekst", {"text": "Welkom"}, "Zet {link} in de tekst."),
        ("welkomsttekst", {"text": "{link} {naam}"}, "{naam} kennen we niet."),
        ("welkomsttekst", {"text": "{link} {{voornaam}}"}, "{{ kan hier niet."),
        ("welkomsttekst", {"text": "{link} https://chat.whatsapp.com/x"}, "Zet de link niet"),
        ("welkomsttekst", {"text": "{link}" + "x" * 600}, "Gebruik hoogstens 600 tekens."),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(
    staff: Client, village: object, key: str, typed: dict[str, str], error: str
) -> None:
    for button in ({}, {"bekijk": "ja"}):
        page = filled_in(staff, key, **typed, **button)
        assert page.status_code == 200
        assert error in unescape(words_of(page))
        name, value = next(iter(typed.items()))
        assert forms_of(page)[EDITING].sends[name].strip() == value.strip()
    assert not TextVersion.objects.exists()
    assert HouseRules.objects.count() == 2


@pytest.mark.parametrize("key", ["mail-week_review", "mail-x", "zomaar"])
def test_what_cannot_be_edited_has_no_page(staff: Client, key: str) -> None:
    assert staff.get(page_of(key)).status_code == 404
    assert staff.post(f"{page_of(key)}terug/").status_code == 404


# --- What coordinators read beside a text -----------------------------------------------------


def test_sources_stand_at_the_editor_and_first_what_nobody_checked(staff: Client) -> None:
    words = words_of(staff.get(page_of("welke-app")))
    ways = [way for advice in shipped_advice() for way in advice.ways]
    unchecked = [way for way in ways if not way.checked_on]
    assert words.count("Nog controleren") == len(unchecked) > 0
    assert words.count("Gecontroleerd op 22 november 2026") == len(ways) - len(unchecked)
    assert words.index("Nog controleren") < words.index("Gecontroleerd op")
    assert "Nog controleren" not in words_of(staff.get(page_of(NEWS)))


def test_rules_that_name_the_colour_of_skin_want_a_decision(
    staff: Client, coordinator: User, now: datetime
) -> None:
    asked = "Deze regels vragen een besluit"
    words = words_of(staff.get(page_of(RULES)))
    assert asked in words
    assert "Vraag het de wijkagent." in words
    assert "omroepbrabant.nl" in words
    text = editable.all_texts()[RULES]
    without = Wording("", "Bel bij nood eerst 112.\nSchrijf eerst wat iemand doet.")
    newest = editable.newest_of(text).number
    texts.save(text, without, seen=newest, by=coordinator, now=now)
    assert asked not in words_of(staff.get(page_of(RULES)))


def test_visitors_read_nothing_of_a_decision(client: Client, village: object) -> None:
    assert "besluit" not in words_of(client.get(reverse("house_rules")))

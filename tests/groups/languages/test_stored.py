"""Sentences that were stored in Dutch are read in the language of who looks."""

import pytest
from django.utils.translation import gettext, override

from dorst_portal.languages.stored import said_again
from groups.coverage.pages.changes import Row
from groups.members.pages.import_words import column_in_words, problem_in_words, refusal_in_words
from groups.models import CoverageChange, ResidentRequest, RouteReason
from groups.privacy.services.purges import PURGES
from tests.groups.languages.pseudo import speak_pseudo

TWICE = "Dit nummer staat ook op regel 12."
NOTE = "Bij het nummer stond ‘moeder’."


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads, reads another language than Dutch."""
    speak_pseudo(monkeypatch)


@pytest.mark.usefixtures("elsewhere")
def test_in_dutch_it_is_said_as_it_was_stored() -> None:
    assert problem_in_words(f"{TWICE} {NOTE}") == f"{TWICE} {NOTE}"
    assert column_in_words("Kolom 3") == "Kolom 3"


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("", ""),
        (TWICE, f"⟦{TWICE}⟧"),
        (f"{TWICE} {NOTE}", f"⟦{TWICE}⟧ ⟦{NOTE}⟧"),
        ("De naam ontbreekt.", "⟦De naam ontbreekt.⟧"),
        # What is known to another room is looked up whole; what nobody knows is not lost.
        (f"{NOTE} Iets anders.", f"⟦{NOTE}⟧ ⟦Iets anders.⟧"),
        ("Groep ‘St. Jan {x}’ kennen we niet.", "⟦Groep ‘St. Jan {x}’ kennen we niet.⟧"),
    ],
)
def test_each_sentence_is_read_with_what_fills_it(stored: str, read: str) -> None:
    with override("en"):
        assert problem_in_words(stored) == read


@pytest.mark.usefixtures("elsewhere")
def test_what_is_missing_in_a_list_is_read_word_by_word() -> None:
    with override("pl"):
        said = refusal_in_words("Waar staat de naam en het mobiele nummer?")
        assert said == "⟦Waar staat ⟦⟦de naam⟧ en ⟦het mobiele nummer⟧⟧?⟧"
        assert refusal_in_words("Dit is een PDF. Kies een CSV-, XLSX- of VCF-bestand.") == (
            "⟦Dit is een PDF.⟧ ⟦Kies een CSV-, XLSX- of VCF-bestand.⟧"
        )


@pytest.mark.usefixtures("elsewhere")
def test_the_name_of_a_column_is_the_one_in_the_list() -> None:
    with override("en"):
        assert column_in_words("Kolom 3") == "⟦Kolom 3⟧"
        assert column_in_words("Telefoon thuis") == "Telefoon thuis"


def test_a_sentence_that_is_stored_more_often_is_read_each_time() -> None:
    with override("en"):
        assert said_again("Ja. Ja.", ("Ja.",)) == "Ja. Ja."


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (
            "Oude Baan even nummers 2 t/m 8, van groep Spoorstraat naar groep St. Jan.",
            "Oude Baan even numbers 2 to 8, from group Spoorstraat to group St. Jan.",
        ),
        (
            "Leijweg nummer 3, Boslaan nummers vanaf 9, zonder groep naar groep Leijweg.",
            "Leijweg number 3, Boslaan numbers from 9, from no group to group Leijweg.",
        ),
        (
            "Leijweg (hele straat) en meer, van groep Leijweg naar geen groep.",
            "Leijweg (whole street) and more, from group Leijweg to no group.",
        ),
        (
            "alles, van groep Leijweg naar groep Seters.",
            "everything, from group Leijweg to group Seters.",
        ),
        ("Iets anders.", "Iets anders."),
    ],
)
def test_what_was_moved_is_told_in_the_language_of_who_reads(stored: str, read: str) -> None:
    row = Row(CoverageChange(sentence=stored), may_undo=False)
    assert row.sentence == stored
    with override("en"):
        assert row.sentence == read


def test_why_a_request_came_here_is_the_sentence_or_the_reason_in_a_few_words() -> None:
    request = ResidentRequest(
        route_reason=RouteReason.NO_GROUP, route_sentence="Voor Leijweg 3 is nog geen groep."
    )
    assert request.why_routed == "Voor Leijweg 3 is nog geen groep."
    with override("pl"):
        assert request.why_routed == "Dla tego adresu nie ma jeszcze grupy."


@pytest.mark.parametrize("language", ["en", "pl"])
def test_each_kind_that_the_night_wipes_has_a_name_in_each_language(language: str) -> None:
    with override(language):
        assert [kind.words for kind in PURGES.values() if gettext(kind.words) == kind.words] == []

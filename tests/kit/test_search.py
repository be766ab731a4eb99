"""A name is found as it is typed, on both databases alike."""

import pytest

from dorst_portal.accounts.models import User
from dorst_portal.kit.search import LONGEST_KEY, holds, key_of


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("emile", "Émile"),
        ("ÉMILE", "Emile"),
        ("E\u0301mile", "\u00c9mile"),
        ("o'neill", "O\u2019Neill"),
        ("sorensen", "Sørensen"),
        ("lukasz", "Łukasz"),
        ("weiss", "Weiß"),
        ("isik", "Işık"),
        ("anne marie", "Anne-Marie"),
        ("Γιωργος", "Γιώργος"),
    ],
)
def test_capitals_accents_and_signs_make_no_difference(typed: str, stored: str) -> None:
    assert key_of(typed) == key_of(stored) != ""


def test_a_key_of_the_longest_name_fits_its_column() -> None:
    assert len(key_of("\ufdfa" * 100)) == LONGEST_KEY


@pytest.fixture
def emile(db: None) -> User:
    return User.objects.create_user("e.dupont@example.org", name="Émile Dupont")


@pytest.mark.parametrize("typed", ["émile", "EMILE", "dupont emile", "upon", "E.Dupont@", "é"])
def test_somebody_is_found_by_a_part_of_the_name_or_the_address(emile: User, typed: str) -> None:
    assert list(User.objects.found_by(typed)) == [emile]


@pytest.mark.parametrize("typed", ["emiel", "dupont jan", "%", "_", "\u0301"])
def test_what_does_not_look_like_it_finds_nobody(emile: User, typed: str) -> None:
    assert not User.objects.found_by(typed).exists()


def test_signs_alone_hold_no_word(emile: User) -> None:
    assert not User.objects.filter(holds("?!")).exists()


def test_a_key_follows_the_name_when_a_row_is_saved_or_many_are_made(emile: User) -> None:
    emile.name = "Zoë"
    emile.save()
    User.objects.bulk_create([User(email="noel@example.org", name="Noël")])
    keys = set(User.objects.values_list("search_key", flat=True))
    assert keys == {"zoe", "noel"}

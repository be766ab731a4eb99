"""DP-13: every field of the database is sorted, every personal one has a term, every term ends."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import reverse

from groups.members.services.forgetting import WITHOUT_MEMBER
from groups.models import Membership, ResidentRequest
from groups.privacy.fields import FIELDS
from groups.privacy.pages.register import BEGIN, END, with_register
from groups.privacy.services.purges import PURGES
from groups.privacy.terms import TERMS
from groups.requests.services.forgetting import WITHOUT_REQUEST

TERM_KEYS = {term.key for term in TERMS}


def tables() -> Iterator[type[models.Model]]:
    """Every table of every part, those between two others included; not those of the tests."""
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("tests."):
            yield model


def wrong_with(model: type[models.Model]) -> list[str]:
    """What is not sorted as it must be, by name."""
    there = {field.name for field in model._meta.concrete_fields}
    label = model._meta.label
    if label not in FIELDS:
        return [f"{label} is not sorted"]
    said = Counter([*FIELDS[label].plain_names, *FIELDS[label].personal_names])
    return [
        *(f"{label}.{name} is not sorted" for name in sorted(there - said.keys())),
        *(f"{label}.{name} does not exist" for name in sorted(said.keys() - there)),
        *(f"{label}.{name} is sorted twice" for name, times in said.items() if times > 1),
        *(
            f"{label}: {key or 'no term'} is no term"
            for keys in FIELDS[label].personal
            for key in keys or ("",)
            if key not in TERM_KEYS
        ),
    ]


def test_dp_13_every_field_is_sorted_and_every_personal_one_has_a_term() -> None:
    assert [fault for model in tables() for fault in wrong_with(model)] == []


def test_dp_13_no_table_is_sorted_that_does_not_exist() -> None:
    assert set(FIELDS) <= {model._meta.label for model in tables()}


def test_dp_13_the_search_finds_what_is_not_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    sorted_ones = dict(FIELDS)
    sorted_ones.pop("groups.Hamlet")
    street = FIELDS["groups.Street"]
    sorted_ones["groups.Street"] = type(street)(
        street.plain.replace("slug", "slugg"), {("nobody",): "name"}
    )
    monkeypatch.setattr("tests.groups.privacy.test_sorted_fields.FIELDS", sorted_ones)
    assert wrong_with(apps.get_model("groups.Hamlet")) == ["groups.Hamlet is not sorted"]
    assert wrong_with(apps.get_model("groups.Street")) == [
        "groups.Street.slug is not sorted",
        "groups.Street.slugg does not exist",
        "groups.Street.name is sorted twice",
        "groups.Street: nobody is no term",
    ]


def test_dp_13_every_term_is_of_some_field_and_ends() -> None:
    used = {key for sorted_ones in FIELDS.values() for keys in sorted_ones.personal for key in keys}
    assert used == TERM_KEYS
    steps = {step for term in TERMS for step in term.steps}
    assert steps == set(PURGES)
    assert [term.key for term in TERMS if bool(term.steps) == bool(term.ended_by)] == []
    assert len(TERM_KEYS) == len(TERMS)


@pytest.mark.parametrize(
    ("model", "emptied"), [(Membership, WITHOUT_MEMBER), (ResidentRequest, WITHOUT_REQUEST)]
)
def test_what_is_personal_in_them_is_what_is_emptied(
    model: type[models.Model], emptied: dict[str, object]
) -> None:
    assert set(FIELDS[model._meta.label].personal_names) == set(emptied)


def test_dp_13_the_register_is_made_of_the_code() -> None:
    document = (Path(settings.BASE_DIR) / "docs" / "privacy.md").read_text(encoding="utf-8")
    assert with_register(document) == document, "run manage.py privacy_register"
    made = document.partition(BEGIN)[2].partition(END)[0]
    assert all(str(term.data) in made and str(term.ground) in made for term in TERMS)
    assert "groups.Membership" in made


def test_a_document_without_the_place_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a line"):
        with_register("# Privacy")


@pytest.mark.django_db
def test_the_privacy_page_shows_every_line(client: Client) -> None:
    page = client.get(reverse("privacy")).content.decode()
    for term in TERMS:
        assert str(term.data) in page
        assert str(term.words) in page
        assert str(term.ground) in page

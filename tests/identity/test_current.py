"""The names of the village: read once in a while, changed at once, never in the way of a page."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.template import Context, Template
from pytest_django import Settings

from dorst_portal.identity import current
from dorst_portal.identity.current import NOT_SET, Here, here, here_text, read_again
from dorst_portal.identity.models import Identity
from dorst_portal.identity.services import Names, change_names, set_names

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SEA = Names(village="Zeedorp", organisation="Zeewacht", watch="Wacht Zeedorp", short_name="Zee")


@pytest.mark.django_db
def test_a_portal_whose_names_nobody_set_names_no_village() -> None:
    read_again()
    assert not here().is_set
    assert "Dorst" not in str(here())


@pytest.mark.django_db(transaction=True)
def test_names_that_were_set_are_said_at_once_and_in_texts_made_before() -> None:
    label = here_text("Alleen {organisation} ziet dit nummer in {village}.")
    assert str(label) == "Alleen Platform Dorst ziet dit nummer in Dorst."
    set_names(SEA, now=NOW)
    assert here().watch == "Wacht Zeedorp"
    assert Template("{{ it }}").render(Context({"it": label})) == (
        "Alleen Zeewacht ziet dit nummer in Zeedorp."
    )


@pytest.mark.django_db
@pytest.mark.parametrize("before", [NOT_SET, here()], ids=["none", "others"])
def test_what_the_same_transaction_still_writes_says_them_too(
    monkeypatch: pytest.MonkeyPatch, before: Here
) -> None:
    monkeypatch.setattr(current, "_known", before)
    set_names(SEA, now=NOW)
    assert here().village == "Zeedorp"
    assert change_names(replace(SEA, village="Duindorp"), seen=1, now=NOW)
    assert here().village == "Duindorp"


@pytest.mark.django_db
def test_another_process_says_them_after_a_while(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    Identity.objects.create(pk=1, **vars(SEA), changed_at=NOW)
    assert here().village == "Dorst"
    settings.IDENTITY_SECONDS = -1
    assert here().village == "Zeedorp"


@pytest.mark.django_db
def test_there_is_one_row() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(pk=2, **vars(SEA), changed_at=NOW)


def test_without_a_database_the_last_names_are_said(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def fails() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(current, "here_now", fails)
    settings.IDENTITY_SECONDS = -1
    assert here().village == "Dorst"
    read_again()
    assert here() == current.NOT_SET

"""Mailed links: only the right token, for its purpose, in its time (TK-04, TK-05)."""

import re
import string
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.test import override_settings

from dorst_portal.kit.links import (
    end_links,
    find_token,
    new_link,
    number_of,
    read_signed_number,
    read_token,
    signed_number,
    token_for,
    use_link,
)
from dorst_portal.kit.models import Link

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LETTERS = string.ascii_letters + string.digits + "-_"


def link_of(subject: int = 17, purpose: str = "confirm") -> Link:
    return new_link(purpose, subject, now=NOW)


def test_tk_10_a_token_is_made_of_plain_letters_and_names_its_subject() -> None:
    token = token_for(link_of())
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token)
    found = read_token("confirm", token, now=NOW)
    assert found is not None
    assert found.subject_id == 17


def test_reading_changes_nothing() -> None:
    token = token_for(link_of())
    before = Link.objects.values().get()
    for _ in range(3):
        assert read_token("confirm", token, now=NOW)
    assert Link.objects.values().get() == before


def test_tk_05_any_flipped_letter_is_refused() -> None:
    token = token_for(link_of())
    for position in range(len(token)):
        for letter in LETTERS:
            forged = token[:position] + letter + token[position + 1 :]
            if forged != token:
                assert read_token("confirm", forged, now=NOW) is None, forged


def test_tk_05_shortened_lengthened_and_odd_tokens_are_refused() -> None:
    token = token_for(link_of())
    pk, signature = token.split("-", 1)
    for forged in (
        token[:-1], token + "A", token + "\n", f"0{token}", f"{token} ", token.swapcase(), "", "-",
        pk, f"{pk}-", f"-{signature}", f"{'9' * 18}-{signature}", f"{'9' * 40}-{signature}",
        f"١-{signature}", f"{pk}-{'é' * 22}", f"{pk}-{signature}".replace("-", "\x00", 1),
        f"{pk}-\ud800{signature[1:]}",
    ):  # fmt: skip
        assert read_token("confirm", forged, now=NOW) is None, forged


def test_tk_05_two_links_cannot_swap_signatures() -> None:
    one, other = token_for(link_of(1)), token_for(link_of(2))
    mixed = f"{one.split('-')[0]}-{other.split('-', 1)[1]}"
    assert read_token("confirm", mixed, now=NOW) is None


def test_tk_05_another_purpose_is_refused() -> None:
    assert read_token("leave", token_for(link_of()), now=NOW) is None


def test_tk_05_a_token_of_another_installation_is_refused() -> None:
    link = link_of()
    with override_settings(SECRET_KEY="t" * 50):
        elsewhere = token_for(link)
    assert read_token("confirm", elsewhere, now=NOW) is None


def test_tk_04_a_link_works_from_now_until_its_last_second() -> None:
    token = token_for(link_of())
    end = NOW + timedelta(days=7)
    assert read_token("confirm", token, now=end - timedelta(seconds=1))
    assert read_token("confirm", token, now=end) is None
    assert read_token("confirm", token, now=NOW - timedelta(seconds=1)) is None


def test_tk_03_a_link_is_used_once() -> None:
    link = link_of()
    assert use_link(link, now=NOW)
    assert not use_link(link, now=NOW)
    assert read_token("confirm", token_for(link), now=NOW) is None
    assert find_token("confirm", token_for(link)) == link


def test_tk_03_using_a_link_uses_no_other(db: None) -> None:
    link, other = link_of(), link_of()
    assert use_link(link, now=NOW)
    assert read_token("confirm", token_for(other), now=NOW) == other


def test_tk_06_ending_the_links_of_one_subject_leaves_the_others() -> None:
    mine, same, theirs = link_of(1), link_of(1), link_of(2)
    assert end_links("confirm", 1, now=NOW) == 2
    working = [read_token("confirm", token_for(link), now=NOW) for link in (mine, same, theirs)]
    assert working == [None, None, theirs]


def test_tk_06_ending_links_leaves_other_purposes_and_when_one_was_used() -> None:
    used, works, other = link_of(1), link_of(1), link_of(1, "leave")
    use_link(used, now=NOW)
    later = NOW + timedelta(hours=1)
    assert end_links("confirm", 1, now=later) == 1
    for link in (used, works, other):
        link.refresh_from_db()
    assert [link.used_at for link in (used, works, other)] == [NOW, later, None]


def test_tk_13_a_link_outlives_a_new_key_while_the_old_one_is_a_fallback() -> None:
    link = link_of()
    with override_settings(SECRET_KEY="o" * 50):
        token = token_for(link)
    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=["o" * 50]):
        assert read_token("confirm", token, now=NOW) == link
    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=[]):
        assert read_token("confirm", token, now=NOW) is None


def test_a_link_that_ends_before_it_begins_cannot_be_stored() -> None:
    with pytest.raises(IntegrityError):
        new_link("confirm", 1, now=NOW, days=0)


def test_tk_04_a_link_of_a_day_works_a_day() -> None:
    link = new_link("confirm", 1, now=NOW, days=1)
    assert (link.issued_at, link.expires_at) == (NOW, NOW + timedelta(days=1))


def test_tk_13_two_links_to_one_subject_have_nothing_in_common() -> None:
    one, other = link_of(), link_of()
    assert len({one.nonce, other.nonce}) == 2
    assert [len(link.nonce) for link in (one, other)] == [22, 22]


@override_settings(SECRET_KEY="k" * 50)
def test_tk_13_what_was_mailed_before_an_upgrade_works_after_it() -> None:
    """Worked out once; another way of signing would end all links that are on their way."""
    link = Link(pk=17, purpose="confirm", nonce="n" * 22)
    assert token_for(link) == "17-9Mhe1hiehCInIqsiZnmPRp"
    assert signed_number("account", 12) == "12-H5Bta9NBVa994jUYnczfoz"


def test_tk_05_a_signed_number_is_read_for_its_purpose_alone() -> None:
    text = signed_number("account", 12)
    assert read_signed_number("account", text) == number_of(text) == 12
    assert read_signed_number("other", text) is None
    assert read_signed_number("account", signed_number("account", 13)) == 13
    forged = "13" + text[2:]
    assert (read_signed_number("account", forged), number_of(forged)) == (None, 13)
    for odd in ("", "12", "12-", text[:-1], f"{text}A", f"0{text}", f"{text}\n"):
        assert (read_signed_number("account", odd), number_of(odd)) == (None, None), odd


def test_tk_13_a_signed_number_outlives_a_new_key_while_the_old_one_is_a_fallback() -> None:
    with override_settings(SECRET_KEY="o" * 50):
        text = signed_number("account", 12)
    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=["o" * 50]):
        assert read_signed_number("account", text) == 12
    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=[]):
        assert read_signed_number("account", text) is None

"""One-time values of forms."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import override_settings

from dorst_portal.kit.nonces import new_nonce, read_nonce

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_nonce_tells_when_it_was_given_out() -> None:
    with time_machine.travel(NOW, tick=False):
        nonce = read_nonce("join", new_nonce("join"))
    assert nonce is not None
    assert nonce.issued_at == NOW


def test_two_nonces_differ() -> None:
    values = {getattr(read_nonce("join", new_nonce("join")), "value", "") for _ in range(50)}
    assert len(values) == 50
    assert "" not in values


def test_another_purpose_is_refused() -> None:
    assert read_nonce("question", new_nonce("join")) is None


@pytest.mark.parametrize("position", range(20))
def test_a_changed_letter_is_refused(position: int) -> None:
    nonce = new_nonce("join")
    other = "A" if nonce[position] != "A" else "B"
    assert read_nonce("join", nonce[:position] + other + nonce[position + 1 :]) is None


@pytest.mark.parametrize("junk", [None, "", "x", "a.1:b", "\ud800", "é" * 30, "\x00", "9" * 10_000])
def test_junk_is_refused(junk: str | None) -> None:
    assert read_nonce("join", junk) is None


def test_a_nonce_from_the_future_is_refused() -> None:
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        early = new_nonce("join")
    with time_machine.travel(NOW, tick=False):
        assert read_nonce("join", early) is None


def test_a_nonce_outlives_a_new_key_while_the_old_one_is_a_fallback() -> None:
    with override_settings(SECRET_KEY="o" * 50):
        nonce = new_nonce("join")
    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=["o" * 50]):
        assert read_nonce("join", nonce) is not None
    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=[]):
        assert read_nonce("join", nonce) is None

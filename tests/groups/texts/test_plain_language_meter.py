"""The meter of a bulletin: sentences and words, and a hint where it could be easier."""

import pytest

from groups.texts.plain_language import measure


@pytest.mark.parametrize(
    ("text", "sentences", "words", "longest"),
    [
        ("", 0, 0, 0),
        ("Doe je deur op slot.", 1, 5, 5),
        ("Doe je deur op slot. Laat een lamp aan!", 2, 9, 5),
        ("Beste buren,\n\nHet is vroeg donker.\nGroet", 3, 7, 4),
        ("Bel 0900-8844 of kijk op www.politie.nl.", 1, 6, 6),
        ("Zo'n lamp, ja?", 1, 3, 3),
        ("...\n---\n!", 0, 0, 0),
    ],
)
def test_what_it_counts(text: str, sentences: int, words: int, longest: int) -> None:
    meter = measure(text)
    assert (meter.sentences, meter.words, meter.longest_words) == (sentences, words, longest)


def test_a_short_text_has_no_hints() -> None:
    meter = measure("Doe je deur op slot. Laat een lamp aan.")
    assert meter.is_easy
    assert meter.summary == "2 zinnen, gemiddeld 4 woorden."


def test_a_long_sentence_is_named_with_its_number_of_words() -> None:
    meter = measure("Kort. " + "woord " * 16 + "klaar.")
    assert not meter.is_easy
    assert len(meter.hints) == 1
    assert "17 woorden" in meter.hints[0]
    assert "woord woord" in meter.hints[0]
    assert "…" in meter.hints[0]


def test_long_sentences_all_over_give_a_hint_of_their_own() -> None:
    meter = measure(("woord " * 13 + "klaar. ") * 3)
    assert meter.hints == ["De zinnen zijn lang. Gebruik zo'n 10 woorden per zin."]


def test_one_of_each_is_said_as_one() -> None:
    assert measure("Stop.").summary == "1 zin, gemiddeld 1 woord."

"""The page about apps and numbers as people type it: every mistake has the number of its line."""

from datetime import date

import pytest

from groups.wording.contact_advice import Way, shipped_advice
from groups.wording.contact_advice_lines import AdviceMistakes, as_lines, read_contact_advice

DANGER = "Er is gevaar\nBel meteen.\n- 112 (politie.nl, 22-11-2026)"


def mistakes_of(text: str) -> list[str]:
    with pytest.raises(AdviceMistakes) as found:
        read_contact_advice(text)
    return list(found.value.mistakes)


def test_what_the_portal_ships_reads_back_as_it_was() -> None:
    assert read_contact_advice(as_lines(shipped_advice())) == shipped_advice()


def test_a_way_is_a_number_or_words_with_its_source_and_day() -> None:
    text = f"{DANGER}\n- Kun je niet praten? Gebruik 112NL. (nu.nl)\n- 0900-8844 (politie.nl)"
    (post,) = read_contact_advice(text)
    assert post.ways == (
        Way("politie.nl", date(2026, 11, 22), number="112"),
        Way("nu.nl", None, words="Kun je niet praten? Gebruik 112NL."),
        Way("politie.nl", None, number="0900-8844"),
    )
    assert [way.href for way in post.ways if way.number] == ["tel:112", "tel:09008844"]


@pytest.mark.parametrize("number", ["14 0162", "0800-7000", "0162-123456", "+31162123456", "144"])
def test_numbers_that_can_be_dialled(number: str) -> None:
    posts = read_contact_advice(f"{DANGER}\n\nIets anders\nBel.\n- {number} (x.nl)")
    assert posts[1].ways[0].number == number


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("Er is gevaar\nBel.\n- 0900-8844 (politie.nl)", "Zet bovenaan de situatie met - 112"),
        ("", "Zet bovenaan"),
        (f"{DANGER}\n\nAlleen een situatie", "Regel 5: schrijf 2 regels"),
        (f"{DANGER}\n\nEen\nTwee\nDrie\n- Doe iets. (x.nl)", "Regel 5: schrijf 2 regels"),
        (f"{DANGER}\n\nEen situatie\nUitleg", "Regel 5: zet eronder wat je doet"),
        (f"{DANGER}\nNog iets", "Regel 4: zet hier een lege regel boven."),
        (f"{DANGER}\n- 12345 (x.nl)", "Regel 4: het nummer 12345 kennen we niet."),
        (f"{DANGER}\n- Doe iets.", "Regel 4: zet erachter waar het vandaan komt"),
        (f"{DANGER}\n- Doe iets. (x.nl, 31-2-2026)", "Regel 4: deze datum bestaat niet."),
        (f"{DANGER}\n\n{DANGER}", "Regel 5: deze situatie staat er al."),
        (f"{DANGER}\n- {'x' * 250} (x.nl)", "Regel 4: maak deze korter."),
        ("\n\n".join(f"{DANGER.replace('gevaar', f'iets {n}')}" for n in range(21)), "Maak het"),
    ],
)
def test_a_mistake_names_its_line(text: str, mistake: str) -> None:
    assert any(one.startswith(mistake) for one in mistakes_of(text)), mistakes_of(text)


def test_all_mistakes_are_told_at_once() -> None:
    assert len(mistakes_of(f"{DANGER}\n- 99 (x.nl)\n- zomaar\n\nLos")) == 4


def test_links_to_a_situation_keep_working_when_it_is_worded_anew() -> None:
    text = as_lines(shipped_advice()).replace("Een kapotte lamp, losse stoeptegel", "Rommel")
    assert [post.key for post in read_contact_advice(text)] == [
        post.key for post in shipped_advice()
    ]
    new = read_contact_advice(f"{DANGER}\n\nEr is brand geweest!\nKijk.\n- Vraag hulp. (x.nl)")
    assert new[1].key == "er-is-brand-geweest"
    again = "Bel.\n- 112 (x.nl)"
    twice = read_contact_advice(f"{DANGER}\n\nGevaar op zee\n{again}\n\n!\n{again}")
    assert [post.key for post in twice] == ["112", "gevaar-op-zee", "situatie"]

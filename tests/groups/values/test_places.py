"""Names of places as files and people write them, and "de" before the name of a street."""

import pytest

from groups.values.places import fold_place, has_article, in_street


@pytest.mark.parametrize(
    "typed",
    [
        "Den Hout", "DEN HOUT", " den  hout ", "Dèn Hoút", "Den Hout (gem. Oosterhout)",
        "Den Hout (", "Den Hout, Nederland", "Den Hout; x", "Den Hout/Oosterhout",
        "Den Hout gem. Oosterhout", "Den Hout gemeente Oosterhout", "4911 AB Den Hout",
        "4911ab Den Hout", "Den Hout NB", "Den Hout N.B.", "Den Hout N-Br", "Den Hout nbrab",
        "Den Hout Noord-Brabant", "Den Hout noordbrabant", "Den Hout NL", "Den Hout nederland.",
    ],
)  # fmt: skip
def test_a_place_has_one_key(typed: str) -> None:
    assert fold_place(typed) == "denhout"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", ""),
        ("'s-Gravenmoer", "sgravenmoer"),
        ("Nieuwegem", "nieuwegem"),
        ("NL", "nl"),  # nothing but what stands beside a name is the name
        ("(Dorst)", "dorst"),
        ("Gemeente Dorst", "gemeentedorst"),
        ("Plaats 12", "plaats12"),
    ],
)
def test_what_is_left_of_other_names(typed: str, key: str) -> None:
    assert fold_place(typed) == key


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Spoorstraat", "in de Spoorstraat"),
        ("SPOORSTRAAT", "in de SPOORSTRAAT"),
        ("Oude Wal", "in de Oude Wal"),
        ("Baarschot", "in Baarschot"),
        ("De Vliert", "in De Vliert"),
        ("De Oude Weg", "in De Oude Weg"),
        ("'t Laantje van 't Hofweg", "in 't Laantje van 't Hofweg"),
        ("Straathof", "in Straathof"),
        ("Denneweg", "in de Denneweg"),
    ],
)
def test_de_stands_before_words_for_a_street(name: str, written: str) -> None:
    assert in_street(name) == written
    assert has_article(name) == written.startswith("in de ")

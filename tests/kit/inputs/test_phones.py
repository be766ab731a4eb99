"""A telephone number is read as people type, copy and save it."""

import pytest
from django.core.exceptions import ValidationError

from dorst_portal.kit.inputs.phones import read_phone_number


@pytest.mark.parametrize(
    "typed",
    [
        "06 12345678",
        "06-12 34 56 78",
        "(06)12345678",
        "+31 6 12345678",
        "+31 (0)6 12345678",
        "+31(0)612345678",
        "(+31) 6 12345678",
        "0031 6 12345678",
        "06.12.34.56.78",
        "06/12345678",
        "(0)6 12345678",
        "612345678",  # a sheet ate the 0
        "31612345678",
        # The marks that telephones and chat apps put around a copied number.
        "\u202a+31 6 12345678\u202c",
        "\u202d06 12345678\u202c",
        "\u206606 12345678\u2069",
        "\u200e06\u200f 1234\u200b5678\ufeff",
        # Dashes and blanks that are not on a keyboard.
        "06\u201112345678",
        "06\u201312345678",
        "06\u201412345678",
        "06\u221212345678",
        "06\ufe6312345678",
        "06\u00a01234\u20095678",
        "06\u202f1234\u20075678",
        "06\u00b712345678",
        # What stands in front of it.
        "Tel. 06 12345678",
        "tel: 0612345678",
        "tel:+31612345678",
        "tel:06%2012345678",
        "Mob. 06 12345678",
        "Mobiel: 06-12345678",
        "M: 06 12345678",
        "T: 06 12345678",
        "Tel.nr.: 06 12345678",
        "Mijn telefoonnummer is 06 12345678",
        "\U0001f4de 06 12345678",
        # What stands around it.
        "06 12345678,",
        "06 12345678;",
        "06 12345678.",
        "'0612345678",
        '"0612345678"',
        "\u20180612345678\u2019",
        '="0612345678"',
        # Digits of other scripts.
        "\u0660\u0666\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
        "\u0966\u096c\u0967\u0968\u0969\u096a\u096b\u096c\u096d\u096e",
        "\uff10\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
        "\uff0b31\uff086\uff0912345678",
    ],
)
def test_a_mobile_number_in_any_notation(typed: str) -> None:
    number = read_phone_number(typed)
    assert (number.e164, number.is_landline, number.unusual) == ("+31612345678", False, False)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("+32 470 12 34 56", "+32470123456"),
        ("0032 470 12 34 56", "+32470123456"),
        ("Tel.: +48 512 345 678", "+48512345678"),
        ("\u202a+49 1512 3456789\u202c", "+4915123456789"),
    ],
)
def test_a_number_of_another_country_with_its_country(typed: str, stored: str) -> None:
    number = read_phone_number(typed)
    assert (number.e164, number.is_landline, number.elsewhere) == (stored, False, "")


@pytest.mark.parametrize(
    ("typed", "as_abroad"),
    [
        ("0470 12 34 56", "+32 470 12 34 56"),
        ("0489/12.34.56", "+32 489 12 34 56"),
        ("470 12 34 56", "+32 470 12 34 56"),
        ("32 470 12 34 56", "+32 470 12 34 56"),
        ("601 234 567", "+48 601 234 567"),
        ("48 512 345 678", "+48 512 345 678"),
        ("0151 23456789", "+49 1512 3456789"),
    ],
)
def test_a_mobile_number_of_another_country_without_it_is_asked_about(
    typed: str, as_abroad: str
) -> None:
    with pytest.raises(ValidationError) as raised:
        read_phone_number(typed)
    asked = "Is dit een nummer uit een ander land? Zet het landnummer ervoor, zoals "
    assert raised.value.messages == [f"{asked}{as_abroad}."]


@pytest.mark.parametrize(
    ("typed", "as_abroad"),
    [
        ("0475 12 34 56", "+32 475 12 34 56"),  # Roermond has 0475 too
        ("512 345 678", "+48 512 345 678"),
        ("0712 345 678", "+40 712 345 678"),
        ("0888 123 456", "+359 88 812 3456"),
        ("0161 411234", ""),
        ("+31 475 123456", ""),
    ],
)
def test_a_landline_of_ours_that_could_be_of_another_country_says_how_to_write_that(
    typed: str, as_abroad: str
) -> None:
    number = read_phone_number(typed)
    assert (number.is_landline, number.elsewhere) == (True, as_abroad)


def test_a_number_with_06_is_never_taken_for_one_of_another_country() -> None:
    number = read_phone_number("06 0000 0001")
    assert (number.e164, number.unusual, number.elsewhere) == ("+31600000001", True, "")


WORDS = "Laat de woorden weg."
TWO = "Hier staan 2 nummers."
EXTENSION = "Laat het toestelnummer weg."
DIGITS = "Schrijf je nummer met cijfers"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("06 12345678 (moeder)", WORDS),
        ("06 12345678 van mijn zoon", WORDS),
        ("moeder: 06 12345678", WORDS),
        ("06 12345678 na 18 uur", WORDS),
        ("06 12345678 of 06 87654321", TWO),
        ("06 12345678 / 06 87654321", TWO),
        ("0612345678 0687654321", TWO),
        ("06 0000 0001 of 06 0000 0002", TWO),
        ("06 0000 0001 06 0000 0002", TWO),
        ("06-12345678, 0161 411234", TWO),
        ("+31 6 12345678 & +32 470 12 34 56", TWO),
        ("0161 411234 tst. 12", EXTENSION),
        ("0161 411234 toestel 12", EXTENSION),
        ("0161 411234 ext 12", EXTENSION),
        ("0161 411234 x12", EXTENSION),
        ("tel:+31161411234;ext=12", EXTENSION),
        ("06 12 34 AB CD", DIGITS),
        ("O6 12345678", DIGITS),
        ("nul zes", DIGITS),
        ("06_12345678", DIGITS),
        ("#31#0612345678", DIGITS),
        ("+", DIGITS),
        ("", DIGITS),
        ("06 1234567", "Dit nummer is te kort."),
        ("112", "Dit nummer is te kort."),
        ("14 0162", "Dit nummer is te kort."),
        ("0900-8844", "Dit nummer is te kort."),
        ("()", "Dit nummer is te kort."),
        ("06 123456789", "Dit nummer is te lang."),
        ("0" * 40, "Dit nummer is te lang."),
        ("+999 12345678", "Dit nummer kennen we niet."),
    ],
)
def test_what_is_wrong_with_a_number_is_said_in_words_that_fit(typed: str, told: str) -> None:
    with pytest.raises(ValidationError) as raised:
        read_phone_number(typed)
    assert told in raised.value.messages[0]

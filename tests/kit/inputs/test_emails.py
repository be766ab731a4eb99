"""Two mailboxes never become one, and what was meant by a mistake is offered and not used."""

import pytest
from django.core.exceptions import ValidationError

from dorst_portal.kit.inputs.emails import canonical_email, likely_email, meant_email, read_email


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jan@Example.ORG", "jan@example.org"),
        ("jan@straße.example", "jan@xn--strae-oqa.example"),
        ("jan@strasse.example", "jan@strasse.example"),
        ("jan@xn--strae-oqa.example", "jan@xn--strae-oqa.example"),
        ("jan@CAFÉ.example", "jan@xn--caf-dma.example"),
        ("jan@cafe\u0301.example", "jan@xn--caf-dma.example"),  # the same letter in two signs
        ("jan@πας.example", "jan@xn--mxa3ah.example"),
        ("jan@πασ.example", "jan@xn--mxa3ak.example"),
    ],
)
def test_a_domain_keeps_its_own_name(typed: str, kept: str) -> None:
    assert canonical_email(typed) == kept


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mi\u212ae@example.org", "mike@example.org"),  # the sign for kelvin
        ("\uff4dike@example.org", "mike@example.org"),
        ("mıke@example.org", ""),
        ("\u0130an@example.org", ""),
        ("josé@example.org", ""),
        ("ja\u200dn@example.org", ""),
        ("jan@\u212alm.example", "jan@klm.example"),
        ("jan@\uff58.example", "jan@x.example"),
        ("jan@\ufb01ets.example", "jan@fiets.example"),
        ("jan@İx.example", ""),
        ("jan@ΠΑΣ.example", ""),  # ς or σ: two domains
        ("jan@STRAẞE.example", ""),
        ("jan@a\u200db.example", ""),
        ("jan\uff20example.org", "jan@example.org"),
        ("jan@example\u3002org", "jan@example.org"),
        ("jan@example\uff0eorg", "jan@example.org"),
        ('"jan"@example.org', "jan@example.org"),
        ("'jan@example.org", "jan@example.org"),
    ],
)
def test_a_sign_that_stands_for_another_is_never_folded_in_silence(typed: str, meant: str) -> None:
    for read in (canonical_email, read_email):
        with pytest.raises(ValidationError):
            read(typed)
    assert meant_email(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "  jan@example.org\t",
        "mailto:jan@example.org",
        "MAILTO: jan@example.org",
        "<jan@example.org>",
        "<mailto:jan@example.org>",
        "jan@example.org,",
        "jan@example.org.",
        "jan@example.org;",
        "\u202ajan@example.org\u202c",
        "\u2066jan@example.org\u2069",
        "\ufeffjan@example.org\u200b\u200e",
        "<\u200ejan@example.org>",
    ],
)
def test_what_an_app_puts_around_an_address_is_no_part_of_it(typed: str) -> None:
    assert read_email(typed) == "jan@example.org"
    assert meant_email(typed) == ""


BLANK = "Er staat een spatie in."
TWO = "Hier staan 2 e-mailadressen."


@pytest.mark.parametrize(
    ("typed", "told", "meant"),
    [
        ("jan@gmail,com", "Er staat een komma in.", "jan@gmail.com"),
        ("jan@gmial,com", "Er staat een komma in.", "jan@gmail.com"),
        ("jan@gmail, com", BLANK, "jan@gmail.com"),
        ("jan@ziggo,nl", "Er staat een komma in.", "jan@ziggo.nl"),
        ("jan @gmail.com", BLANK, "jan@gmail.com"),
        ("jan@ gmail.com", BLANK, "jan@gmail.com"),
        ("jan@gmail .com", BLANK, "jan@gmail.com"),
        ("jan@gmail. com", BLANK, "jan@gmail.com"),
        ("jan@gmail", "Het einde mist", "jan@gmail.com"),
        ("jan@hotmail", "Het einde mist", ""),  # .com and .nl are two mailboxes
        ("jan@voorbeeld", "Het einde mist", ""),
        ("jan@@gmail.com", "De @ staat er te vaak in.", "jan@gmail.com"),
        ("jan@piet@gmail.com", "De @ staat er te vaak in.", ""),
        ("jan@gmail..com", "Er staat een punt te veel in.", "jan@gmail.com"),
        ("jan@gmail.com..", "Er staat een punt te veel in.", "jan@gmail.com"),
        ("jan..j@gmail.com", "Er staat een punt te veel in.", ""),
        ("Jan <jan@gmail.com>", BLANK, "jan@gmail.com"),
        ('"Jansen, Jan" <jan@gmail.com>', BLANK, "jan@gmail.com"),
        ("jan@gmail.com <jan@gmail.com>", "De @ staat er te vaak in.", "jan@gmail.com"),
        ("mailto:jan@gmail.com?subject=Hoi", "Controleer het e-mailadres.", "jan@gmail.com"),
        ("E-mail: jan@gmail.com", BLANK, "jan@gmail.com"),
        ("jan@gmail.com (werk)", BLANK, "jan@gmail.com"),
        ("jan@gmail.com is van mij", BLANK, "jan@gmail.com"),
        ("jan@gmail.com. Groeten Jan", BLANK, "jan@gmail.com"),
        ("‘jan@gmail.com’", "Dit teken kan er niet in: ‘", "jan@gmail.com"),
        ('"jan@gmail.com"', 'Dit teken kan er niet in: "', "jan@gmail.com"),
        ("jan(at)gmail.com", "Er mist iets, bijvoorbeeld een @.", "jan@gmail.com"),
        ("jan@a.example, piet@a.example", TWO, ""),
        ("jan@a.example of piet@a.example", TWO, ""),
        ("jan@a.example <piet@a.example>", TWO, ""),
        ("jan jansen@gmail.com", BLANK, ""),  # jan.jansen, janjansen or jansen: who knows
        ("jan,jansen@gmail.com", "Er staat een komma in.", ""),
        ("jan", "Er mist iets, bijvoorbeeld een @.", ""),
        ("@gmail.com", "Voor de @ mist iets.", ""),
        ("jan@", "Achter de @ mist iets", ""),
        (f"{'a' * 65}@gmail.com", "Dit e-mailadres is te lang.", ""),
        ("josé@gmail.com", "Dit teken kan er niet in: é", ""),
        ("ja\u200dn@gmail.com", "een teken zie je niet", ""),
        ("jan\uff20gmail.com", "Dit teken kan er niet in: \uff20", "jan@gmail.com"),
    ],
)
def test_a_mistake_is_told_in_words_that_fit_and_the_obvious_is_offered(
    typed: str, told: str, meant: str
) -> None:
    with pytest.raises(ValidationError) as raised:
        read_email(typed)
    assert told in raised.value.messages[0]
    assert meant_email(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jan@gmial.com", "jan@gmail.com"),
        ("jan@hotmial.nl", "jan@hotmail.nl"),
        ("jan@gmail.com", ""),
        ("jan@example.org", ""),
    ],
)
def test_a_domain_that_is_nearly_a_usual_one_gets_a_hint(typed: str, meant: str) -> None:
    assert likely_email(typed) == meant

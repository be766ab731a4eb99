"""PF-07, PF-09: what people type in the forms, and what becomes of it, from the page to the row."""

from typing import Any

import pytest
from django.test import Client

from dorst_portal.accounts.models import User
from groups.models import Membership, ResidentRequest
from tests.groups.conftest import Village, log_in
from tests.groups.pages import forms_of, send, text_of, words_of
from tests.groups.requests.test_signup_page import PERSON, SEARCHED, join, no_hurry

pytestmark = pytest.mark.django_db
__all__ = ["no_hurry"]  # a fixture for every test here

NAMES = ["O'Brien", "'t Hart", "Ðorđević", "محمد", "李小龙", "X", "=1+1", "{link} {beheerder}"]
ARABIC_01 = "\u0660\u0661"  # digits of another script


@pytest.mark.parametrize("name", NAMES)
def test_pf_07_a_name_goes_all_the_way(
    client: Client, village: Village, own_beheerder: User, name: str
) -> None:
    """Typed by the resident, decided on, in a contact card, and on the list of members."""
    asked = join(client, name=name, organisation=name, message=name, helper_name=name,
                 helper_knows="on")  # fmt: skip
    log_in(client, own_beheerder)
    request = f"/beheer/aanvraag/{asked.pk}/"
    for path in ("/beheer/", request):
        assert name in text_of(client.get(path)), path
    assert client.post(f"{request}goedkeuren/").status_code == 302
    assert name in text_of(client.get(f"{request}toevoegen/"))
    card = client.get(f"{request}contactkaart.vcf").content.decode().replace("\r\n ", "")
    assert f"FN:{name} – Spoorstraat 12a\r\n" in card
    assert b"<svg" in client.get(f"{request}contactkaart.svg").content
    assert client.post(f"{request}toegevoegd/").status_code == 302
    member = Membership.objects.get()
    assert member.name == name
    for path in ("leden/", f"leden/{member.pk}/"):
        assert name in text_of(client.get(f"/beheer/groep/spoorstraat/{path}")), path


def details(client: Client, **typed: str) -> Any:
    return send(client, client.get(f"/meedoen/spoorstraat/{SEARCHED}"), **(PERSON | typed))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("06-12345678", "+31612345678"),
        ("0612345678", "+31612345678"),
        ("0031 6 12345678", "+31612345678"),
        ("+31 (0)6 12345678", "+31612345678"),
        ("+31 6 0000 0001", "+31600000001"),
        ("0681234567", "+31681234567"),
        ("+32 470 12 34 56", "+32470123456"),
        ("+48 512 345 678", "+48512345678"),
        ("097 12 34 56 78", None),
        ("061234567", None),
        ("06123456789", None),
        ("14 0162", None),
        ("0900-8844", None),
        ("+999 12345678", None),
        (f"06 1234567{ARABIC_01[1]}", "+31612345671"),
        ("06\uff11\uff12345678", "+31612345678"),
        ("06_12345678", None),
        ("tel:0612345678", "+31612345678"),
        ("\u202a+31\u00a06\u201112345678\u202c,", "+31612345678"),
        ("06 12345678 (moeder)", None),
        ("06 12345678 of 06 87654321", None),
        ("0470 12 34 56", None),
        ("1" + "0" * 24, None),
    ],
)
def test_pf_09_a_telephone_number(
    client: Client, village: Village, typed: str, stored: str | None
) -> None:
    page = details(client, mobile=typed)
    if stored is None:
        assert "Stap 2 van 3" in words_of(page)
        assert 'href="#id_mobile"' in text_of(page)
        assert forms_of(page)[-1].sends | PERSON | {"mobile": typed} == forms_of(page)[-1].sends
        return
    send(client, page, agree="on", of_age="on")
    assert ResidentRequest.objects.get().mobile == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a@example.org", "a@example.org"),
        ("O'Brien+dorst@Example.ORG", "o'brien+dorst@example.org"),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
        ("mıke@example.org", None),
        ("a@[127.0.0.1]", None),
        ("a@localhost", None),
        (f"{'a' * 65}@example.org", None),
        ("a@example.org, b@example.org", None),
        ("a@example.org\u200b\u202e", "a@example.org"),
        ("a\u202e@example.org", None),
        ("<a@example.org>", "a@example.org"),
        ("mailto:a@example.org", "a@example.org"),
        ("a@straße.example", "a@xn--strae-oqa.example"),
    ],
)
def test_pf_09_an_email_address(
    client: Client, village: Village, typed: str, stored: str | None
) -> None:
    page = details(client, email=typed)
    if stored is None:
        assert "Stap 2 van 3" in words_of(page)
        assert 'href="#id_email"' in text_of(page)
        assert forms_of(page)[-1].sends["email"] == typed.replace("\u202e", "")
        return
    send(client, page, agree="on", of_age="on")
    assert ResidentRequest.objects.get().email == stored


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@example,org", "a@example.org"),
        ("Anna <a@example.org>", "a@example.org"),
        ("a @example.org", "a@example.org"),
        ("a@exa\uff4dple.org", "a@example.org"),
        ("mi\u212ae@example.org", "mike@example.org"),
    ],
)
@pytest.mark.parametrize("box", ["email", "helper_email"])
def test_an_address_with_a_mistake_is_shown_before_it_is_taken(
    client: Client, village: Village, box: str, typed: str, meant: str
) -> None:
    helper = {"helper_name": "Bas Buur", "helper_knows": "on"}
    page = details(client, **(helper | {box: typed}))
    assert "Stap 2 van 3" in words_of(page)
    assert text_of(page).count(f"Bedoel je {meant}? Klopt het, druk dan nog een keer.") == 2
    assert forms_of(page)[-1].sends[box] == meant
    send(client, send(client, page), agree="on", of_age="on")
    assert getattr(ResidentRequest.objects.get(), box) == meant


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("12", "12"),
        ("12a", "12a"),
        ("12-A", "12a"),
        ("12 bis", "12 bis"),
        ("12/2", "12-2"),
        ("12.", "12"),
        ("99999", "99999"),
        ("0", None),
        ("-1", None),
        ("100000", None),
        ("1" + "0" * 24, None),
        ("12.0", None),
        ("1_000", None),
        (f"1{ARABIC_01}", "101"),
        ("\uff11\uff12", "12"),
        ("12abcde", None),
        ("twaalf", None),
    ],
)
def test_pf_09_a_house_number(
    client: Client, village: Village, typed: str, shown: str | None
) -> None:
    given = {"street": "Spoorstraat", "house_number": typed}
    page = send(client, client.get("/meedoen/spoorstraat/"), **given)
    if shown is None:
        assert "Stap 1 van 3" in words_of(page)
        assert 'href="#id_street"' in text_of(page)
        assert forms_of(page)[-1].sends["street"] == f"Spoorstraat {typed}"
        return
    assert f"Spoorstraat {shown}" in words_of(page)
    assert "Stap 2 van 3" in words_of(page)


@pytest.mark.parametrize(
    ("typed", "is_postcode"),
    [
        ("4849 BD", True),
        ("4849bd", True),
        ("4849-BD", True),
        ("9999 XX", True),
        ("0849 BD", False),
        ("4849 SA", False),
        ("4849 sd", False),
        ("4849 SS", False),
        ("4849 B", False),
        ("484 BD", False),
        (f"48{ARABIC_01} BD", True),
    ],
)
def test_pf_09_a_postcode_is_known_as_one(
    client: Client, village: Village, typed: str, is_postcode: bool
) -> None:
    """It never leads to a group by itself: the page asks for the street."""
    words = words_of(client.get("/zoek/", {"straat": typed, "huisnummer": "12"}))
    assert ("We kennen deze postcode niet. Typ je straat erbij." in words) is is_postcode

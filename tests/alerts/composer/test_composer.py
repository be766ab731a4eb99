"""The composer from screen to screen, as a browser without JavaScript sends it."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from groups.models import WatchGroup
from tests.groups.pages import forms_of, text_of, typed_in, words_of

GATE = {"screen": "gate", "to": "what", "police": "112"}
WHAT = {"screen": "what", "category": "burglary", "what": "iemand voelt aan deuren"}


@pytest.fixture
def strict() -> Client:
    """A browser that refuses what Django would let through in a test."""
    return Client(enforce_csrf_checks=True)


def press(client: Client, page: Any, button: str, **typed: str) -> Any:
    """Fill in the form of the page that has this button (`name=value`), and press it."""
    name, _, value = button.partition("=")
    (form,) = [one for one in forms_of(page) if (name, value) in one.buttons]
    return client.post(form.action, form.sends | typed | {name: value})


def message_of(page: Any) -> str:
    (form,) = [one for one in forms_of(page) if "text" in one.sends]
    return form.sends["text"]


def shared(page: Any) -> set[str]:
    """What the links of the page hold, read back."""
    links = re.findall(
        r'href="https://(?:wa\.me/\?text|t\.me/share/url\?url)=([^"]*)"', page.content.decode()
    )
    return {unquote(link) for link in links}


def test_four_screens_without_a_query_or_a_cookie(strict: Client) -> None:
    """No database is touched: this test has none."""
    gate = strict.get("/alarm/")
    assert "Heb je 112 gebeld?" in words_of(gate)
    assert "112NL" in words_of(gate)
    assert 'href="tel:112"' in text_of(gate).split("<main", 1)[1]
    what = press(strict, gate, "to=what", police="112")
    assert "Stap 2 van 4 Wat zie je?" in words_of(what)
    looks = press(
        strict, what, "to=looks",
        category="suspicious_person", what="iemand voelt aan deuren van auto's",
        street="Spoorstraat", near="12", heading="loopt naar de Rijksweg", when="now",
    )  # fmt: skip
    assert "Stap 3 van 4 Hoe ziet het eruit?" in words_of(looks)
    made = press(
        strict, looks, "to=message",
        clothing="donkerblauwe jas", notable="zwarte tas", height="ongeveer 1,80 m",
    )  # fmt: skip
    assert "Stap 4 van 4 Je bericht is klaar" in words_of(made)
    lines = message_of(made).replace("\r\n", "\n").split("\n")
    assert lines[0] == "BUURTALARM – Spoorstraat"
    assert re.fullmatch(
        r"112 is gebeld om \d\d:\d\d\. Bel alleen als je iets nieuws weet\.", lines[1]
    )
    assert lines[2:] == [
        "Wat: iemand voelt aan deuren van auto's",
        "Waar: Spoorstraat bij nummer 12, loopt naar de Rijksweg",
        "Wanneer: nu",
        "Hoe ziet het eruit: donkerblauwe jas, zwarte tas, ongeveer 1,80 m",
        "Blijf veilig. Grijp niet zelf in.",
    ]
    assert shared(made) == {message_of(made)}
    for page in (gate, what, looks, made):
        assert page.headers["Cache-Control"] == "no-store"
        assert not page.cookies
    assert not strict.cookies


def test_the_least_is_a_category_and_one_line(client: Client) -> None:
    made = client.post("/alarm/", GATE | WHAT | {"to": "message"})
    assert "Je bericht is klaar" in words_of(made)
    assert message_of(made).startswith("BUURTALARM\n112 is gebeld om ")


def test_who_did_not_call_is_asked_to_call_first(client: Client) -> None:
    asked = client.post("/alarm/", GATE | {"police": "not_yet"})
    assert "Bel nu eerst" in words_of(asked)
    assert "/welke-app/" in text_of(asked)
    called = press(client, asked, "police=112")
    assert "Wat zie je?" in words_of(called)
    assert "112 is gebeld om" in message_of(
        client.post("/alarm/", _sends(called) | WHAT | {"to": "message"})
    )
    not_needed = press(client, asked, "sure=1")
    assert "Wat zie je?" in words_of(not_needed)
    made = client.post("/alarm/", _sends(not_needed) | WHAT | {"to": "message"})
    assert "De politie is nog niet gebeld." in message_of(made)
    back = press(client, asked, "to=gate")
    assert "Heb je 112 gebeld?" in words_of(back)


def _sends(page: Any) -> dict[str, str]:
    return forms_of(page)[0].sends


def test_the_time_of_calling_stays_that_of_the_first_moment(client: Client) -> None:
    what = client.post("/alarm/", GATE)
    made = client.post("/alarm/", _sends(what) | WHAT | {"to": "message", "called_at": "09:12"})
    assert "112 is gebeld om 09:12." in message_of(made)
    for nonsense in ("99:99", "x", "09:12\nWat: niets", ""):
        sent = GATE | WHAT | {"to": "message", "called_at": nonsense}
        assert re.search(r"gebeld om \d\d:\d\d\.", message_of(client.post("/alarm/", sent)))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"police": ""}, "Kies of je hebt gebeld."),
        ({"police": "brandweer"}, "Kies of je hebt gebeld."),
        ({"category": ""}, "Kies wat je ziet."),
        ({"what": ""}, "Schrijf op wat er gebeurt."),
        ({"what": "donkere jas, lang, man"}, "Alleen hoe iemand eruitziet, is niet genoeg."),
        ({"what": "x" * 201}, "Dit is te lang."),
        ({"what": "bel 06 12 34 56 78"}, "Dit lijkt een telefoonnummer. Zet dat niet in de groep."),
        ({"when": "earlier"}, "Vul in hoe laat het was."),
        ({"street": "jan@example.org"}, "Dit lijkt een e-mailadres."),
        ({"clothing": "bsn 111222333"}, "Dit lijkt een burgerservicenummer (BSN)."),
        ({"skin": "licht", "notable": "", "clothing": "jas"}, "Vul eerst nog 2 andere dingen in"),
        ({"height": "\u202e1,80"}, "Hier staat een teken in dat we niet kunnen gebruiken."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_beside_its_box_and_nothing_is_lost(
    client: Client, typed: dict[str, str], told: str
) -> None:
    all_of_it = GATE | WHAT | {"street": "Seters", "notable": "tas", "plate": "gb123b"}
    page = client.post("/alarm/", all_of_it | typed | {"to": "message"})
    assert told in words_of(page)
    assert "<title>Fout: " in text_of(page)
    sends = {name: value for form in forms_of(page) for name, value in form.sends.items()}
    for name, value in (all_of_it | typed).items():
        if name not in ("screen", "to") and value and "\u202e" not in value:
            if name == "police" and value == "brandweer":
                continue  # of a list: there is no such choice to keep
            assert sends[name] == value, name
    mended = client.post("/alarm/", all_of_it | {"to": "message"})
    assert "Je bericht is klaar" in words_of(mended)


def test_a_colour_of_skin_counts_beside_two_other_things(client: Client) -> None:
    facts = GATE | WHAT | {"clothing": "jas", "height": "lang", "skin": "licht", "to": "message"}
    assert "Hoe ziet het eruit: jas, lang, licht" in message_of(client.post("/alarm/", facts))
    only_vehicle = facts | {"height": "", "plate": "GB-123-B", "colour": "wit"}
    assert "Vul eerst nog 2 andere dingen in" in words_of(client.post("/alarm/", only_vehicle))


def test_somebody_missing_may_be_told_by_looks(client: Client) -> None:
    facts = (
        GATE | WHAT | {"category": "missing_person", "what": "jongen, rode jas", "to": "message"}
    )
    assert "Wat: vermist, jongen, rode jas" in message_of(client.post("/alarm/", facts))


def test_back_keeps_what_was_typed_and_calls_nothing_wrong(client: Client) -> None:
    what = client.post("/alarm/", GATE)
    gate = press(client, what, "to=gate", what="halve zin")
    assert "Fout:" not in text_of(gate)
    again = press(client, gate, "to=what")
    assert typed_in(again, "what") == "halve zin"


def test_a_foreign_plate_comes_with_a_hint_and_goes_on(client: Client) -> None:
    made = client.post("/alarm/", GATE | WHAT | {"plate": "1-ABC-123", "to": "message"})
    assert "Dit lijkt geen Nederlands kenteken." in words_of(made)
    assert "kenteken 1-ABC-123" in message_of(made)


EDITED = "Eigen tekst & meer #1 +2 100% “é” 😀\n\ntweede regel"


def test_the_edited_text_is_what_is_shared(client: Client) -> None:
    made = client.post("/alarm/", GATE | WHAT | {"to": "message"})
    again = press(client, made, "to=message", text=EDITED.replace("\n", "\r\n"))
    assert shared(again) == {EDITED}
    assert message_of(again) == EDITED
    looks = press(client, again, "to=looks")
    assert message_of(press(client, looks, "to=message")) == EDITED  # the facts did not change
    changed = press(client, looks, "to=message", clothing="rode jas")
    assert "rode jas" in message_of(changed)


def test_a_text_with_a_telephone_number_is_shared_after_it_is_out(client: Client) -> None:
    made = client.post("/alarm/", GATE | WHAT | {"to": "message"})
    wrong = press(client, made, "to=message", text="Bel Jan: 0612345678")
    assert "Dit lijkt een telefoonnummer. Zet dat niet in de groep." in words_of(wrong)
    assert not shared(wrong)
    assert message_of(wrong) == "Bel Jan: 0612345678"
    assert shared(press(client, wrong, "to=message", text="Bel 112")) == {"Bel 112"}
    assert "Schrijf je bericht op." in words_of(press(client, made, "to=message", text=" "))


def test_what_comes_after_a_message(client: Client) -> None:
    made = client.post("/alarm/", GATE | WHAT | {"street": "Seters", "to": "message"})
    assert message_of(press(client, made, "to=update")).rstrip() == "UPDATE Seters:"
    over = message_of(press(client, made, "to=over"))
    assert re.match(r"VOORBIJ – Seters \d\d:\d\d\. Politie is geweest\. Dank", over)
    false = press(client, made, "to=false")
    assert re.match(r"LOOS ALARM – Seters \d\d:\d\d\. Er was niets", message_of(false))
    assert shared(false) == {message_of(false)}


def test_who_comes_back_later_makes_what_comes_after(client: Client) -> None:
    gate = client.get("/alarm/")
    over = press(client, gate, "to=over", street="Vliert")
    assert re.match(r"VOORBIJ – Vliert \d\d:\d\d\. Dank", message_of(over))
    wrong = press(client, gate, "to=over", street="x" * 61)
    assert "Dit is te lang." in words_of(wrong)
    assert "x" * 61 in text_of(wrong)


def test_practising_asks_nobody_to_call_and_says_so_in_the_first_line(client: Client) -> None:
    what = press(client, client.get("/alarm/"), "drill=1")
    assert "Je oefent. Bel geen 112." in words_of(what)
    made = client.post("/alarm/", _sends(what) | WHAT | {"to": "message"})
    assert message_of(made).startswith("OEFENING\nBUURTALARM")
    assert "gebeld" not in message_of(made)
    assert message_of(press(client, made, "to=over")).startswith("OEFENING\nVOORBIJ")


@pytest.mark.django_db
def test_a_group_gives_its_name_and_its_app(client: Client, spoorstraat: WatchGroup) -> None:
    spoorstraat.app = "telegram"
    spoorstraat.save()
    gate = client.get("/alarm/?groep=spoorstraat")
    assert "Waaksamen" not in words_of(gate)
    what = press(client, gate, "to=what", police="112")
    made = client.post("/alarm/", _sends(what) | WHAT | {"to": "message"})
    assert message_of(made).startswith("BUURTALARM – Spoorstraat\n")
    assert words_of(made).index("Deel in Telegram") < words_of(made).index("Deel in WhatsApp")


@pytest.mark.django_db
def test_a_group_with_waaksamen_says_so_and_lets_one_go_on(
    client: Client, spoorstraat: WatchGroup
) -> None:
    spoorstraat.uses_waaksamen = True
    spoorstraat.save()
    gate = client.get("/alarm/?groep=spoorstraat")
    assert "Groep Spoorstraat gebruikt de app Waaksamen" in words_of(gate)
    assert "Wat zie je?" in words_of(press(client, gate, "to=what", police="112"))
    spoorstraat.status = "archived"
    spoorstraat.save()
    assert "Waaksamen" not in words_of(client.get("/alarm/?groep=spoorstraat"))


@pytest.mark.parametrize("slug", ["niets", "", "'; DROP TABLE", "x" * 500, "😀"])
@pytest.mark.django_db
def test_a_group_that_is_not_there_is_nobodys_mistake(client: Client, slug: str) -> None:
    assert client.get("/alarm/", {"groep": slug}).status_code == 200


@pytest.mark.parametrize("value", ["<script>x</script>", '"><b>', "{{7*7}}{% x %}", "a\r\nb", "-1"])
@pytest.mark.parametrize(
    "field", ["what", "street", "place", "app", "made", "screen", "to", "kind", "drill"]
)
def test_nothing_that_is_typed_becomes_a_tag_or_a_fault(
    client: Client, field: str, value: str
) -> None:
    page = client.post(
        "/alarm/", GATE | WHAT | {"to": "message", "screen": "looks"} | {field: value}
    )
    assert page.status_code == 200
    assert "<script>x" not in page.content.decode()
    assert "<b>" not in page.content.decode()


@pytest.mark.django_db
def test_pages_lead_to_the_composer_where_somebody_needs_it(
    client: Client, spoorstraat: WatchGroup
) -> None:
    for path in ("/", "/hoe-werkt-het/"):
        assert 'href="/alarm/"' in client.get(path).content.decode().split("<main", 1)[1]
    assert 'href="/alarm/?groep=spoorstraat"' in text_of(client.get("/groep/spoorstraat/"))
    danger = client.post("/vraag/", {"subject": "danger"})
    assert "Maak een alarmbericht voor je groep" in words_of(danger)
    assert ">Alarmbericht maken</a>" in text_of(danger)

"""The colour and the logo: what can be read, what is made anew, and what everybody then gets."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from dorst_portal.accounts.models import User
from dorst_portal.demo.seed_identity import DORST
from dorst_portal.identity import current
from dorst_portal.identity.current import here_now
from dorst_portal.identity.models import Identity, Logo
from dorst_portal.identity.services import set_names
from dorst_portal.kit.looks.colours import palette_of
from groups.village.services import looks
from tests.groups.conftest import log_in
from tests.groups.pages import words_of

pytestmark = pytest.mark.django_db
COLOUR, LOGO = reverse("village_colour"), reverse("village_logo")


@pytest.fixture
def staff(client: Client, coordinator: User, now: object) -> Client:
    set_names(DORST, now=now)  # type: ignore[arg-type]
    return log_in(client, coordinator)


def picture(*size: int, kind: str = "PNG") -> bytes:
    image = Image.new("RGBA" if kind != "JPEG" else "RGB", size, (0, 0, 128))
    facts = PngImagePlugin.PngInfo()
    facts.add_text("Author", "Geheime Maker")
    out = BytesIO()
    image.save(out, kind, **({"pnginfo": facts} if kind == "PNG" else {}))
    return out.getvalue()


def sends(staff: Client, content: bytes, *, alt: str = "Een vuurtoren") -> object:
    file = SimpleUploadedFile("logo.png", content)
    return staff.post(LOGO, {"logo": file, "alt": alt})


def test_a_colour_is_chosen_and_everybody_gets_it(staff: Client) -> None:
    current.read_again()
    assert "/kleuren/" not in staff.get("/").text
    staff.post(COLOUR, {"kies": "#17603a", "code": "1F4E79"})
    current.read_again()
    look = here_now().look
    address = reverse("look_sheet", args=[look])
    assert f'href="{address}"' in Client().get("/").text
    sheet = Client().get(address)
    own = palette_of("#1f4e79")
    assert f"--dp-action: {own.light}" in sheet.text
    assert sheet.text.count(f"--dp-action: {own.dark}") == 2
    assert "immutable" in sheet["Cache-Control"]
    assert Client().get(address, headers={"If-None-Match": sheet["ETag"]}).status_code == 304
    assert "immutable" not in Client().get(reverse("look_sheet", args=["oud"]))["Cache-Control"]
    assert Client().get(reverse("manifest")).json()["theme_color"] == "#1f4e79"
    staff.post(COLOUR, {"terug": "ja"})
    assert Client().get(address).status_code == 404


def test_a_colour_that_cannot_be_read_is_refused_and_the_nearest_is_offered(staff: Client) -> None:
    page = staff.post(COLOUR, {"kies": "#ffd84d"})
    assert "Deze kleur is te licht." in words_of(page)
    assert 'value="#826500"' in page.text
    assert "Rood is hier voor 112" in words_of(staff.post(COLOUR, {"code": "#d00000"}))
    assert "Schrijf een kleurcode" in words_of(staff.post(COLOUR, {"code": "geel"}))
    assert "Zo wordt het" in words_of(staff.post(COLOUR, {"code": "#1f4e79", "bekijk": "ja"}))
    assert Identity.objects.get().colour == ""


def test_a_logo_is_made_anew_without_a_word_of_what_was_in_the_file(staff: Client) -> None:
    sends(staff, picture(900, 900))
    current.read_again()
    names = here_now()
    assert (names.logo_width, names.logo_height, names.logo_alt) == (512, 512, "Een vuurtoren")
    logo = Logo.objects.get()
    for made, most in ((logo.small, 10_000), (logo.large, 300_000)):
        assert b"Geheime" not in bytes(made)
        assert len(made) <= most
    home = Client().get("/").text
    assert 'role="img" aria-label="Een vuurtoren"' in home
    icons = Client().get(reverse("manifest")).json()["icons"]
    assert [icon["sizes"] for icon in icons] == ["512x512"]
    large = Client().get(reverse("logo_picture", args=[names.logo_code]))
    assert Image.open(BytesIO(large.content)).size == (512, 512)
    assert ".dp-logo" in Client().get(reverse("look_sheet", args=[names.look])).text
    staff.post(reverse("village_logo_remove"))
    current.read_again()
    assert "dp-logo" not in Client().get("/").text
    assert Client().get(large.request["PATH_INFO"]).status_code == 404
    assert not Logo.objects.exists()


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_wide_logo_keeps_its_shape_and_is_no_icon(staff: Client, kind: str) -> None:
    sends(staff, picture(800, 200, kind=kind))
    current.read_again()
    assert (here_now().logo_width, here_now().logo_height) == (512, 128)
    assert len(Client().get(reverse("manifest")).json()["icons"]) > 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "Kies een PNG, JPEG of WebP."),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 200, "We kunnen dit plaatje niet lezen."),
        (picture(8, 8), "Dit plaatje is te klein."),
        (b"", "Dit bestand is leeg."),
    ],
    ids=["svg", "broken", "small", "empty"],
)
def test_what_is_no_logo_is_refused(staff: Client, content: bytes, told: str) -> None:
    assert told in words_of(sends(staff, content))  # type: ignore[arg-type]
    assert not Logo.objects.exists()


def test_looks_come_after_the_names(client: Client, coordinator: User, now: object) -> None:
    log_in(client, coordinator)
    assert "Vul eerst de namen" in words_of(client.get(COLOUR))
    with pytest.raises(looks.NoNames):
        looks.choose_colour("#1f4e79", by=coordinator, now=now)  # type: ignore[arg-type]

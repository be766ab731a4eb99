"""A village with names of its own: what it reads names no other village."""

from datetime import UTC, datetime
from email.utils import parseaddr

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.adapter import SecondFactorAdapter
from dorst_portal.accounts.models import User
from dorst_portal.accounts.passwords import is_guessable
from dorst_portal.demo.mail_gallery import all_mails
from dorst_portal.identity import current
from dorst_portal.identity.models import Identity
from dorst_portal.identity.services import Names, set_names
from dorst_portal.outbox.delivery import message_of
from dorst_portal.outbox.models import Mail
from groups.models import GroupStatus, Street, WatchGroup
from groups.places.pages.finder import Found
from groups.places.pages.typed import read_typed
from groups.places.services.streets import add_street
from tests.architecture.test_nothing_names_a_village import NAMES
from tests.groups.conftest import appoint, log_in
from tests.groups.pages import text_of, words_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SEA = Names(
    village="Zeedorp",
    organisation="Zeewacht",
    watch="Wacht & Zorg Zeedorp",
    short_name="Zee",
    municipality="Westkust",
    municipality_phone="14 0199",
    municipality_site="https://www.westkust.example.org",
    website="https://zeewacht.example.org",
)
FOR_EVERYBODY = (
    "/", "/hoe-werkt-het/", "/privacy/", "/over/", "/welke-app/", "/welke-app/gemeente/",
    "/spelregels/", "/spelregels/papier/zonder-waaksamen/", "/stoppen/", "/toegankelijkheid/",
    "/groepen/", "/groep/wilgenplein/", "/straten/", "/zoek/?straat=Verweg&huisnummer=1",
    "/zoek/?straat=Helmgras&huisnummer=1", "/vraag/", "/groep-starten/", "/cijfers/",
    "/inloggen/", "/alarm/", "/is-er-niet/",
)  # fmt: skip
FOR_BEHEERDERS = (
    "inbox", "contacts", "contacts_card", "own_bulletins", "alerts",
)  # fmt: skip
FOR_STAFF = (
    "platform", "platform_streets", "street_new", "group_new", "texts", "audit_log", "coverage",
)  # fmt: skip


def another_village(names: Names | None) -> None:
    """These names are in force, or none that anybody set; two streets, one of them outside."""
    Identity.objects.all().delete()
    if names:
        set_names(names, now=NOW)
    current.read_again()
    add_street("Helmgras", area="Noord")
    add_street("Verweg", area="elders", place="Achterland", outside=True)
    WatchGroup.objects.create(name="Wilgenplein", slug="wilgenplein", status=GroupStatus.ACTIVE)


@pytest.mark.parametrize("names", [SEA, None], ids=["set", "not set"])
def test_no_page_names_another_village(client: Client, names: Names | None) -> None:
    another_village(names)
    for path in FOR_EVERYBODY:
        assert NAMES.findall(text_of(client.get(path))) == [], path


@pytest.mark.parametrize("names", [SEA, None], ids=["set", "not set"])
def test_no_page_behind_the_log_in_names_another_village(
    client: Client, coordinator: User, names: Names | None
) -> None:
    another_village(names)
    beheerder = User.objects.create_user("own@example.org", name="Els Eigen")
    appoint(beheerder, WatchGroup.objects.get())
    for user, pages in ((beheerder, FOR_BEHEERDERS), (coordinator, FOR_STAFF)):
        log_in(client, user)
        for name in pages:
            page = client.get(reverse(name))
            assert page.status_code == 200, name
            assert NAMES.findall(text_of(page)) == [], name


@pytest.mark.parametrize("names", [SEA, None], ids=["set", "not set"])
def test_no_mail_names_another_village(names: Names | None) -> None:
    another_village(names)
    for mail in all_mails():
        assert NAMES.findall(f"{mail.subject}\n{mail.text}") == [], mail.name
        assert "{" not in mail.text, mail.name
    sender = message_of(Mail(to="els@example.org", subject="x", text="y", created=NOW)).from_email
    assert parseaddr(sender)[0] == (names.watch if names else "Buurtpreventie")


def test_the_names_that_were_set_are_said_everywhere(client: Client) -> None:
    another_village(SEA)
    home = text_of(client.get("/"))
    assert f"<strong>{SEA.watch}</strong>" in home
    assert f"- {SEA.watch}</title>" in home
    assert "Dit adres ligt niet in Zeedorp" in words_of(
        client.get("/zoek/?straat=Verweg&huisnummer=1")
    )
    advice = words_of(client.get("/welke-app/gemeente/"))
    assert "gemeente Westkust" in advice
    assert "14 0199" in advice
    manifest = client.get(reverse("manifest")).json()
    assert (manifest["name"], manifest["short_name"]) == (SEA.watch, "Zee")
    assert SecondFactorAdapter().get_totp_issuer() == SEA.watch


def test_without_a_number_of_the_municipality_none_is_shown(client: Client) -> None:
    another_village(None)
    page = words_of(client.get("/welke-app/gemeente/"))
    assert "Meld het bij de gemeente." in page
    assert "14 0" not in page


def test_the_name_of_the_village_is_no_part_of_a_street() -> None:
    another_village(SEA)
    assert Street.objects.get(name="Helmgras").place == "Zeedorp"
    found = read_typed("Helmgras 12, 1234 AB Zeedorp", "", "")
    assert isinstance(found, Found)
    assert found.text == "Helmgras"


def test_the_own_names_are_passwords_that_anybody_guesses() -> None:
    another_village(SEA)
    assert is_guessable("Zeedorp2026!")
    assert is_guessable("zeewacht")
    assert not is_guessable("dorst2026")

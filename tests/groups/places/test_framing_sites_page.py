"""The page on which coordinators say which sites may show the search."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import FramingSite
from groups.places.services.framing_sites import MOST
from tests.groups.pages import send, text_of, typed_in

LogIn = Callable[[Client, User], Client]
PAGE = "/platform/inbedden/"
BOX = -2  # the last one logs out
SITE = "https://www.gemeente.example.org"


@pytest.fixture
def cora(client: Client, coordinator: User, log_in: LogIn) -> Client:
    return log_in(client, coordinator)


def lists(client: Client, site: str) -> str:
    """What the page says after this was typed."""
    answer = send(client, client.get(PAGE), form=BOX, site=site)
    return text_of(client.get(answer.url) if answer.status_code == 302 else answer)


def origins() -> list[str]:
    return list(FramingSite.objects.values_list("origin", flat=True))


def test_a_coordinator_lists_a_site_and_takes_it_off_again(cora: Client, coordinator: User) -> None:
    assert f"{SITE} mag ons zoekvak nu tonen." in lists(cora, "HTTPS://www.Gemeente.example.org/")
    assert origins() == [SITE]
    page = cora.get(PAGE)
    answer = cora.post(reverse("framing_site_remove", args=[FramingSite.objects.get().pk]))
    assert (page.status_code, answer.status_code, origins()) == (200, 302, [])
    verbs = (
        Entry.objects.filter(verb__startswith="framing_site").select_related("by").order_by("pk")
    )
    assert [(line.verb, line.by, line.facts) for line in verbs] == [
        ("framing_site.added", coordinator, {"site": SITE}),
        ("framing_site.removed", coordinator, {"site": SITE}),
    ]
    log = text_of(cora.get("/platform/logboek/"))
    assert f"haalde ons zoekvak van een andere site: {SITE}" in log


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Vul het adres van de site in."),
        ("javascript:alert(1)", "Begin met https://."),
        ("http://a.example.org", "Begin met https://."),
        ("https://*.example.org", "Vul alleen het begin van het adres in"),
        ("https://a.example.org/pagina", "Vul alleen het begin van het adres in"),
        ("https://" + "a" * 300 + ".nl", "te lang"),
        ("http://localhost:8000", "Begin met https://."),
    ],
)
def test_what_is_no_site_is_refused_beside_the_box_and_stays_in_it(
    cora: Client, typed: str, told: str
) -> None:
    answer = send(cora, cora.get(PAGE), form=BOX, site=typed)
    assert told in text_of(answer)
    assert typed_in(answer, "site") == typed
    assert origins() == []


def test_our_own_address_needs_no_place_on_the_list(
    cora: Client, settings: pytest.FixtureRequest
) -> None:
    settings.SITE_URL = "https://portal.example.org"  # type: ignore[attr-defined]
    assert "Dit is ons eigen adres." in lists(cora, "https://portal.example.org")


def test_a_site_stands_there_once_and_the_list_has_an_end(cora: Client) -> None:
    lists(cora, SITE)
    assert "Deze site staat al op de lijst." in lists(cora, f"{SITE}:443")
    now = timezone.now()
    FramingSite.objects.bulk_create(
        FramingSite(origin=f"https://s{number}.example.org", since=now)
        for number in range(MOST - 1)
    )
    assert f"Er staan al {MOST} sites op de lijst." in lists(cora, "https://more.example.org")
    assert Entry.objects.filter(verb="framing_site.added").count() == 1


def test_taking_a_site_off_twice_is_told(cora: Client) -> None:
    site = FramingSite.objects.create(origin=SITE, since=timezone.now())
    remove = reverse("framing_site_remove", args=[site.pk])
    cora.post(remove)
    assert cora.post(remove).status_code == 404
    assert Entry.objects.filter(verb="framing_site.removed").count() == 1


def test_the_piece_of_html_can_be_copied_and_the_example_is_there_once_a_site_is(
    cora: Client,
) -> None:
    before = cora.get(PAGE).content.decode()
    assert "<iframe" not in before
    assert "&lt;iframe src=&quot;" in before
    lists(cora, SITE)
    answer = cora.get(PAGE)
    assert answer.content.decode().count("<iframe") == 1
    snippet = text_of(answer)
    for part in ('/inbedden/" title="', 'loading="lazy"', 'sandbox="allow-forms '):
        assert part in snippet
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_piece_and_the_example_are_in_the_language_and_colours_of_the_other_site(
    cora: Client,
) -> None:
    lists(cora, SITE)
    page = cora.get(PAGE, {"taal": "en", "kleur": "donker"}).content.decode()
    assert "/inbedden/?taal=en&amp;amp;kleur=donker&quot; title=&quot;Find your group" in page
    assert 'src="/inbedden/?taal=en&amp;kleur=donker"' in page
    for nothing in ({}, {"taal": "de", "kleur": '"><b>'}):
        page = cora.get(PAGE, nothing).content.decode()
        assert "/inbedden/&quot; title=&quot;Zoek je groep van" in page
        assert 'src="/inbedden/"' in page


def test_who_is_no_coordinator_neither_sees_nor_changes_the_list(
    client: Client, own_beheerder: User, log_in: LogIn
) -> None:
    site = FramingSite.objects.create(origin=SITE, since=timezone.now())
    remove = reverse("framing_site_remove", args=[site.pk])
    assert client.get(PAGE).status_code == client.post(remove).status_code == 302
    log_in(client, own_beheerder)
    answers = (client.get(PAGE), client.post(PAGE, {"site": "https://b.nl"}), client.post(remove))
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert origins() == [SITE]

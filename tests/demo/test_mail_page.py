"""The page where the example village's mails are read."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from dorst_portal.kit.links import new_link, token_for
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import queue

# Imported here, and not while a test plays the example village: the roof reads settings once.
from tests.demo import urls as urls_with_demo
from tests.outbox.test_services import draft

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def example_village(settings: Any) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = urls_with_demo.__name__
    settings.SITE_URL = "http://localhost:8000"


@pytest.mark.usefixtures("example_village")
def test_a_mail_is_read_whole_with_its_link_to_press(client: Client) -> None:
    link = new_link("confirm", 7, now=NOW)
    text = "Hallo O'Brien & <b>co</b>,\n{link}\nGroet"
    queue([draft(text=text, link=link, link_path="/bevestig/{token}/")], now=NOW)

    page = client.get("/demo/mail/").content.decode()

    url = f"http://localhost:8000/bevestig/{token_for(link)}/"
    assert f'<a href="{url}">{url}</a>' in page
    assert "O&#x27;Brien &amp; &lt;b&gt;co&lt;/b&gt;" in page
    assert "<b>co" not in page


@pytest.mark.usefixtures("example_village")
def test_a_mail_whose_link_is_gone_is_still_shown(client: Client) -> None:
    link = new_link("confirm", 7, now=NOW)
    queue([draft(text="Open {link}.", link=link, link_path="/bevestig/{token}/")], now=NOW)
    link.delete()

    assert "Open (de link is gewist)." in client.get("/demo/mail/").content.decode()


@pytest.mark.usefixtures("example_village")
def test_the_newest_stands_first_and_older_ones_follow_by_key(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    queue([draft(str(number), subject=f"Mail-{number}.") for number in range(35)], now=NOW)

    with django_assert_max_num_queries(1):
        first = client.get("/demo/mail/").content.decode()
    assert first.index("Mail-34.") < first.index("Mail-33.") < first.index("Mail-5.")
    assert "Mail-4." not in first

    eldest = Mail.objects.get(key="5").pk
    assert f"?na={eldest}" in first
    second = client.get(f"/demo/mail/?na={eldest}").content.decode()
    assert "Mail-4." in second
    assert "Mail-5." not in second


@pytest.mark.usefixtures("example_village")
def test_scripts_read_the_same(client: Client) -> None:
    queue([draft("a"), draft("b", text="Bekijk\n{link}", link_path="/beheer/")], now=NOW)

    newest, oldest = client.get("/demo/mail.json").json()

    assert newest == {
        "id": Mail.objects.get(key="b").pk,
        "to": "sanne@example.org",
        "subject": "Je aanmelding",
        "text": "Bekijk\nhttp://localhost:8000/beheer/",
        "state": "queued",
        "created": "2026-11-22T12:00:00+00:00",
    }
    assert oldest["id"] < newest["id"]


@pytest.mark.usefixtures("example_village")
@pytest.mark.parametrize("value", ["x", "-1", "٣", "9" * 40, ""])
@pytest.mark.parametrize("path", ["/demo/mail/", "/demo/mail.json"])
def test_nonsense_in_the_address_shows_a_page(client: Client, path: str, value: str) -> None:
    assert client.get(f"{path}?na={value}").status_code == 200


def test_a_real_village_has_no_such_page(client: Client, settings: Any) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo_mail", urlconf="dorst_portal.urls")
    assert client.get("/demo/mail/").status_code == 404

    settings.ROOT_URLCONF = urls_with_demo.__name__
    assert client.get("/demo/mail/").status_code == 404
    assert client.get("/demo/mail.json").status_code == 404

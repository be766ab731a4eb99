"""A form that stood open too long gives back what was typed, and does nothing else (PF-01)."""

from collections.abc import Iterator

import pytest
from django.test import Client

from dorst_portal.accounts.models import User
from tests.kit import wire_urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kit.wire_urls")]

STALE = "De pagina stond te lang open. Je antwoorden staan er nog."
TYPED = {"name": '<b>"Jan"', "streets": ["Seters", "Vliert"], "csrfmiddlewaretoken": "x" * 64}
HERE = "http://testserver"


@pytest.fixture
def sender() -> Iterator[Client]:
    wire_urls.posted.clear()
    yield Client(enforce_csrf_checks=True)
    assert wire_urls.posted == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": HERE}, {"Referer": f"{HERE}/form/"},
     {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}],
)  # fmt: skip
def test_pf_01_a_stale_form_comes_back_filled_in(sender: Client, headers: dict[str, str]) -> None:
    response = sender.post("/form/?straat=Seters", TYPED, headers=headers)
    page = response.content.decode()
    assert response.status_code == 403
    assert STALE in page
    assert 'action="/form/?straat=Seters"' in page
    assert '<input type="hidden" name="name" value="&lt;b&gt;&quot;Jan&quot;">' in page
    assert page.count('name="streets"') == 2
    assert page.count('name="csrfmiddlewaretoken"') == 1
    assert "x" * 64 not in page
    assert response.headers["Cache-Control"] == "no-store, private"


def test_the_button_on_that_page_works() -> None:
    sender = Client(enforce_csrf_checks=True)
    wire_urls.posted.clear()
    page = sender.post("/form/", {"name": "Jan"})
    token = page.context["csrf_token"]
    sender.post("/form/", {"name": "Jan", "csrfmiddlewaretoken": str(token)})
    assert wire_urls.posted == ["Jan"]
    wire_urls.posted.clear()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver.evil.example"},
        {"Referer": "https://evil.example/"},
        {"Referer": "http://testserver.evil.example/"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": HERE, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_pf_01_another_site_gets_a_bare_page(sender: Client, headers: dict[str, str]) -> None:
    response = sender.post("/form/", TYPED, headers=headers)
    page = response.content.decode()
    assert response.status_code == 403
    assert STALE not in page
    assert "Jan" not in page
    assert "Seters" not in page


@pytest.mark.parametrize("path", ["/own-form/", "/login/", "/link/secret/"])
def test_pf_01_pages_that_are_not_for_everybody_repeat_nothing(
    sender: Client, beheerder: User, path: str
) -> None:
    sender.force_login(beheerder)
    response = sender.post(path, TYPED, headers={"Origin": HERE})
    assert response.status_code == 403
    assert "Jan" not in response.content.decode()


def test_pf_01_a_get_with_all_fields_stores_nothing(sender: Client) -> None:
    assert sender.get("/form/", {"name": "Jan"}).status_code == 200

"""The guides: the words of the buttons that they name, the size of their pictures."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from dorst_portal.accounts.models import User
from tests.groups.pages import text_of, words_of

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.BASE_DIR) / "templates"
GUIDES = ("/beheer/uitleg/", "/platform/uitleg/")
# What the guides call a button or a page, and the page where somebody looks for it.
NAMED = {
    "Goedkeuren en toevoegen": "groups/requests/beheer/request.html",
    "zit in de groep": "groups/requests/beheer/add.html",
    "Nieuwe aanvraag invoeren": "groups/desk/platform/overview.html",
    "Nieuwe groep maken": "groups/watchgroups/platform/groups.html",
}


@pytest.mark.parametrize(("words", "template"), NAMED.items())
def test_a_guide_names_buttons_as_they_are(words: str, template: str) -> None:
    guides = "".join(path.read_text() for path in TEMPLATES.glob("groups/texts/*/guide.html"))
    assert words in guides
    assert words in (TEMPLATES / template).read_text()


@pytest.mark.parametrize("path", GUIDES)
def test_pictures_are_there_in_the_size_that_the_page_keeps_free(
    path: str, coordinator: User, log_in: Callable[[Client, User], Client]
) -> None:
    page = text_of(log_in(Client(), coordinator).get(path))
    pictures = re.findall(
        r'src="/static/([^"]+)" width="(\d+)" height="(\d+)" [^>]*alt="([^"]+)"', page
    )
    assert len(pictures) >= 6
    weight = 0
    for name, width, height, alt in pictures:
        file = Path(settings.BASE_DIR) / "static" / name
        weight += file.stat().st_size
        with Image.open(file) as picture:
            assert picture.size == (int(width), int(height)), name
        assert len(alt) > 10
    assert weight < 160_000  # of all of them; each is fetched when it comes in sight


def test_who_is_no_coordinator_reads_only_the_guide_of_beheerders(
    own_beheerder: User, log_in: Callable[[Client, User], Client]
) -> None:
    browser = log_in(Client(), own_beheerder)
    assert "Uitleg voor coördinatoren" not in words_of(browser.get("/beheer/uitleg/"))
    assert browser.get("/platform/uitleg/").status_code == 404
    assert Client().get("/beheer/uitleg/").status_code == 302

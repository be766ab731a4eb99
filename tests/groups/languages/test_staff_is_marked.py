"""Every word of a page for beheerders and coordinators can be translated."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from groups.figures.services import count_figures
from tests.groups.languages.pseudo import speak_pseudo, unmarked
from tests.groups.languages.test_everything_is_marked import data as data
from tests.groups.pages import text_of
from tests.groups.test_actor_matrix import TABLE
from tests.groups.test_actor_matrix import client_of as client_of
from tests.groups.test_actor_matrix import paths as paths

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# Papers are Dutch; the mail that is worded here is shown as it leaves.
DUTCH = {"contacts_card", "handover_kit", "telling_letters"}
# What the tests call people and things, and what somebody typed or the portal keeps in Dutch.
NAMES = re.compile(
    r"Cor Dinator|Anna Ander|Wim Wijkagent|Basisteam Proef|Jan Jansen|Mien Meedoen 1|Resident"
    r"|Buurtpreventie|Buurtteam|\bEigen\b|Gemeente|, wijkagent|Wijkagent\.|\bPDF\b|\bx\b|Weg!|Paal"
    r"|bag\.csv|\(onbekend\)|Je aanvraag|Zoek het gele hesje\.|Besproken\.|\{[a-z]+\}"
    r"|Doorgezet naar|(?:\d+ )?hoort bij groep|: de hele straat\.|Hoi .*112.*|om \d\d:\d\d"
    r"|\d+ [a-z]+\b"
)


@pytest.mark.parametrize("actor", ["own_beheerder", "coordinator"])
def test_every_word_of_the_pages_of_staff_is_marked(
    actor: str,
    paths: dict[str, str],
    client_of: Callable[[str], Client],
    data: re.Pattern[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = client_of(actor)
    speak_pseudo(monkeypatch)
    count_figures(now=timezone.now())  # kept in words, which were counted in Dutch
    all_names = re.compile(f"{data.pattern}|{NAMES.pattern}")
    found, seen = {}, 0
    for name in sorted(TABLE.keys() - DUTCH):
        page = client.get(paths[name])
        is_page = page.status_code == 200 and page.headers["Content-Type"].startswith("text/html")
        if is_page and "<main" in text_of(page):
            seen += 1
            if words := unmarked(text_of(page), all_names):
                found[paths[name]] = words
    assert seen > 40
    assert found == {}

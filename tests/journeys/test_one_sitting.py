"""A beheerder's evening with five people who want to join: from one to the next, without the list,
and without typing a character.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.counting import Counted
from tests.journeys.people import Person
from tests.races.processes import RealSite

# A group in which nothing waits in the example village.
BEHEERDER = "beheerder-broekstraat@example.org"
NAMES = ("Ans Avond", "Bob Avond", "Cas Avond", "Dia Avond", "Eef Avond")
MOST_TAPS = 5  # for each: way B, with the two in the chat app
FIVE = """
from django.utils import timezone
from groups.models import HouseRules, Street
from groups.places.routing import Address
from groups.requests.services.joining import SignupData, submit_signup
from groups.values.addresses import parse_house_number
street = Street.objects.get(name="Broekstraat")
for place, name in enumerate({names!r}):
    submit_signup(SignupData(
        submission_key=f"{key}-{{place}}", name=name, mobile=f"+3160006{key}{{place:03d}}",
        address=Address(street, street.name, parse_house_number(str(5 + 2 * place))), of_age=True,
        house_rules=HouseRules.objects.current(waaksamen=False),
    ), now=timezone.now())
"""


@pytest.mark.parametrize(
    ("scripts", "key"), [(True, 1), (False, 2)], ids=["with scripts", "without scripts"]
)
def test_five_requests_in_one_sitting(
    open_browser: Callable[..., Page], village_site: RealSite, scripts: bool, key: int
) -> None:
    village_site.python(FIVE.format(names=NAMES, key=key))
    person = Person(open_browser(java_script_enabled=scripts))
    person.logs_in(BEHEERDER)
    page = person.page
    page.goto("/beheer/")
    lists: list[str] = []
    counted = Counted(page)
    counted.taps_on(page.get_by_role("link", name=re.compile("Avond")).first)
    page.on("framenavigated", lambda frame: lists.append(frame.url))
    done = []
    for _ in NAMES:
        heading = page.get_by_role("heading", level=1)
        done.append(heading.inner_text())
        counted.taps_on(page.get_by_role("button", name="Goedkeuren en toevoegen"))
        # Here the beheerder opens the chat app with the message, and sends it there.
        expect(page.get_by_role("link", name=re.compile("^Open WhatsApp"))).to_be_visible()
        counted.taps += 2
        counted.taps_on(page.get_by_role("button", name=re.compile("zit in de groep")))
        expect(page.get_by_role("status")).to_contain_text("staat op de ledenlijst")
    assert len(set(done)) == len(NAMES)
    assert counted.taps <= MOST_TAPS * len(NAMES), counted
    assert counted.characters == 0
    # The list comes at the end at the earliest, when nobody waits any more.
    assert not [url for url in lists[:-1] if url.endswith("/beheer/")]

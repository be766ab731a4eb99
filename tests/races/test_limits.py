"""PF-03, AU-08, TK-05: who sends much gets no further by saying to be somebody else, with several
web processes and without Redis; and somebody elsewhere is not kept out meanwhile.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from dorst_portal.accounts.limits import TOO_OFTEN
from groups.mine.services.visits import PER_CLIENT as PER_OWN_PAGE_CLIENT
from groups.places.views.finder import LOOKUPS_PER_HOUR
from groups.requests.services.form_limits import PER_CLIENT
from groups.requests.views.opened_link import BAD_TRIES
from tests.outbox.servers import free_port
from tests.races.form_client import Answer, FormClient
from tests.races.processes import MakeSite, RealSite
from tests.races.test_join_form import submit

AT_ONCE = 6
TOO_MANY = 12
# What programs write to seem to come from elsewhere: {at} is where they are, as the proxy in front
# adds it, and {n} is another number at each try.
SAID: list[dict[str, str]] = [
    {"X-Forwarded-For": "203.0.113.{n}, {at}"},
    {"X-Forwarded-For": "::1, 10.0.0.{n}, {at}"},
    {"x-FORWARDED-for": " 203.0.113.{n} ,  {at} "},
    {"X-Forwarded-For": "{at}", "X-Real-IP": "203.0.113.{n}"},
    {"X-Forwarded-For": "{at}", "Forwarded": "for=203.0.113.{n};proto=https"},
    {
        "X-Forwarded-For": "{at}",
        "CF-Connecting-IP": "203.0.113.{n}",
        "True-Client-IP": "10.9.8.{n}",
    },
    {"X-Forwarded-For": "{at}", "X-Client-IP": "203.0.113.{n}", "User-Agent": "browser {n}"},
    {"X-Forwarded-For": "::ffff:{at}", "X-Originating-IP": "203.0.113.{n}"},
]
# One mailbox, as it is written in several ways.
SPELLINGS = ("bea@example.org", "BEA@example.org", " bea@Example.Org ", "Bea@EXAMPLE.org")
PASSWORDS = "/inloggen/wachtwoord/"
PASSWORD_TRIES = 10  # for one account, from one place


@dataclass(frozen=True)
class Limited:
    """Something that somebody may do so often, what it answers, and from where it is tried."""

    act: Callable[[FormClient, int], Answer]
    most: int
    answers: int
    at: str


def looks_up(client: FormClient, number: int) -> Answer:
    return client.get(f"/zoek/?straat=Spoorstraat&huisnummer={number % 90 + 1}")


def opens_a_bad_link(client: FormClient, number: int) -> Answer:
    return client.get(f"/bevestig/{number + 1}-{'a' * 22}/")


def asks_own_page(client: FormClient, number: int) -> Answer:
    return client.send(client.get("/mijn/"), email=f"wie{number}@example.org")


def asks_a_new_link(client: FormClient, number: int) -> Answer:
    return client.send(client.get("/bevestig/nieuwe-link/"), email=f"ik{number}@example.org")


def guesses_a_password(client: FormClient, number: int) -> Answer:
    login = SPELLINGS[number % len(SPELLINGS)]
    typed = {"login": login, "password": f"verkeerd woord {number}"}
    page = client.get(PASSWORDS)
    return client.post(PASSWORDS, page.form(typed).values | typed)


LIMITED = [
    Limited(looks_up, LOOKUPS_PER_HOUR, 200, "198.51.100.1"),
    Limited(opens_a_bad_link, BAD_TRIES, 404, "198.51.100.2"),
    Limited(asks_own_page, PER_OWN_PAGE_CLIENT, 302, "198.51.100.3"),
    Limited(asks_a_new_link, PER_OWN_PAGE_CLIENT, 302, "198.51.100.4"),
    Limited(submit, PER_CLIENT, 302, "198.51.100.5"),
    Limited(guesses_a_password, PASSWORD_TRIES, 200, "198.51.100.6"),
]


@pytest.fixture
def site(make_village_site: MakeSite) -> RealSite:
    """Three web processes behind one proxy; Redis refuses."""
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    site = make_village_site(TRUSTED_PROXIES="1", REDIS_URL=nowhere)
    site.start_web(workers=3)
    return site


def verdict(answer: Answer) -> int:
    """The status; 429 also where a page of the log-in says it in words."""
    return 429 if TOO_OFTEN in answer.text else answer.status


def tried(site: RealSite, of: Limited) -> list[int]:
    """Too often from one computer, each time by a new visitor who says to be elsewhere."""

    def one(number: int) -> int:
        client = FormClient(site.url)
        says = SAID[number % len(SAID)]
        client._headers = {
            name: value.format(at=of.at, n=number % 250 + 1) for name, value in says.items()
        }
        return verdict(of.act(client, number))

    with ThreadPoolExecutor(AT_ONCE) as people:
        return list(people.map(one, range(of.most + TOO_MANY)))


def test_pf_03_au_08_saying_to_be_elsewhere_gets_nobody_further(site: RealSite) -> None:
    told = {}
    for of in LIMITED:
        answers = tried(site, of)
        elsewhere = verdict(of.act(FormClient(site.url, address="192.0.2.9"), of.most + TOO_MANY))
        told[of.act.__name__] = (answers.count(of.answers), answers.count(429), elsewhere)
    assert told == {of.act.__name__: (of.most, TOO_MANY, of.answers) for of in LIMITED}

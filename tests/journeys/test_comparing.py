"""Comparing the list of members with the chat: in the browser, of which nothing leaves it, and
without scripts, where the server answers the same.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from dorst_portal.kit import dutch
from groups.members.comparing import trace_of
from tests.groups.members.participant_samples import KNOWN, PASTES, SAMPLES
from tests.journeys.people import Person
from tests.races.processes import RealSite

pytestmark = pytest.mark.once  # what a browser does; the rules are asked of both databases

BEHEERDER = "beheerder-steenoven@example.org"
PAGE = "/beheer/groep/steenoven/leden/vergelijken/"
STRANGER = "Vreemde Vogel"
LISTED = """
from groups.models import Membership
rows = Membership.objects.current().filter(group__slug="steenoven", to_confirm=False).order_by("pk")
print("|".join(f"{one.name}~{one.mobile}" for one in rows))
"""
# Puts other people on the page, pastes each text, and tells what the page shows of it.
COMPARE = """([texts, known]) => {
    for (const row of document.querySelectorAll("[data-kind]")) row.remove();
    for (const one of known) {
        const row = document.createElement("li");
        Object.assign(row.dataset, one);
        const like = document.createElement("p");
        like.dataset.like = "";
        like.append(document.createElement("b"));
        row.append(like);
        document.querySelector('[data-part="rest"]').append(row);
    }
    const form = document.querySelector("form[data-compare]");
    const pks = (name) => [...document.querySelectorAll(`[data-part="${name}"] [data-pk]`)];
    return texts.map((text) => {
        form.elements.text.value = text;
        form.dispatchEvent(new Event("submit", { cancelable: true }));
        const strangers = [...document.querySelectorAll('[data-part="strangers"] button')];
        return {
            strangers: text.trim() ? strangers.map((button) => button.value) : [],
            read: parseInt(document.querySelector("[data-read]").textContent),
            cut: !document.querySelector("[data-cut]").hidden,
            there: pks("rest").map((row) => Number(row.dataset.pk)),
            alike: Object.fromEntries(pks("alike").map((row) => [
                row.dataset.pk, row.querySelector("b").textContent,
            ])),
        };
    });
}"""


@pytest.fixture
def names(village_site: RealSite) -> list[tuple[str, str]]:
    """Who is on the list of Steenoven, each with the number."""
    told = village_site.python(LISTED).strip().splitlines()[-1]
    return [(name, number) for name, number in (one.split("~") for one in told.split("|"))]


def paste_of(names: list[tuple[str, str]]) -> str:
    """All but the last two, by name and by number in turn, the first by half a name, and one who
    is not on the list.
    """
    told = [name if place % 2 else number for place, (name, number) in enumerate(names[1:-2])]
    half, _ = names[0]
    return ", ".join([half.split()[-1] if half.count(" ") else half, *told, STRANGER, "Jij"])


def test_the_browser_reads_what_the_server_reads(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    Person(page).logs_in(BEHEERDER)
    page.goto(PAGE)
    texts = [text for text, *_ in SAMPLES.values()]
    found = page.evaluate(COMPARE, [texts, []])
    for (name, (text, people, has_you, is_cut)), one in zip(SAMPLES.items(), found, strict=True):
        if text.strip():
            shown = [" ".join(filter(None, person.split("|"))) for person in people]
            assert (name, one["strangers"]) == (name, shown)
            assert (name, one["read"], one["cut"]) == (name, len(people) + has_you, is_cut)


def _as_read(person: str) -> str:
    """As the server shows somebody, with the number in pairs."""
    name, has_number, digits = person.partition(" +")
    return f"{name}, {dutch.phone(f'+{digits}')}" if has_number else person


def test_the_browser_finds_whom_the_server_finds(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    Person(page).logs_in(BEHEERDER)
    page.goto(PAGE)
    known = [
        {
            "kind": "listed",
            "pk": str(one.pk),
            "names": one.names,
            "address": one.address,
            "trace": trace_of(one.number),
        }
        for one in KNOWN
    ]
    pastes = [paste for paste in PASTES if paste[0]]
    found = page.evaluate(COMPARE, [[text for text, *_ in pastes], known])
    for (text, there, alike, strangers), one in zip(pastes, found, strict=True):
        shown = {str(pk): " of ".join(map(_as_read, people)) for pk, people in alike.items()}
        assert (text, set(one["there"])) == (text, there)
        assert (text, one["alike"]) == (text, shown)
        assert (text, one["strangers"]) == (text, strangers)


def settles(page: Page, names: list[tuple[str, str]]) -> None:
    """Ticks the last of the list, who is not in the chat, as somebody to put in."""
    page.get_by_label(names[-1][0]).check()
    page.get_by_label("Hoort erbij.").check()
    page.get_by_role("button", name="Verwerk wie ik aanvinkte").click()
    expect(page.get_by_text("1 nog in de groep te zetten.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_who_misses_is_found_and_settled(
    open_browser: Callable[..., Page], names: list[tuple[str, str]], scripts: bool
) -> None:
    page = open_browser(java_script_enabled=scripts)
    Person(page).logs_in(BEHEERDER)
    page.goto(PAGE)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    page.get_by_label("Wie zitten er in de groep?").fill(paste_of(names))
    page.get_by_role("button", name="Vergelijk").click()
    missing = page.locator('[data-part="missing"]')
    for name, _ in names[-2:]:
        expect(missing.get_by_text(name)).to_be_visible()
    expect(page.locator('[data-part="strangers"] li')).to_contain_text(STRANGER)
    if scripts:
        expect(page.get_by_text("er gaat niets naar ons")).to_be_visible()
        expect(page.locator("[data-told]")).to_be_focused()
        # The icon of the site may still be on its way.
        assert not [one.url for one in sent if one.method != "GET" or "/static/" not in one.url]
    settles(page, names)
    # Compared anew by what was pasted: one less.
    expect(missing.get_by_text(names[-2][0])).to_be_visible()
    expect(missing.get_by_text(names[-1][0])).to_be_hidden()
    if scripts:
        bodies = [one.post_data or "" for one in sent] + [one.url for one in sent]
        assert not [one for one in bodies if "Vogel" in one or names[1][1][-8:] in one]
        assert page.evaluate("sessionStorage.length") == 0

"""A real site with the example village, and people with a browser."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.people import Person
from tests.races.databases import forget_tries
from tests.races.processes import RealSite, Template, example_village, migrated

__all__ = ["migrated"]

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def village_site(
    migrated: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealSite]:
    """The example village as `make run` shows it, without the worker: mails wait to be read."""
    with example_village(migrated, tmp_path_factory.mktemp("village")) as site:
        yield site


@pytest.fixture
def open_browser(browser: Browser, village_site: RealSite) -> Iterator[Callable[..., Page]]:
    """Opens a fresh browser (phone, light, scripts on) at the site; options are Playwright's."""
    # All journeys come from one computer, within the quarter of an hour that tries are counted.
    forget_tries(village_site.database_url)
    contexts: list[BrowserContext] = []

    def open_(**options: object) -> Page:
        chosen = {"viewport": PHONE, "locale": "nl-NL", **options}
        context = browser.new_context(base_url=village_site.url, **chosen)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def resident(open_browser: Callable[..., Page]) -> Person:
    """Somebody from the Spoorstraat with a phone."""
    return Person(open_browser())


@pytest.fixture(scope="session", autouse=True)
def allow_async_unsafe() -> None:
    """Playwright's loop makes Django think that it is called from async code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

"""The site as an app: it can be installed, keeps nothing of anybody, says when there is no
internet, and shows messages. A push service is not reached from here: of switching on, the
browser's own answer is pretended, and of arriving, what Chromium lets a developer deliver.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.journeys.people import Person
from tests.push.service import Browser as Subscribed
from tests.races.processes import RealSite

SPOORSTRAAT: Final = "beheerder-spoorstraat@example.org"
TELEPHONE: Final = "/beheer/instellingen/telefoon/"
CONTROLLED: Final = (
    "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
)
KEPT: Final = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
  }
  return found;
}"""
SHOWN: Final = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(({ title, body, data }) => [title, body, data.path])"""
# What a browser answers when its maker's service was asked.
PRETENDED: Final = """{
  const given = %s;
  const made = { endpoint: given.endpoint, toJSON: () => given, unsubscribe: async () => {
    sessionStorage.removeItem("on"); return true; } };
  PushManager.prototype.subscribe = async () => { sessionStorage.setItem("on", "1"); return made; };
  PushManager.prototype.getSubscription = async () => sessionStorage.getItem("on") ? made : null;
}"""


@pytest.fixture
def beheerder(open_browser: Callable[..., Page]) -> Page:
    """On the page about telephones, where the worker is at work."""
    page = open_browser()
    Person(page).logs_in(SPOORSTRAAT)
    page.goto(TELEPHONE)
    page.wait_for_function(CONTROLLED)
    return page


@pytest.mark.once
def test_it_can_be_installed(browser: Browser, village_site: RealSite, tmp_path: Path) -> None:
    kind = browser.browser_type
    context = kind.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=CHROMIUM_FLAGS, base_url=village_site.url
    )
    try:
        page = context.pages[0]
        page.goto("/weergave/")
        devtools = context.new_cdp_session(page)
        assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
        assert devtools.send("Page.getAppManifest")["errors"] == []
    finally:
        context.close()


@pytest.mark.once
def test_nothing_private_is_kept_and_without_internet_it_says_so(beheerder: Page) -> None:
    for path in ("/beheer/", "/beheer/instellingen/", "/beheer/groep/spoorstraat/leden/", "/mijn/"):
        beheerder.goto(path)
    kept = beheerder.evaluate(KEPT)
    pages = {path for path in kept if not path.startswith("/static/")}
    assert pages == {"/alarm/zonder-internet/", "/geen-internet/"}
    assert len(kept) == 7
    beheerder.context.set_offline(True)
    beheerder.goto("/beheer/")
    expect(beheerder.get_by_role("heading", level=1)).to_have_text("Je hebt geen internet")
    assert SPOORSTRAAT not in beheerder.content()
    expect(beheerder.get_by_role("link", name="Bel 112", exact=True)).to_be_visible()
    beheerder.get_by_role("link", name="Maak een alarmbericht zonder internet").click()
    expect(beheerder.get_by_role("button", name="Maak mijn bericht")).to_be_visible()
    beheerder.go_back()
    beheerder.context.set_offline(False)
    beheerder.get_by_role("link", name="Probeer het opnieuw").click()
    expect(beheerder.get_by_role("heading", level=1)).to_contain_text("wacht")


@pytest.mark.once
def test_a_new_version_takes_over_at_once_and_leaves_nothing_of_the_old(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    page.goto("/alarm/")
    page.wait_for_function(CONTROLLED)
    page.evaluate("async () => (await caches.open('alarm-old')).put('/old', new Response('old'))")
    page.evaluate("() => navigator.serviceWorker.register('/werker.js?new')")
    page.wait_for_function("() => navigator.serviceWorker.controller.scriptURL.endsWith('?new')")
    page.wait_for_function("async () => !(await caches.has('alarm-old'))")
    page.goto("/alarm/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Alarmbericht zonder internet")


def test_messages_are_switched_on_and_stopped_on_this_device(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    subscription = vars(Subscribed("https://push.example.org/journey").subscription)
    keys = {name: subscription[name] for name in ("p256dh", "auth")}
    given = {"endpoint": subscription["endpoint"], "expirationTime": None, "keys": keys}
    page.context.grant_permissions(["notifications"])
    page.add_init_script(PRETENDED % json.dumps(given))
    Person(page).logs_in(SPOORSTRAAT)
    page.goto(TELEPHONE)
    page.get_by_label("Hoe noem je dit apparaat?").fill("<b>Mijn</b> telefoon")
    page.get_by_role("button", name="Zet meldingen aan").click()
    expect(page.get_by_text("Dit is het apparaat dat je nu gebruikt.")).to_be_visible()
    expect(page.get_by_role("term")).to_have_text("<b>Mijn</b> telefoon")
    expect(page.get_by_role("button", name="Zet meldingen aan")).to_be_hidden()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Zet meldingen aan")).to_be_visible()
    assert page.evaluate("() => sessionStorage.getItem('on')") is None


@pytest.mark.once
def test_who_says_no_to_the_browser_reads_what_to_do(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.add_init_script("Notification.requestPermission = async () => 'denied';")
    Person(page).logs_in(SPOORSTRAAT)
    page.goto(TELEPHONE)
    page.get_by_role("button", name="Zet meldingen aan").click()
    expect(page.get_by_text("Je telefoon of browser houdt meldingen tegen.")).to_be_visible()


@pytest.mark.once
def test_a_message_is_shown_once_and_opens_its_page_behind_the_log_in(beheerder: Page) -> None:
    context = beheerder.context
    context.grant_permissions(["notifications"])
    said = {"title": "Nieuwe aanmelding", "body": "In groep Spoorstraat", "path": "/beheer/"}
    for _ in range(2):  # the same twice: one sender died before it wrote that down
        _deliver(beheerder, said | {"tag": "request-1"})
    beheerder.wait_for_function(f"async () => (await ({SHOWN})()).length === 1")
    assert beheerder.evaluate(SHOWN) == [[said["title"], said["body"], "/beheer/"]]
    worker = context.service_workers[0]
    opened = worker.evaluate(
        """async () => {
          const asked = [];
          clients.openWindow = async (url) => { asked.push(url); };
          for (const path of ["/beheer/", "https://elsewhere.example/", "//elsewhere.example/"]) {
            const event = new Event("notificationclick");
            event.notification = { close() {}, data: { path } };
            event.waitUntil = () => {};
            self.dispatchEvent(event);
          }
          return asked;
        }"""
    )
    assert [url.split("/", 3)[3] for url in opened] == ["beheer/"]


def _deliver(page: Page, said: dict[str, Any]) -> None:
    """As Chromium's own service would hand it over."""
    devtools = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda one: found.extend(one["registrations"])
    )
    devtools.send("ServiceWorker.enable")
    origin = page.url.split("/beheer/")[0]
    while not found:
        page.wait_for_timeout(50)
    here = next(one for one in found if one["scopeURL"].startswith(origin))
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": here["registrationId"], "data": json.dumps(said)},
    )
    devtools.detach()

"""People who sign up the whole time, some of whom confirm their address and are let in."""

import http.client
import random
import re
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import psycopg

from tests.faults.ledger import Entry, Ledger, address_of, name_of
from tests.faults.servers import Mailboxes
from tests.races.form_client import Answer, Form, FormClient
from tests.races.processes import RealSite
from tests.races.test_migration_under_load import LOG_IN

AGREED = {"agree": "on", "of_age": "on"}
THANKS = re.compile(r"/bedankt/([A-Z0-9-]+)/")
LINK = re.compile(r"https?://[^/\s]+(/bevestig/\S+)")
NUMBER_OF = "SELECT id FROM groups_residentrequest WHERE reference = '{}'"
SORRY = "Er is een storing"
TRIES = 6
PAUSE = 0.25
# Who confirms their address, and who of those is let in by the beheerder.
CONFIRMS, LET_IN = 8, 24
ALLOWED = (503, 429)


class NoAnswer(Exception):
    """A broken connection, or a page that says to try again."""


class Site:
    """Asks the site, and writes in the ledger what kind of answer came."""

    def __init__(self, url: str, ledger: Ledger) -> None:
        self.url = url
        self.ledger = ledger

    def asked(self, ask: Callable[[], Answer], *expected: int) -> Answer:
        """The answer. Raises NoAnswer for one that a fault may cause; others are counted as odd."""
        try:
            answer = ask()
        except (OSError, http.client.HTTPException) as error:
            self.ledger.answered("broken")
            raise NoAnswer from error
        if answer.status in expected:
            self.ledger.answered("good")
            return answer
        odd = ""
        if answer.status not in ALLOWED:
            odd = f"{answer.status} {answer.location} {answer.text[:300]}"
        elif answer.status == 503 and SORRY not in answer.text:
            odd = f"503 without the Dutch page: {answer.text[:300]}"
        self.ledger.answered(str(answer.status), odd=odd)
        raise NoAnswer


class Crowd:
    """So many visitors at once, and one beheerder, until told to stop."""

    def __init__(
        self, real: RealSite, ledger: Ledger, mailboxes: Mailboxes, *, at_once: int
    ) -> None:
        self.real = real
        self.ledger = ledger
        self.mailboxes = mailboxes
        self.site = Site(real.url, ledger)
        self.cookie = ""
        self.done = threading.Event()
        self.errors: list[BaseException] = []
        acts = [self._sign_up] * at_once + [self._confirm]
        self._threads = [threading.Thread(target=self._loop, args=(act,)) for act in acts]
        self._confirmed = 0

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self.done.set()
        for thread in self._threads:
            thread.join()

    def _loop(self, act: Callable[[], None]) -> None:
        try:
            while not self.done.is_set():
                try:
                    act()
                except NoAnswer:
                    self.done.wait(PAUSE)
        except BaseException as error:
            self.errors.append(error)
            raise

    def _client(self, number: int) -> FormClient:
        """From a place of its own: this is no trial of the limits."""
        place = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        return FormClient(self.site.url, address=place)

    def _sign_up(self) -> None:
        entry = self.ledger.begin()
        client = self._client(entry.number)
        page = self._to_the_end(client, entry.number)
        for again in range(TRIES):
            entry.sent = True
            with suppress(NoAnswer):
                answer = self.site.asked(lambda: client.send(page, **AGREED), 302)
                if found := THANKS.fullmatch(answer.location):
                    self.ledger.told(entry, found[1])
                else:
                    self.ledger.answered("good", odd=f"leads to {answer.location}")
                return
            # Some people leave it at that; the others press once more.
            if random.random() < 0.2:
                return
            self.done.wait(PAUSE * (again + 1))

    def _to_the_end(self, client: FormClient, number: int) -> Answer:
        """From the search to the page on which it is sent."""
        start = f"/meedoen/?straat=Spoorstraat&huisnummer={number}"
        page = self.site.asked(lambda: client.get(start), 200)
        details = {
            "name": name_of(number),
            "mobile": f"06 {number:08d}",
            "email": address_of(number),
        }
        page = self.site.asked(lambda: client.send(page, **details), 200)
        if "agree" not in page.form({"agree": ""}).asks:
            self.ledger.answered("good", odd=f"no last page: {page.text[:2000]}")
            raise NoAnswer
        return page

    def _confirm(self) -> None:
        """The next visitor whose turn it is, once the mail is there, follows the link in it."""
        confirmed = self.ledger.confirmed()
        turns = [one for one in confirmed[self._confirmed :] if one.number % CONFIRMS == 0]
        entry = next((one for one in turns if address_of(one.number) in self.mailboxes.texts), None)
        if entry is None:
            self.done.wait(PAUSE)
            return
        self._confirmed = confirmed.index(entry, self._confirmed) + 1
        self._try(lambda: self._follow(entry))
        if entry.proved and entry.number % LET_IN == 0:
            self._try(lambda: self._let_in(entry))

    def _try(self, act: Callable[[], None]) -> None:
        for again in range(TRIES):
            with suppress(NoAnswer):
                return act()
            self.done.wait(PAUSE * (again + 1))

    def _follow(self, entry: Entry) -> None:
        link = LINK.search(self.mailboxes.texts[address_of(entry.number)])
        if link is None:
            self.ledger.answered("good", odd=f"no link for {entry.number}")
            return
        client = self._client(entry.number)
        self.site.asked(lambda: client.get(link[1]), 302)
        page = self.site.asked(lambda: client.get("/bevestig/"), 200)
        values = page.form({"link": ""}).values | {"antwoord": "ja"}
        self.site.asked(lambda: client.post("/bevestig/", values), 302)
        entry.proved = True

    def _let_in(self, entry: Entry) -> None:
        """The beheerder approves, and says that the person was added to the chat."""
        try:
            if not self.cookie:
                self.cookie = self.real.python(LOG_IN).strip()
            (pk,) = self.real.rows(NUMBER_OF.format(entry.reference))[0]
        except (AssertionError, sqlite3.Error, psycopg.Error) as error:
            raise NoAnswer from error  # the database is away for us as well
        path = f"/beheer/aanvraag/{pk}/"
        client = self._client(0)
        client._headers["Cookie"] = self.cookie
        for page_of, step in ((path, "goedkeuren/"), (f"{path}toevoegen/", "toegevoegd/")):
            page = self.site.asked(lambda at=page_of: client.get(at), 200, 302)  # type: ignore[misc]
            if "/inloggen/" in page.location:
                self.cookie = ""  # the night's wiping took the session
                raise NoAnswer
            # Without the form it was pressed before, and only the answer did not come.
            form = next((form for form in page.forms if form.action.endswith(step)), None)
            if form:
                tokens = [f"{cookie.name}={cookie.value}" for cookie in client.cookies]
                client._headers["Cookie"] = "; ".join([self.cookie, *tokens])
                self._press(client, form)
        entry.approved = True

    def _press(self, client: FormClient, form: Form) -> None:
        self.site.asked(lambda: client.post(form.action, form.values), 302)


def wait_for_one(
    ledger: Ledger, mailboxes: Mailboxes, since: float, *, patience: float
) -> tuple[float, float]:
    """Seconds until a visitor read that it was received, and until the mail of it came in; patience
    is how long to wait for each, and infinite is what then comes back.
    """
    entry = None
    while entry is None:
        entry = ledger.first_since(since)
        if entry is None and time.monotonic() - since > patience:
            return float("inf"), float("inf")
        time.sleep(0.02)
    answered = entry.confirmed_at - since
    while address_of(entry.number) not in mailboxes.arrived:
        if time.monotonic() - entry.confirmed_at > patience:
            return answered, float("inf")
        time.sleep(0.02)
    return answered, max(mailboxes.arrived[address_of(entry.number)] - since, 0.0)

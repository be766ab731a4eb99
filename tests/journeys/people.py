"""What people do in the browser, in the words that they see."""

import re
import time
from dataclasses import dataclass
from itertools import count

from playwright.sync_api import Page, expect

from dorst_portal.demo.people import demo_password

_numbers = count(int(time.time()) % 100_000 * 100)


def new_mobile() -> str:
    """A number that nobody else in this run has: each applicant is somebody new."""
    return f"06 000{next(_numbers) % 100_000:05d}"


@dataclass
class Person:
    """Somebody with a browser."""

    page: Page

    # --- a resident --------------------------------------------------------------------------

    def finds(self, street: str, number: str) -> None:
        """Search on the home page."""
        self.page.goto("/")
        self.page.get_by_label("Straat en huisnummer").fill(f"{street} {number}")
        self.page.get_by_role("button", name="Zoek mijn groep").click()

    def fills_in_details(self, *, name: str, email: str, mobile: str = "") -> None:
        """The second step of the join form."""
        self.page.get_by_label("Voor- en achternaam").fill(name)
        self.page.get_by_label("Mobiel nummer").fill(mobile or new_mobile())
        self.page.get_by_label("Ja", exact=True).check()
        if email:
            self.page.get_by_label("E-mailadres", exact=True).fill(email)
        else:
            self.page.get_by_label("Ik heb geen e-mail").check()
        self.page.get_by_role("button", name="Ga verder").click()

    def sends(self) -> str:
        """The check page; gives the reference."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Controleer")
        self.page.get_by_label(re.compile("spelregels")).check()
        self.page.get_by_label(re.compile("18 jaar of ouder")).check()
        self.page.get_by_role("button", name="Verstuur mijn aanmelding").click()
        self.page.wait_for_url("**/bedankt/**")
        return self.page.url.rstrip("/").rsplit("/", 1)[1]

    def applies(self, *, name: str, email: str, street: str = "Spoorstraat", number: str) -> str:
        """From the home page to the reference."""
        self.finds(street, number)
        self.page.get_by_role("link", name="Meedoen met deze groep").click()
        self.fills_in_details(name=name, email=email)
        return self.sends()

    def chooses_subject(self, subject: str) -> None:
        """The first step of the question form."""
        self.page.goto("/vraag/")
        self.page.get_by_label(subject).check()
        self.page.get_by_role("button", name="Ga verder").click()

    def writes_question(self, text: str, *, name: str, email: str) -> None:
        """Its second step; what else stands on the page stays."""
        self.page.get_by_label(re.compile("Je (vraag|klacht)")).fill(text)
        self.page.get_by_label("Voor- en achternaam").fill(name)
        self.page.get_by_label("E-mailadres").fill(email)
        self.page.get_by_role("button", name="Ga verder").click()

    def proposes_group(self, streets: str) -> None:
        """The first step of the form for a new group."""
        self.page.goto("/groep-starten/")
        self.page.get_by_label("Voor welke straten?").fill(streets)
        self.page.get_by_label("Misschien, bel me").check()
        self.page.get_by_role("button", name="Ga verder").click()

    def says_who_proposes(self, *, name: str, email: str) -> None:
        """Its second step."""
        self.page.get_by_label("Voor- en achternaam").fill(name)
        self.page.get_by_label("Mobiel nummer").fill(new_mobile())
        self.page.get_by_label("E-mailadres", exact=True).fill(email)
        self.page.get_by_role("button", name="Ga verder").click()

    def sends_form(self, button: str) -> str:
        """The check page of a question or a new group; gives the reference."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Controleer")
        self.page.get_by_role("button", name=button).click()
        if "/bedankt/" not in self.page.url:  # quicker than a person
            self.page.get_by_role("button", name=button).click()
        self.page.wait_for_url("**/bedankt/**")
        return self.page.url.rstrip("/").rsplit("/", 1)[1]

    def opens_mail(self, email: str, path: str) -> None:
        """The link of the newest mail to this address that leads there."""
        self.page.goto("/demo/mail/")
        mails = self.page.locator("article, li").filter(has_text=email)
        mails.get_by_role("link", name=path).first.click()

    # --- a beheerder or coordinator ------------------------------------------------------------

    def logs_in(self, email: str) -> None:
        """With the password of the demo, and the code of the app where there is one."""
        self.page.goto("/inloggen/wachtwoord/")
        self.page.get_by_label("E-mailadres").fill(email)
        self.page.get_by_label("Wachtwoord", exact=True).fill(demo_password(email))
        self.page.get_by_role("button", name="Inloggen").click()
        if "tweede-stap" in self.page.url:
            self._gives_code_of(email)
        expect(self.page).not_to_have_url(re.compile("/inloggen/"))

    def _gives_code_of(self, email: str) -> None:
        """A code works once: when another journey has used it, the next one is waited for."""
        code = self._code_of(email)
        self._gives(code)
        if "tweede-stap" not in self.page.url:
            return
        deadline = time.monotonic() + 40
        while (following := self._code_of(email)) == code and time.monotonic() < deadline:
            self.page.wait_for_timeout(1_000)
        self._gives(following)

    def _gives(self, code: str) -> None:
        self.page.locator("input[name=code]").fill(code)
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button").first.click()

    def _code_of(self, email: str) -> str:
        other = self.page.context.new_page()
        other.goto("/demo/")
        row = other.locator("li, tr, article, dl").filter(has_text=email).last
        match = re.search(r"\b(\d{6})\b", row.inner_text())
        other.close()
        assert match, f"no code for {email} at /demo/"
        return match[1]

    def opens_request_of(self, name: str) -> None:
        """From the inbox, whichever page of it: other people's requests may stand before it."""
        assert self.sees_in_inbox(name), f"{name} is not in the inbox"
        self.page.get_by_role("link", name=re.compile(re.escape(name))).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)

    def sees_in_inbox(self, name: str) -> bool:
        """Whether somebody's request stands in the inbox, on any page of it."""
        self.page.goto("/beheer/")
        while True:
            if self.page.get_by_text(name).count():
                return True
            following = self.page.get_by_role("link", name="Volgende")
            if not following.count():
                return False
            following.first.click()

    def chooses(self, label: str, name: str) -> None:
        """From a list: by typing, or without scripts as a list is."""
        box = self.page.get_by_label(label, exact=True)
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(name)
        else:
            box.fill(name)
            box.press("Enter")
            expect(box).to_have_value(name)

    def main_text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

"""Makes the pictures of README and of the guides, from a running site: `make pictures`.

The example village is built anew in a folder of its own and served; a browser logs in, walks to
each page and takes what the list below names. The guides say nothing of Dorst, since another
village reads them too: for them the village is called otherwise. Needs Chromium (CHROMIUM=path).
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
README_PICTURES: Final = ROOT / "docs" / "images"
GUIDE_PICTURES: Final = ROOT / "static" / "guides"
PHONE: Final = 360
LAPTOP: Final = 1280
BEHEERDER: Final = "beheerder-spoorstraat@example.org"
COORDINATOR: Final = "coordinator@example.org"
RENAME: Final = """
from django.db.models import F, Value
from django.db.models.functions import Replace
from django.utils import timezone
from dorst_portal.identity.services import Names, set_names
from groups.models import ResidentRequest, Street, WatchGroup
set_names(Names(village="Voorbeelddorp", organisation="Platform Voorbeelddorp",
    watch="Buurtpreventie Voorbeelddorp", short_name="Buurtapp", help_email="hulp@example.org"),
    now=timezone.now())
WatchGroup.objects.filter(area="Dorst").update(area="Voorbeelddorp")
Street.objects.filter(place="Dorst").update(place="Voorbeelddorp")
ResidentRequest.objects.update(
    route_sentence=Replace(F("route_sentence"), Value("Dorst"), Value("Voorbeelddorp")))
"""


@dataclass(frozen=True)
class Shot:
    """One picture: a page, of which README shows the window and the guides a piece."""

    name: str
    path: str
    who: str = ""
    from_text: str = ""  # what stands at the top of the piece; empty for the heading of the page
    pressed: str = ""  # a link of that page which is pressed first
    dark: bool = False


# The names say the width of the window.
FOR_README: Final = (
    Shot("home-360", "/"),
    Shot("inbox-360", "/beheer/", BEHEERDER),
    Shot("request-360", "/beheer/", BEHEERDER, pressed="Fien Fictief"),
    Shot("home-1280-dark", "/", dark=True),
    Shot("group-1280", "/groep/spoorstraat/"),
    Shot("overview-1280", "/platform/", COORDINATOR),
)
FOR_BEHEERDERS: Final = (
    Shot("inloggen", "/inloggen/", from_text="Inloggen"),
    Shot("aanvragen", "/beheer/", BEHEERDER, "13 aanvragen"),
    Shot("beslissen", "/beheer/", BEHEERDER, "Fien Fictief", pressed="Fien Fictief"),
    Shot("toevoegen", "/beheer/", BEHEERDER, "Zet ", pressed="Goed Gekeurd"),
    Shot("ledenlijst", "/beheer/groep/spoorstraat/leden/", BEHEERDER, "42 leden"),
    Shot("melding", "/beheer/meldingen/nieuw/", BEHEERDER, "Nieuwe melding"),
    Shot("weg", "/beheer/instellingen/", BEHEERDER, "Weg"),
)
FOR_COORDINATORS: Final = (
    Shot("overzicht", "/platform/", COORDINATOR),
    Shot("stapels", "/platform/aanvragen/", COORDINATOR),
    Shot("groepen", "/platform/groepen/", COORDINATOR),
    Shot("straten", "/platform/straten/", COORDINATOR),
    Shot("beheerders", "/platform/beheerders/", COORDINATOR),
    Shot("berichten", "/platform/berichten/", COORDINATOR),
)
# Pixels of the page: the window, the piece that is taken, and how wide it is kept.
PHONE_PIECE: Final = (360, 520)
LAPTOP_PIECE: Final = (1152, 720)
LAPTOP_KEPT: Final = (720, 450)
QUALITY: Final = 70


def chromium() -> str:
    """Debian's browser, or the one that CHROMIUM names."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        raise SystemExit("No Chromium here: install it, or say where it is with CHROMIUM=path.")
    return found


class Site:
    """The example village in a folder of its own, served on a free port."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = door.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.environment = {**os.environ, "VAR_DIR": str(folder), "PORT": str(self.port)}
        self.run("-m", "scripts.prepare")
        facts = self.run("manage.py", "seed_dorst", "--json")
        self.accounts = {one["email"]: one for one in json.loads(facts)["accounts"]}

    def run(self, *command: str) -> str:
        """A command of the project on this village; gives what it prints."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[None]:
        """The site answers; afterwards it is stopped."""
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        )
        try:
            for _ in range(120):
                if _answers(f"{self.url}/healthz"):
                    break
                time.sleep(0.5)
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310  # our own address
            return bool(answer.status == 200)
    except OSError:
        return False


class Photographer:
    """A browser for each size and scheme, logged in once per person."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.pages: dict[tuple[str, int, bool], Page] = {}

    def page_of(self, who: str, width: int, *, dark: bool) -> Page:
        """The window of this person."""
        key = (who, width, dark)
        if key not in self.pages:
            tall = 740 if width == PHONE else 860
            context = self.browser.new_context(
                base_url=self.site.url,
                viewport={"width": width, "height": tall},
                color_scheme="dark" if dark else "light",
                locale="nl-NL",
            )
            self.pages[key] = context.new_page()
            if who:
                self._log_in(self.pages[key], who)
        return self.pages[key]

    def _log_in(self, page: Page, who: str) -> None:
        account = self.site.accounts[who]
        page.goto("/inloggen/wachtwoord/")
        page.get_by_label("E-mailadres").fill(who)
        page.get_by_label("Wachtwoord", exact=True).fill(account["password"])
        page.get_by_role("button", name="Inloggen").click()
        while "tweede-stap" in page.url:  # a code works once: the next one comes in half a minute
            page.get_by_label("Code").fill(self._code_of(who))
            page.get_by_role("button").filter(has_text="Inloggen").first.click()
            if "tweede-stap" in page.url:
                time.sleep(5)

    def _code_of(self, who: str) -> str:
        """The code of this half minute, from the page that shows it."""
        shown = self.browser.new_page(base_url=self.site.url)
        shown.goto("/demo/")
        card = shown.locator("article").filter(has_text=who)
        code: str = card.locator("code").last.inner_text()
        shown.close()
        return code

    def taken(self, shot: Shot, width: int, piece: tuple[int, int] | None) -> Image.Image:
        """The picture: the window, or a piece of the page from its text on."""
        page = self.page_of(shot.who, width, dark=shot.dark)
        page.goto(shot.path)
        if shot.pressed:
            page.get_by_role("link", name=shot.pressed).first.click()
        page.wait_for_load_state()
        if piece is None:
            return Image.open(BytesIO(page.screenshot()))
        main = page.locator("main")
        start = main.get_by_text(shot.from_text) if shot.from_text else main.locator("h1")
        top = start.first.bounding_box()
        if top is None:
            raise SystemExit(f"{shot.name}: ‘{shot.from_text}’ is not in sight at {shot.path}")
        left = (width - piece[0]) / 2
        clip = {"x": left, "y": max(0.0, top["y"] - 12), "width": piece[0], "height": piece[1]}
        return Image.open(BytesIO(page.screenshot(clip=clip, full_page=True)))  # type: ignore[arg-type]


def main() -> int:
    """Takes all pictures anew, or only those of README (`readme`) or of the guides (`guides`)."""
    wanted = set(sys.argv[1:]) or {"readme", "guides"}
    GUIDE_PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder))
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        if "readme" in wanted:
            with site.served():
                photographer = Photographer(browser, site)
                for shot in FOR_README:
                    width = LAPTOP if "-1280" in shot.name else PHONE
                    picture = photographer.taken(shot, width, None)
                    picture.quantize(128).save(README_PICTURES / f"{shot.name}.png", optimize=True)
                    print(f"docs/images/{shot.name}.png")
        if "guides" in wanted:
            site.run("manage.py", "shell", "--verbosity", "0", "--command", RENAME)
            with site.served():
                photographer = Photographer(browser, site)
                for shot in (*FOR_BEHEERDERS, *FOR_COORDINATORS):
                    for_phone = shot in FOR_BEHEERDERS
                    piece = PHONE_PIECE if for_phone else LAPTOP_PIECE
                    picture = photographer.taken(shot, PHONE if for_phone else LAPTOP, piece)
                    kept = picture if for_phone else picture.resize(LAPTOP_KEPT)
                    path = GUIDE_PICTURES / f"{shot.name}.webp"
                    kept.convert("RGB").save(path, quality=QUALITY, method=6)
                    print(f"static/guides/{shot.name}.webp {path.stat().st_size} bytes")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A logo that is much wider than high, beside the name of the site on a small telephone."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser

from dorst_portal.demo.seed_identity import DORST
from dorst_portal.identity.current import here_now
from dorst_portal.identity.services import MadeLogo, set_logo, set_names
from dorst_portal.kit.looks.sheet import sheet_of

pytestmark = [pytest.mark.once, pytest.mark.django_db]

HEAD = """<html lang="pl"><style>{css}</style><body><header class="dp-header">
<div class="dp-width dp-header__inner">
<a class="dp-name" href="/"><span class="dp-logo"></span><strong>{name}</strong></a>
<a class="dp-menu-link" href="/">Menu</a></div></header></body></html>"""
# On how many lines the first word of the name stands, and what the logo keeps of its width.
MEASURED = """() => {
    const words = document.querySelector("strong").firstChild;
    const first = document.createRange();
    first.setStart(words, 0);
    first.setEnd(words, words.data.indexOf(" "));
    const menu = document.querySelector(".dp-menu-link").getBoundingClientRect();
    return {
        lines: first.getClientRects().length,
        logo: document.querySelector(".dp-logo").getBoundingClientRect().width,
        beside: menu.top < document.querySelector(".dp-name").getBoundingClientRect().bottom,
        room: innerWidth - document.documentElement.scrollWidth,
    };
}"""


@pytest.mark.parametrize("width", [320, 360])
def test_the_logo_gives_way_before_a_word_of_the_name_breaks(browser: Browser, width: int) -> None:
    set_names(DORST, now=timezone.now())
    out = io.BytesIO()
    Image.new("RGB", (512, 128), "#17603a").save(out, "PNG")
    set_logo(MadeLogo(out.getvalue(), out.getvalue(), 512, 128), alt="Een veld", now=timezone.now())
    static = Path(settings.BASE_DIR) / "static"
    sheets = [(static / "portal.css").read_text(), sheet_of(here_now()).decode()]
    page = browser.new_page(viewport={"width": width, "height": 300})
    page.set_content(HEAD.format(css="\n".join(sheets), name=DORST.watch))
    found = page.evaluate(MEASURED)
    page.close()
    assert found["lines"] == 1
    assert found["logo"] >= 32
    assert found["beside"]
    assert found["room"] == 0

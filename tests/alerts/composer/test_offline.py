"""The page and the worker for where there is no internet, as a browser fetches them."""

import json
import re

from django.test import Client

from alerts.views import offline
from tests.groups.pages import forms_of, text_of, words_of


def kept(client: Client) -> dict[str, object]:
    script = client.get("/werker.js").content.decode()
    return dict(json.loads(re.search(r"self\.KEPT = (.*);", script)[1]))  # type: ignore[index]


def test_the_worker_keeps_two_pages_and_their_files(client: Client) -> None:
    answer = client.get("/werker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "worker-src 'self'" in client.get("/alarm/").headers["Content-Security-Policy"]
    found = kept(client)
    assert (found["page"], found["offline"]) == ("/alarm/zonder-internet/", "/geen-internet/")
    asked: set[str] = set()
    for name in ("page", "offline"):
        page = client.get(str(found[name])).content.decode()
        asked |= set(
            re.findall(
                r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]*(?:href|src)="([^"]+)"', page
            )
        )
    assert asked == set(found["files"])  # type: ignore[call-overload]
    assert all(client.post(path).status_code == 405 for path in ("/werker.js",))


def test_its_version_is_that_of_what_it_keeps(client: Client) -> None:
    before = kept(client)["version"]
    client.cookies["theme"] = "dark"
    assert kept(client)["version"] == before  # who asks is nothing to it
    offline._bytes_of.cache_clear()
    files, offline._bytes_of = offline._bytes_of, lambda name: name.encode()  # type: ignore[assignment]
    try:
        assert kept(client)["version"] != before
    finally:
        offline._bytes_of = files


def test_the_one_page_form_is_a_screen_like_any_other(client: Client) -> None:
    page = client.get("/alarm/zonder-internet/")
    assert "Geen internet? Bellen kan wel." in words_of(page)
    assert 'href="tel:09008844"' in text_of(page).split("<main", 1)[1]
    (form,) = forms_of(page)
    typed = {"police": "112", "category": "other", "what": "er brandt iets"}
    made = client.post(form.action, form.sends | typed)
    assert "Je bericht is klaar" in words_of(made)
    wrong = client.post(form.action, form.sends | typed | {"what": "man"})
    assert "Alleen hoe iemand eruitziet" in words_of(wrong)
    drill = client.post(form.action, form.sends | typed | {"police": "", "drill": "on"})
    assert "OEFENING" in text_of(drill)


def test_without_internet_any_page_says_that_calling_works(client: Client) -> None:
    page = client.get("/geen-internet/")
    assert "Je hebt geen internet Bellen kan wel." in words_of(page)
    main = text_of(page).split("<main", 1)[1]
    assert all(link in main for link in ("tel:112", "tel:09008844", "/alarm/zonder-internet/"))
    assert "private" not in page.headers["Cache-Control"]
    assert not client.cookies

"""The site without internet: the two pages that a browser keeps, and the worker that gives them and
shows messages.
"""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from alerts.forms.composing import TOLD, MessageForm, OnePageForm
from alerts.pages.sharing import ways_to_share
from alerts.values.script_words import ALARM, OFFLINE
from alerts.values.words import LOOKS
from dorst_portal.kit.access import machine, public
from dorst_portal.kit.display import chosen_language, speak
from dorst_portal.languages.script_words import words_for_script

# What the page needs besides itself; nothing else of the site is kept.
FILES: Final = ("vendor/bootstrap.css", "portal.css", "icon.svg", "alarm.js", "alarm-offline.js")
WORKERS: Final = ("alarm-worker.js", "push-worker.js")
# What a message on a telephone shows beside its words; fetched when one comes.
PICTURES: Final = {"icon": "icon-192.png", "badge": "icons/badge-96.png"}


@public
@cache_control(no_store=True)
@require_safe
def alarm_offline(request: HttpRequest) -> HttpResponse:
    """All questions on one page. With scripts it makes the message itself; without, it is sent to
    the composer like any other screen.
    """
    _in_language_of_worker(request)
    return _page(request)


@public
@cache_control(no_store=True)
@require_safe
def no_internet(request: HttpRequest) -> HttpResponse:
    """What the worker gives in the place of any page: calling works, and the composer too."""
    _in_language_of_worker(request)
    return render(request, "alerts/public/no_internet.html")


def _page(request: HttpRequest) -> HttpResponse:
    told = {name: str(words) for name, words in TOLD.items()}
    rules = json.dumps({"words": " ".join(sorted(LOOKS)), "told": told}, ensure_ascii=False)
    page = {
        "form": OnePageForm(),
        "message": MessageForm(),
        "shares": ways_to_share(""),
        "rules": rules,
        "script_words": words_for_script((*ALARM, *OFFLINE)),
    }
    return render(request, "alerts/public/offline.html", page)


@machine
@cache_control(no_cache=True)
@require_safe
def alarm_worker(request: HttpRequest) -> HttpResponse:
    """The worker of the site: what it keeps, and the scripts that do so. A browser takes another
    version as soon as one byte differs, so the version is made of all that is kept.
    """
    language = chosen_language(request)
    with override(language):
        version = _version()
    kept = {
        "version": version,
        "language": language,
        "alarm": reverse("alarm"),
        "page": reverse("alarm_offline"),
        "offline": reverse("no_internet"),
        "files": [static(name) for name in FILES],
        **{what: static(name) for what, name in PICTURES.items()},
    }
    scripts = [static(name) for name in WORKERS]
    lines = [f"self.KEPT = {json.dumps(kept)};", f"importScripts(...{json.dumps(scripts)});", ""]
    return HttpResponse("\n".join(lines), content_type="text/javascript; charset=utf-8")


def _in_language_of_worker(request: HttpRequest) -> None:
    """The worker sends no cookie, and says in which language it keeps the page."""
    speak(request.headers.get("X-Language", ""))


def _version() -> str:
    """Of the pages as a stranger gets them in this language, and of their files."""
    stranger = HttpRequest()
    stranger.method, stranger.path = "GET", reverse("alarm_offline")
    made = sha256(_page(stranger).content)
    made.update(no_internet(stranger).getvalue())
    for name in (*FILES, *WORKERS):
        made.update(_bytes_of(name))
    return made.hexdigest()[:16]


@lru_cache(maxsize=len(FILES) + len(WORKERS))
def _bytes_of(name: str) -> bytes:
    """A file of ours; it does not change while the server runs."""
    return Path(str(finders.find(name))).read_bytes()

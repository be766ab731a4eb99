"""The composer without internet: one page that the browser keeps, and the worker that gives it."""

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
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from alerts.forms.composing import TOLD, MessageForm, OnePageForm
from alerts.pages.sharing import ways_to_share
from alerts.values.words import LOOKS
from dorst_portal.kit.access import machine, public

# What the page needs besides itself; nothing else of the site is kept.
FILES: Final = ("vendor/bootstrap.css", "portal.css", "icon.svg", "alarm.js", "alarm-offline.js")
WORKER: Final = "alarm-worker.js"


@public
@cache_control(no_store=True)
@require_safe
def alarm_offline(request: HttpRequest) -> HttpResponse:
    """All questions on one page. With scripts it makes the message itself; without, it is sent to
    the composer like any other screen.
    """
    return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    rules = json.dumps({"words": " ".join(sorted(LOOKS)), "told": TOLD}, ensure_ascii=False)
    page = {
        "form": OnePageForm(),
        "message": MessageForm(),
        "shares": ways_to_share(""),
        "rules": rules,
    }
    return render(request, "alerts/public/offline.html", page)


@machine
@cache_control(no_cache=True)
@require_safe
def alarm_worker(request: HttpRequest) -> HttpResponse:
    """The worker of /alarm/: what it keeps, and the script that does so. A browser takes another
    version as soon as one byte differs, so the version is made of all that is kept.
    """
    files = [static(name) for name in FILES]
    kept = {"version": _version(), "page": reverse("alarm_offline"), "files": files}
    lines = [
        f"self.KEPT = {json.dumps(kept)};",
        f"importScripts({json.dumps(static(WORKER))});",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/javascript; charset=utf-8")


def _version() -> str:
    """Of the page as a stranger gets it, and of its files."""
    stranger = HttpRequest()
    stranger.method, stranger.path = "GET", reverse("alarm_offline")
    made = sha256(_page(stranger).content)
    for name in (*FILES, WORKER):
        made.update(_bytes_of(name))
    return made.hexdigest()[:16]


@lru_cache(maxsize=len(FILES) + 1)
def _bytes_of(name: str) -> bytes:
    """A file of ours; it does not change while the server runs."""
    return Path(str(finders.find(name))).read_bytes()

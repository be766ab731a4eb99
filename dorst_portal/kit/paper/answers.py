"""The answer to who asks for paper: a page to print, or with `?als=pdf` the same as a PDF."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from dorst_portal.identity.current import here
from dorst_portal.identity.models import THE_ROW, Logo
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.paper.printing import NoPaper, PaperBusy, can_print, pdf_of
from dorst_portal.kit.ratelimit import Limit, client_address, hit
from dorst_portal.languages.current import DUTCH

ASKED: Final = ("als", "pdf")
# What papers are made of, beside the page itself: base_print.html and the drawing on a poster.
FILES: Final = ("paper.css", "paper-street.svg")
# A stranger prints the papers of a whole group, and then some.
PER_CLIENT: Final = 40
SECONDS: Final = 10 * 60
SECONDS_KEPT_BY_BROWSERS: Final = 60 * 60
# Posters that many people print on one evening; each is some tens of kilobytes.
MOST_KEPT: Final = 24

Make = Callable[[str], bytes]


def paper(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, name: str, public: bool
) -> HttpResponse:
    """The page, with a link to its PDF where this machine makes them; or that PDF, called `name`.

    `public` paper is the same for everybody: it is remembered, and counted for each stranger. All
    other is made in the request and kept nowhere.
    """
    key, value = ASKED
    if request.GET.get(key) != value:
        return render(request, template, {**context, "pdf_link": _pdf_link(request)})
    html = render_to_string(template, context, request=request)
    return _public(request, html, name=name) if public else pdf_answer(request, html, name=name)


def street_paper(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, name: str
) -> HttpResponse:
    """Public paper that hangs in a street or at a neighbour's: Dutch, in whatever language the
    visitor who prints it reads.
    """
    return _in_dutch(request, template, context, name=name, public=True)


def dutch_paper(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, name: str
) -> HttpResponse:
    """Paper of a group that others read as well: Dutch, in whatever language the beheerder who
    prints it reads. It is kept nowhere.
    """
    return _in_dutch(request, template, context, name=name, public=False)


def _in_dutch(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, name: str, public: bool
) -> HttpResponse:
    with translation.override(DUTCH):
        answer = paper(request, template, context, name=name, public=public)
        answer.headers["Content-Language"] = DUTCH
        return answer


def pdf_answer(
    request: HttpRequest, html: str, *, name: str, make: Make | None = None
) -> HttpResponse:
    """The PDF of a page that was drawn already; a page that says so when that does not go now."""
    try:
        made = (make or _made)(html)
    except NoPaper as reason:
        busy = isinstance(reason, PaperBusy)
        page = render(request, "kit/no_paper.html", {"is_busy": busy}, status=503)
        page["Retry-After"] = "5" if busy else "3600"
        return page
    answer = HttpResponse(made, content_type="application/pdf")
    shown = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    answer["Content-Disposition"] = str(shown)
    return answer


def _public(request: HttpRequest, html: str, *, name: str) -> HttpResponse:
    # Weak: two PDFs of one page differ in numbers that nobody sees.
    mark = f'W/"{sha256(html.encode() + _version()).hexdigest()[:32]}"'
    same = get_conditional_response(request, etag=mark)
    if same is None:
        if hit([Limit("paper", client_address(request), PER_CLIENT, SECONDS)]):
            return too_many(request, minutes=SECONDS // 60)
        same = pdf_answer(request, html, name=name, make=_remembered)
        if same.status_code != 200:
            return same
    same["ETag"] = mark
    same["Cache-Control"] = f"public, max-age={SECONDS_KEPT_BY_BROWSERS}"
    return same


def _pdf_link(request: HttpRequest) -> str:
    """The same page as a PDF, with what it was asked for besides."""
    if request.method == "POST" or not can_print():
        return ""
    asked = request.GET.copy()
    key, value = ASKED
    asked[key] = value
    return f"?{asked.urlencode()}"


def _made(html: str) -> bytes:
    return pdf_of(html, base=settings.SITE_URL, files=_files() | _logo_in(html))


def _logo_in(html: str) -> dict[str, str]:
    """The logo of the village, where this page shows it; a new logo has another address."""
    code = here().logo_code
    path = reverse("logo_picture", args=[code]) if code else ""
    if not path or path not in html:
        return {}
    picture = Logo.objects.filter(pk=THE_ROW).values_list("large", flat=True).first()
    return {path: b64encode(bytes(picture)).decode()} if picture else {}


@lru_cache(maxsize=MOST_KEPT)
def _remembered(html: str) -> bytes:
    return _made(html)


def _files() -> dict[str, str]:
    """The files that paper may use, by the path that pages name them by."""
    return {static(name): Path(str(finders.find(name))).read_text("utf-8") for name in FILES}


@lru_cache(maxsize=1)
def _version() -> bytes:
    """What else a PDF depends on: the look of the paper, as this process knows it."""
    return repr(sorted(_files().items())).encode()

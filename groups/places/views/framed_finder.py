"""The search as other sites show it in a frame: a box, an answer, and links that leave the frame.

It knows nobody: it reads no session, sets no cookie, and has nothing to press but searching.
"""

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from dorst_portal.kit.display import speak
from dorst_portal.kit.ratelimit import hit
from groups.places.forms.finder import FinderForm
from groups.places.pages.finder import find_group
from groups.places.pages.framed import FrameLooks, ways_out
from groups.places.pages.framing_sites import allowed_origins
from groups.places.pages.postcodes import Behind
from groups.places.views.finder import ASKED, HOUR, lookups

SAME: Final = ("straat", "huisnummer", "postcode")


@public
@require_safe
def framed_finder(request: HttpRequest) -> HttpResponse:
    """The search in a frame of the sites that a coordinator listed, and of nobody else."""
    # A frame on the site of others gets no cookie that says in which language to read it.
    looks = FrameLooks(speak(request.GET.get("taal", "")), request.GET.get("kleur", ""))
    context: dict[str, Any] = {"form": FinderForm(), "theme": looks.theme, "looks": looks}
    status = 200
    if any(name in request.GET for name in ASKED):
        form = context["form"] = FinderForm(request.GET)
        if form.is_valid() and hit([lookups(request)]):
            status, context["too_many"] = 429, True
        elif found := form.read_or_choose() if form.is_valid() else None:
            if isinstance(found, Behind):
                context["behind"] = found
            else:
                context["answer"] = find_group(found, as_hamlet=False, now=timezone.now())
    # The same question on our own page.
    asked = urlencode({name: request.GET[name] for name in SAME if name in request.GET})
    context["out"] = ways_out(looks.language, asked, context.get("answer"))
    response = render(request, "groups/places/public/framed.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(HOUR)
    response["X-Robots-Tag"] = "noindex"
    return _may_be_framed(response, allowed_origins())


def _may_be_framed(response: HttpResponse, origins: list[str]) -> HttpResponse:
    """By these sites, and by our own for the example; by nobody while there are none."""
    # Read by django-csp and by Django: what their decorators set, for a list that changes.
    policy = {"script-src": ["'none'"], "connect-src": ["'none'"]}
    if origins:
        policy["frame-ancestors"] = ["'self'", *origins]
        vars(response)["xframe_options_exempt"] = True
    vars(response)["_csp_replace"] = policy
    return response

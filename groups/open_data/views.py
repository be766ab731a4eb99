"""The open data, their description for programs, and the page that explains them."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dorst_portal.identity.current import here
from dorst_portal.kit.access import public
from groups.open_data.answers import answer, open_to_every_origin, refused
from groups.open_data.pages import lists
from groups.open_data.pages.lists import MOST, OpenList
from groups.open_data.pages.openapi import ERRORS, LICENCE, VERSION, openapi


@public
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is to read, what is not in it, and who may use it for what."""
    return render(request, "groups/open_data/public/open_data.html", {"most": MOST})


@open_to_every_origin
def open_groups(request: HttpRequest) -> HttpResponse:
    """Groups that are active or paused."""
    return _part_of(lists.GROUPS, request)


@open_to_every_origin
def open_streets(request: HttpRequest) -> HttpResponse:
    """Streets with their groups."""
    return _part_of(lists.STREETS, request)


@open_to_every_origin
def open_coverage(request: HttpRequest) -> HttpResponse:
    """Which numbers belong to which group."""
    return _part_of(lists.COVERAGE, request)


@open_to_every_origin
def open_description(request: HttpRequest) -> HttpResponse:
    """The description of the other three, as OpenAPI 3.1."""
    return answer(request, openapi())


def _part_of(of: OpenList, request: HttpRequest) -> HttpResponse:
    after, limit = request.GET.get("after", ""), request.GET.get("limit", str(MOST))
    if not (re.fullmatch("[0-9]{1,9}", limit) and 1 <= int(limit) <= MOST):
        return _wrong("bad_limit")
    if after and not of.knows(after):
        return _wrong("bad_after")
    page = of.part(after, int(limit))
    document = {
        "version": VERSION,
        "licence": LICENCE,
        "example": settings.DEMO,
        "village": here().village,
        of.name: page.rows,
        "next": _next(request, page.next_key, limit) if page.next_key else None,
    }
    return answer(request, document)


def _next(request: HttpRequest, key: str, limit: str) -> str:
    """By the address of the settings, whatever host the request says."""
    return f"{settings.SITE_URL}{request.path}?{urlencode({'after': key, 'limit': int(limit)})}"


def _wrong(code: str) -> HttpResponse:
    return refused({"version": VERSION, "error": code, "message": ERRORS[code]})

"""The site with a few pages that are wrong on purpose: the fuzzer has to find each of them."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from dorst_portal import urls
from dorst_portal.kit.access import public
from dorst_portal.urls import handler400, handler403, handler404, handler500
from groups.models import Membership
from tests.fuzz.html import MARK

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


# What the fuzzer reads in a page: a box to type in, and a link.
_READ = '<form><input name="q" value="1"></form><a href="/planted/away/?next=/">Weg</a>'


def _page(text: str) -> HttpResponse:
    return HttpResponse(f"<!doctype html><html><body>{text}{_READ}</body></html>")


@public
def breaks(request: HttpRequest) -> HttpResponse:
    """Reads a number as nobody should."""
    return _page(str(int(request.GET.get("q", "1"))))


@public
def reflects(request: HttpRequest) -> HttpResponse:
    """Forgets that signs mean something in a page."""
    return _page(request.GET.get("q", ""))


@public
def leads_away(request: HttpRequest) -> HttpResponse:
    """Sends a browser wherever it is told."""
    response = HttpResponse(status=302)
    response["Location"] = "".join(filter(str.isprintable, request.GET.get("next", "/"))) or "/"
    return response


@public
def is_half(request: HttpRequest) -> HttpResponse:
    """Stops in the middle."""
    return HttpResponse("<!doctype html><html><body>")


@public
def leaks(request: HttpRequest) -> HttpResponse:
    """Shows who is in another group."""
    rows = Membership.objects.filter(name__endswith=MARK).order_by("pk")
    return _page(rows.values_list("name", flat=True)[0])


@public
def differs(request: HttpRequest) -> HttpResponse:
    """Is not the same on each database."""
    return _page(connection.vendor)


urlpatterns = [
    path("planted/breaks/", breaks, name="planted_breaks"),
    path("planted/reflects/", reflects, name="planted_reflects"),
    path("planted/away/", leads_away, name="planted_away"),
    path("planted/half/", is_half, name="planted_half"),
    path("planted/leaks/", leaks, name="planted_leaks"),
    path("planted/differs/", differs, name="planted_differs"),
    *urls.urlpatterns,
]

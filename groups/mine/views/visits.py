"""Asking for the link of the own page, opening it with a button, seeing and closing it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.views.login import steady
from dorst_portal.kit.access import mailed_link, public
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.ratelimit import client_address
from dorst_portal.languages.words import lazy_text
from groups.mine.forms.asking import AskForm
from groups.mine.pages.own_page import own_page_of
from groups.mine.services import visits
from groups.mine.views.access import LINKS, cookie, opened_by, remember, with_own_page
from groups.models import OwnPage
from groups.requests.services.form_limits import TooOften
from groups.requests.views.opened_link import is_about, works

# What was just done, in the address: with a cookie it would need a place to be kept.
DONE = {
    "blijft": lazy_text("Je bent weer deelnemer."),
    "ben-ik": lazy_text("Dank je. Hieronder staan je gegevens."),
    "ben-ik-niet": lazy_text("Dank je. Je e-mailadres staat niet meer op die lijst."),
    "opgeslagen": lazy_text("Opgeslagen. Zo staat het nu op de lijst."),
    "zelfde-e-mail": lazy_text("Je e-mailadres blijft zoals het is."),
    "adres": lazy_text("Je nieuwe adres staat op de lijst."),
    "verhuisd": lazy_text(
        "Je verhuizing is doorgegeven. Hieronder zie je hoe ver je nieuwe aanmelding is. "
        "Nog 1 ding: verlaat zelf je oude groep in de app."
    ),
    "verhuist": lazy_text("Je nieuwe adres is doorgegeven. Je blijft zo lang in je groep."),
    "gelijk": lazy_text("Er is niets veranderd."),
    "in-de-groep": lazy_text("Welkom! Je staat nu op de ledenlijst."),
    "niet": lazy_text("Dit kan niet meer. Hieronder lees je hoe het nu staat."),
}


@public
@steady
@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: HttpRequest) -> HttpResponse:
    """The own page, for who opened it; else the form that mails its link, with the same answer in
    the same time whether the address is known or not.
    """
    now = timezone.now()
    page = opened_by(request, now=now)
    if page is not None and request.method != "POST":
        context = {
            "page": page,
            "own": own_page_of(page.email, now=now),
            "done": DONE.get(request.GET.get("klaar", ""), ""),
        }
        return render(request, "groups/mine/public/own_page.html", context)
    if "verstuurd" in request.GET and request.method != "POST":
        return render(request, "groups/mine/public/link_sent.html")
    form = AskForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "groups/mine/public/ask.html", {"form": form})
    try:
        visits.ask_for_link(form.cleaned_data["email"], client=client_address(request), now=now)
    except TooOften:
        return too_many(request, minutes=60)
    response = redirect("own_page")
    response["Location"] += "?verstuurd"
    return response


@mailed_link
@require_safe
def own_page_link(request: HttpRequest, token: str) -> HttpResponse:
    """Leads a good link on to its button, without the token in the address."""
    return LINKS.lead_on(request, token, now=timezone.now(), gone=gone)


@mailed_link
@require_http_methods(["GET", "HEAD", "POST"])
def own_page_open(request: HttpRequest) -> HttpResponse:
    """The button that opens the own page: a link works once, and only by pressing it."""
    now = timezone.now()
    link = LINKS.opened_by(request)
    if link is None or not works(link, now=now):
        # Pressed twice, or Back: who has it open sees it.
        return redirect("own_page") if opened_by(request, now=now) else gone(request)
    if request.method != "POST":
        return render(request, "groups/mine/public/open.html", {"link": link})
    page = visits.open_page(link, now=now) if is_about(request, link) else None
    if page is None:
        return gone(request)
    response = remember(redirect("own_page"), page)
    response.delete_cookie(LINKS.cookie)
    return response


@with_own_page
@require_POST
def own_page_close(request: HttpRequest, page: OwnPage) -> HttpResponse:
    """Close the page, in every browser."""
    visits.close_page(page, now=timezone.now())
    response = redirect("own_page")
    response.delete_cookie(cookie())
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """One page for every link of an own page that does not work (any more)."""
    return render(request, "groups/mine/public/link_gone.html", status=404)


def back_to_own_page(word: str = "") -> HttpResponse:
    """To the own page, with what was just done."""
    response = redirect("own_page")
    if word:
        response["Location"] += f"?klaar={word}"
    return response

"""Light or dark, and the language: choices kept in a cookie, so that the page arrives as chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import activate
from django.views.decorators.http import require_http_methods, require_safe

from dorst_portal.kit.access import audience_of, public
from dorst_portal.languages.current import CODES, DUTCH, language_now
from dorst_portal.languages.words import lazy_text

COOKIE = f"{settings.COOKIE_PREFIX}theme"
LANGUAGE_COOKIE = f"{settings.COOKIE_PREFIX}language"
# Everything but what machines read, the pages of the demo, and Django's own pages for superusers.
TRANSLATED: Final = frozenset({"public", "link", "login", "user", "coordinator"})
A_YEAR = 365 * 24 * 3600
THEMES = [
    ("auto", lazy_text("Zelfde als je apparaat")),
    ("light", lazy_text("Licht")),
    ("dark", lazy_text("Donker")),
]


class DisplayForm(forms.Form):
    theme = forms.ChoiceField(
        label=lazy_text("Hoe wil je de site zien?"),
        choices=THEMES,
        widget=forms.RadioSelect,
        error_messages={
            "required": lazy_text("Kies licht, donker of zelfde als je apparaat."),
            "invalid_choice": lazy_text("Kies licht, donker of zelfde als je apparaat."),
        },
    )


def chosen_theme(request: HttpRequest) -> str:
    """ "light" or "dark" when the visitor chose so, else nothing: then the telephone decides."""
    theme = request.COOKIES.get(COOKIE, "")
    return theme if theme in ("light", "dark") else ""


@public
@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Shows and keeps the choice; "zelfde als je apparaat" removes the cookie."""
    form = DisplayForm(request.POST or None, initial={"theme": chosen_theme(request) or "auto"})
    if request.method != "POST" or not form.is_valid():
        saved = "bewaard" in request.GET
        return render(request, "kit/display.html", {"form": form, "saved": saved})
    response = redirect(f"{request.path}?bewaard")
    theme = form.cleaned_data["theme"]
    _keep(response, COOKIE, "" if theme == "auto" else theme)
    return response


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """A language in which this page can be read: its code, its own name, and where to choose it."""

    code: str
    name: str
    href: str


def chosen_language(request: HttpRequest) -> str:
    """The language that the visitor chose; Dutch for who chose none."""
    code = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return code if code in CODES else DUTCH


def speak(asked: str) -> str:
    """Says this page in the language that was asked for, whatever the cookie says; gives its code,
    or "" and changes nothing where it is none of ours. It holds until the answer is made
    (kit.middleware.LanguageOfVisitor).
    """
    if asked not in CODES:
        return ""
    activate(asked)
    return asked


def as_in_mail(request: HttpRequest, code: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """What somebody gets who comes from a mail in this language: said in it, and so are the pages
    that follow. Who chose a language in this browser keeps that one.
    """
    asked = "" if LANGUAGE_COOKIE in request.COOKIES else speak(code)
    response = answer()
    if asked not in ("", DUTCH):
        _keep(response, LANGUAGE_COOKIE, asked)
    return response


def switch_to(code: str, path: str) -> str:
    """The address that keeps this language and leads on to a page of ours."""
    return f"{reverse('language', args=[code])}?{urlencode({'naar': path})}"


def is_translated(request: HttpRequest) -> bool:
    """Whether this page is said in each language; so is one that is nowhere."""
    match = request.resolver_match
    return match is None or audience_of(match.func) in TRANSLATED


def other_languages(request: HttpRequest) -> Sequence[OtherLanguage]:
    """The languages for the foot of a page, but for the one in which it is said."""
    if not is_translated(request):
        return ()
    back = request.get_full_path()
    return [
        OtherLanguage(code, name, switch_to(code, back))
        for code, name in settings.LANGUAGES
        if code != language_now()
    ]


@public
@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps the language and goes back to the page. A link, so that a page needs no cookie before
    somebody chose: a strange site that sends somebody here changes the words and nothing else.
    """
    if code not in CODES:
        raise Http404
    back = request.GET.get("naar", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = redirect(back if is_ours else "home")
    _keep(response, LANGUAGE_COOKIE, code)
    return response


def _keep(response: HttpResponse, cookie: str, choice: str) -> None:
    """Keep a choice for a year; an empty one is what everybody gets, and needs no cookie."""
    if not choice:
        response.delete_cookie(cookie, samesite="Lax")
        return
    response.set_cookie(
        cookie, choice, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )

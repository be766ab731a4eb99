"""Light or dark: a choice kept in a cookie, so that the page arrives in the right colours."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dorst_portal.kit.access import public

COOKIE = f"{settings.COOKIE_PREFIX}theme"
A_YEAR = 365 * 24 * 3600
THEMES = [("auto", "Zelfde als je apparaat"), ("light", "Licht"), ("dark", "Donker")]


class DisplayForm(forms.Form):
    theme = forms.ChoiceField(
        label="Hoe wil je de site zien?",
        choices=THEMES,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies licht, donker of zelfde als je apparaat.",
            "invalid_choice": "Kies licht, donker of zelfde als je apparaat.",
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
    if form.cleaned_data["theme"] == "auto":
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            COOKIE,
            form.cleaned_data["theme"],
            max_age=A_YEAR,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return response

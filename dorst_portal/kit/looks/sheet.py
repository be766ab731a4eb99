"""What a village looks like: a small stylesheet with its colour and logo, and the logo itself.

Both have a code in their address that changes with what they show, so that they may be kept for a
year. Nothing of it is asked of a village that chose neither.
"""

from base64 import b64encode
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from dorst_portal.identity.current import Here, here_now
from dorst_portal.identity.models import THE_ROW, Logo
from dorst_portal.kit.access import machine
from dorst_portal.kit.looks.colours import palette_of

_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"
# Asked with another code: another process still says the one of before.
_FOR_A_MINUTE: Final = "public, max-age=60"
# At the top of a page, in rem; a third of what is stored, for screens that are sharp.
_HIGH: Final = 2.5
_WIDE: Final = 8.0


@machine
@require_safe
def look_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The stylesheet of the village; comes behind `portal.css`."""
    names = here_now()
    if not names.look:
        raise Http404
    return _kept(request, sheet_of(names), "text/css; charset=utf-8", code, names.look)


@machine
@require_safe
def logo_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The logo for paper and for the screen of a telephone: at most 512 pixels."""
    names = here_now()
    picture = Logo.objects.filter(pk=THE_ROW).values_list("large", flat=True).first()
    if not names.logo_code or picture is None:
        raise Http404
    return _kept(request, bytes(picture), "image/png", code, names.logo_code)


def sheet_of(names: Here) -> bytes:
    """The stylesheet of these names: colours for both schemes, and the logo."""
    parts = []
    if names.colour:
        parts.append(_colours(names.colour))
    if names.logo_code and (logo := Logo.objects.filter(pk=THE_ROW).only("small").first()):
        parts.append(_of_logo(names, bytes(logo.small)))
    return "\n".join([*parts, ""]).encode()


def _colours(colour: str) -> str:
    """The same two schemes as in `portal.css`."""
    own = palette_of(colour)
    light = f"--dp-action: {own.light}; --dp-action-hover: {own.light_hover};"
    dark = f"--dp-action: {own.dark}; --dp-action-hover: {own.dark_hover};"
    return (
        f":root {{ {light} }}\n"
        f'[data-bs-theme="dark"] {{ {dark} }}\n'
        "@media (prefers-color-scheme: dark) "
        f'{{ :root:not([data-bs-theme="light"]) {{ {dark} }} }}'
    )


def _of_logo(names: Here, picture: bytes) -> str:
    """The logo on white, so that it is seen in the dark too; in the sheet it costs no request."""
    high = min(_HIGH, _WIDE * names.logo_height / names.logo_width)
    wide = high * names.logo_width / names.logo_height
    drawn = b64encode(picture).decode()
    return (
        f".dp-logo {{ display: inline-block; flex: 0 1 auto; width: {wide:.2f}rem; "
        f"min-width: 2rem; height: {high:.2f}rem; border: 2px solid #fff; border-radius: 4px; "
        "background: #fff center / contain no-repeat "
        f'url("data:image/png;base64,{drawn}"); forced-color-adjust: none; }}'
    )


def _kept(request: HttpRequest, body: bytes, kind: str, code: str, now: str) -> HttpResponse:
    tag = f'"{now}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type=kind)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = _FOR_A_YEAR if code == now else _FOR_A_MINUTE
    return response

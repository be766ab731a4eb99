"""A mailed link of a resident: opening it changes nothing, and its token leaves the address bar.

The link leads on to a page without the token; which link was opened stands in a signed cookie for
half an hour.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dorst_portal.kit.display import as_in_mail
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.links import find_token
from dorst_portal.kit.models import Link
from dorst_portal.kit.ratelimit import Limit, client_address, hit

HALF_AN_HOUR: Final = 30 * 60
BAD_TRIES: Final = 20
BAD_TRIES_SECONDS: Final = 15 * 60
Gone = Callable[[HttpRequest], HttpResponse]
# What mail programs leave behind a link: a full stop, a bracket, a blank, a soft line break.
_NOT_OF_A_TOKEN = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True)
class MailedLinks:
    """The links of one purpose: the route of their page, and the name of their cookie."""

    purpose: str
    page: str
    cookie_name: str

    @property
    def cookie(self) -> str:
        return f"{settings.COOKIE_PREFIX}{self.cookie_name}"

    @property
    def _salt(self) -> str:
        return f"groups.{self.purpose}"

    def lead_on(
        self, request: HttpRequest, token: str, *, now: datetime, gone: Gone | None = None
    ) -> HttpResponse:
        """Lead a good link on to its page; only bad tries are counted, so this writes nothing.
        `gone`: the page of a link that does not work. Both are in the language of the mail.
        """
        link = find_token(self.purpose, _NOT_OF_A_TOKEN.sub("", token))
        language = link.language if link else ""

        def answer() -> HttpResponse:
            if link is not None and works(link, now=now):
                return self.opened(redirect(self.page), link)
            tries = Limit("confirm", client_address(request), BAD_TRIES, BAD_TRIES_SECONDS)
            return too_many(request) if hit([tries]) else (gone or link_gone)(request)

        return as_in_mail(request, language, answer)

    def opened(self, response: HttpResponse, link: Link) -> HttpResponse:
        """Note in the browser which link was opened."""
        response.set_signed_cookie(
            self.cookie,
            str(link.pk),
            salt=self._salt,
            max_age=HALF_AN_HOUR,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return response

    def opened_by(self, request: HttpRequest) -> Link | None:
        """The link that this browser opened in the last half hour."""
        opened = request.get_signed_cookie(self.cookie, "", salt=self._salt, max_age=HALF_AN_HOUR)
        if not opened:
            return None
        return Link.objects.filter(pk=int(opened), purpose=self.purpose).first()


def works(link: Link, *, now: datetime) -> bool:
    """Whether the link may still be used."""
    return link.used_at is None and link.issued_at <= now < link.expires_at


def is_about(request: HttpRequest, link: Link) -> bool:
    """Whether the button is one of this link's page: another tab may have opened another since."""
    return request.POST.get("link") == str(link.pk)


def link_gone(request: HttpRequest) -> HttpResponse:
    """One page for every link that does not work (any more)."""
    return render(request, "groups/requests/public/link_gone.html", status=404)

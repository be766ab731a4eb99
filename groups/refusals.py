"""What a service says when it cannot do what was asked; the text is for the person who asked."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]


class Refused(Exception):
    """The request moved on, or the right is gone: nothing was changed."""


class AlreadyHandled(Refused):
    """Somebody else, or the same person in another tab, was first."""

    def __init__(self) -> None:
        super().__init__(_("Deze aanvraag is al afgehandeld. Er is niets veranderd."))


class TooLateToUndo(Refused):
    """The deadline has passed, the mail is on its way, or the next step was made."""

    def __init__(self) -> None:
        super().__init__(_("Ongedaan maken kan niet meer. De aanvraag is verder gegaan."))


def refused_leads_to(page: str, *arguments: str) -> Callable[[View], View]:
    """A view in which a service may refuse: then the refusal stands on top of a page, named as in
    the urls, with some of the view's own arguments: `@refused_leads_to("my_group", "slug")`.
    """

    def lead(view: View) -> View:
        @wraps(view)
        def led(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, **kwargs)
            except Refused as refusal:
                messages.warning(request, str(refusal))
                return redirect(page, *(kwargs[name] for name in arguments))

        return led

    return lead

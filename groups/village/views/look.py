"""The pages on which a coordinator chooses the colour and the logo of the village."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.identity.current import SHIPPED_COLOUR, here_now
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.pictures.remaking import BadPicture
from groups.refusals import Refused, refused_leads_to
from groups.village.forms.look import LOGO_SAYS, ColourForm, LogoForm
from groups.village.pages.samples import sample_of
from groups.village.services import looks


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("village")
def village_colour(request: HttpRequest) -> HttpResponse:
    """The colour of buttons: look at one (nothing is stored), choose it, or go back to green."""
    names = here_now()
    in_force = names.colour or SHIPPED_COLOUR
    form = ColourForm(request.POST or None, initial={"kies": in_force})
    colour = in_force
    if request.method == "POST" and "terug" in request.POST:
        return _choose(request, "")
    if request.method == "POST" and form.is_valid():
        colour = form.cleaned_data["colour"]
        if "bekijk" not in request.POST:
            return _choose(request, colour)
    context: dict[str, Any] = {
        "form": form,
        "names": names,
        "sample": sample_of(form.offered or colour),
        "is_preview": bool(form.offered) or colour != in_force,
        "is_shipped": not names.colour,
    }
    return render(request, "groups/village/platform/colour.html", context)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("village")
def village_logo(request: HttpRequest) -> HttpResponse:
    """The logo at the top of every page: send one."""
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()
    if form.is_valid():
        sent, alt = form.cleaned_data["logo"], form.cleaned_data["alt"]
        try:
            looks.choose_logo(sent, alt=alt, by=user_of(request), now=timezone.now())
        except BadPicture as bad:
            form.add_error("logo", LOGO_SAYS[bad.reason])
        except looks.NoNames:
            raise
        except Refused as refusal:
            form.add_error("logo", str(refusal))
        else:
            messages.success(request, _("Het logo staat erop. Binnen 1 minuut zie je het overal."))
            return redirect("village_logo")
    context = {"form": form, "names": here_now()}
    return render(request, "groups/village/platform/logo.html", context)


@coordinator_only
@require_POST
def village_logo_remove(request: HttpRequest) -> HttpResponse:
    """Back to the sign that is shipped."""
    looks.take_logo_away(by=user_of(request), now=timezone.now())
    messages.success(request, _("Het logo is weg. Binnen 1 minuut zie je dat overal."))
    return redirect("village_logo")


def _choose(request: HttpRequest, colour: str) -> HttpResponse:
    looks.choose_colour(colour, by=user_of(request), now=timezone.now())
    messages.success(request, _("De kleur is opgeslagen. Binnen 1 minuut zie je hem overal."))
    return redirect("village")

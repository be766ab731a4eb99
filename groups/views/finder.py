"""The search for the group of an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.ratelimit import Limit, client_address, hit
from groups.addresses import AddressError
from groups.forms.finder import ONLY_POSTCODE, FinderForm
from groups.services.finder import Answer, find_group, read_address
from groups.services.postcodes import Behind, addresses_behind, postcodes_known

LOOKUPS_PER_HOUR = 500
HOUR = 60 * 60
ASKED = ("straat", "huisnummer", "postcode", "adres")


@public
@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """What we know about an address; the form with its errors when we cannot read it."""
    if not any(name in request.GET for name in ASKED):
        form = FinderForm(asks_postcode=postcodes_known())
        return render(request, "groups/public/finder.html", {"form": form})
    # One of the addresses behind a postcode was chosen: all that counts.
    chosen = {"straat": request.GET["adres"]} if "adres" in request.GET else None
    form = FinderForm(chosen or request.GET)
    if form.is_valid() and hit([_limit(request)]):
        return too_many(request, minutes=60)
    answer: Answer | None = None
    try:
        if behind := _behind(form):
            context = {"behind": behind, "form": form, "again": "kies" in request.GET}
            return render(request, "groups/public/choose_address.html", context)
        answer = _answer(request, form) if form.is_valid() else None
    except AddressError as error:
        form.add_error("huisnummer", str(error))
    return render(request, "groups/public/finder.html", {"form": form, "answer": answer})


def _limit(request: HttpRequest) -> Limit:
    return Limit("finder", client_address(request), LOOKUPS_PER_HOUR, HOUR)


def _behind(form: FinderForm) -> Behind | None:
    """The addresses to choose from, after a postcode; the one that is meant goes into the form."""
    if not form.is_valid() or form.by_postcode is None:
        return None
    behind = addresses_behind(*form.by_postcode)
    if behind is None:
        form.add_error("straat", ONLY_POSTCODE)
    elif behind.exact:
        form.cleaned_data["straat"] = behind.exact.street.name
        form.cleaned_data["huisnummer"] = str(behind.number)
    else:
        return behind
    return None


def _answer(request: HttpRequest, form: FinderForm) -> Answer:
    found = read_address(form.cleaned_data["straat"], form.cleaned_data["huisnummer"])
    return find_group(found, as_hamlet="buurtschap" in request.GET, now=timezone.now())

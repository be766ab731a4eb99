"""Joining, in steps without a session: each sending reads everything again from the start and
shows the first page on which something is missing, or sends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dorst_portal.kit.access import public
from dorst_portal.kit.ratelimit import client_address
from groups.addresses import AddressError, fold_street
from groups.forms.carried import ADDRESS, DETAILS, Carried, checked_mark, from_search
from groups.forms.contact import likely_address
from groups.forms.signup import AgreeForm, DetailsForm, StreetForm, WhyForm
from groups.models import HasApp, HouseRules, WatchGroup
from groups.routing import Address, Route, route, route_to_chosen
from groups.services.finder import Found, close_matches, read_address, streets_of
from groups.services.signup import SignupData
from groups.services.signup_limits import HOUR, TooOften, submit_within_limits
from groups.views.thanks import thank

PRESS_AGAIN = "Druk nog een keer op Verstuur."


@dataclass(frozen=True)
class Visit:
    """One sending: who sent it, what was typed so far, and on the page of which group."""

    request: HttpRequest
    carried: Carried
    chosen: WatchGroup | None
    now: datetime

    def wants_to_change(self, what: str) -> bool:
        """Whether the button "Wijzig" of this part was pressed."""
        return self.carried.get("wijzig") == what


@dataclass(frozen=True)
class Target:
    """Where the request will go: to the group of the address, or to the one that was chosen."""

    address: Address
    by_address: Route
    stays_with: WatchGroup | None = None
    why: str = ""

    @property
    def address_text(self) -> str:
        """The address as written on an envelope."""
        return str(self.address)

    @property
    def group(self) -> WatchGroup | None:
        """The group that may be named on the page."""
        return self.stays_with or self.by_address.shown_group


@public
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The join form, of one group or for an address without a group."""
    groups = WatchGroup.objects.shown_to_everybody()
    chosen = get_object_or_404(groups, slug=slug) if slug else None
    typed = request.POST.copy() if request.method == "POST" else from_search(request.GET)
    return _address(Visit(request, Carried(typed), chosen, timezone.now()))


def _address(visit: Visit) -> HttpResponse:
    """Step 1: which address."""
    carried = visit.carried
    if not carried.has("street"):
        return _address_page(visit, StreetForm())
    if visit.request.method != "POST" and not carried.get("house_number"):
        # The finder knew enough without a number; that is nobody's mistake.
        return _address_page(visit, StreetForm(initial={"street": carried.get("street")}))
    form = StreetForm(carried.typed)
    if not form.is_valid() or visit.wants_to_change("adres"):
        return _address_page(visit, form)
    try:
        found = read_address(form.cleaned_data["street"], form.cleaned_data["house_number"])
    except AddressError as error:
        form.add_error("house_number", str(error))
        return _address_page(visit, form)
    if found.address is None:
        form.add_error("house_number", "Vul je huisnummer in.")
        return _address_page(visit, form)
    carried.put(
        street=found.street.name if found.street else found.text,
        house_number=str(found.number),
    )
    if found.street is None and not _is_new(visit, found):
        return _street_page(visit, found)
    return _group(visit, found.address)


def _group(visit: Visit, address: Address) -> HttpResponse:
    """Still step 1: the group of the address, or with a reason the one of the page."""
    by_address = route(address, now=visit.now)
    if visit.chosen is None or by_address.group == visit.chosen:
        return _details(visit, Target(address, by_address))
    choice = visit.carried.get("group_choice")
    if choice == "address":
        return _details(visit, Target(address, by_address))
    form = WhyForm(
        visit.carried.typed if choice == "stay" else None,
        initial={"why_this_group": visit.carried.get("why_this_group")},
    )
    if form.is_valid():
        why = form.cleaned_data["why_this_group"]
        return _details(visit, Target(address, by_address, visit.chosen, why))
    context = {"form": form, "address": address, "own_group": by_address.shown_group}
    return _page(visit, "signup_group", context, shown=("group_choice", "why_this_group"))


def _details(visit: Visit, target: Target) -> HttpResponse:
    """Step 2: who joins."""
    app = target.group.get_app_display() if target.group else ""
    form = DetailsForm(visit.carried.typed if visit.carried.has("name") else None, app=app)
    if form.is_valid() and not visit.wants_to_change("gegevens"):
        return _check(visit, target, form.cleaned_data)
    if form.landline:
        visit.carried.put(mobile_is_right=form.landline)
    shown = [name for name in (*ADDRESS, *DETAILS) if name != "mobile_is_right"]
    context = {"form": form, "target": target, "street_form": StreetForm(visit.carried.typed)}
    return _page(visit, "signup_details", context, shown=shown)


def _check(visit: Visit, target: Target, details: dict[str, Any]) -> HttpResponse:
    """Step 3: look at everything, agree, and send."""
    carried = visit.carried
    waaksamen = target.group.uses_waaksamen if target.group else False
    rules = HouseRules.objects.current(waaksamen=waaksamen)
    data = _signup_data(carried, target, details, rules)
    checked = carried.was_checked(data.submission_key)
    form = AgreeForm(carried.typed if checked else None, for_somebody_else=bool(data.helper_name))
    page = {"form": form, "target": target, "details": details, "data": data}
    if not form.is_valid():
        return _check_page(visit, page)
    if carried.looks_automatic(now=visit.now):
        return _check_page(visit, page | {"notice": PRESS_AGAIN}, again=True)
    try:
        request = submit_within_limits(data, client=client_address(visit.request), now=visit.now)
    except TooOften as refusal:
        response = _check_page(visit, page | {"notice": str(refusal)}, status=429)
        response.headers["Retry-After"] = str(HOUR)
        return response
    return thank(request)


def _signup_data(
    carried: Carried, target: Target, details: dict[str, Any], rules: HouseRules
) -> SignupData:
    facts = {
        "name": details["name"],
        "mobile": details["mobile"].e164,
        "email": details["email"],
        "organisation": details["organisation"],
        "has_app": details.get("has_app", ""),
        "message": details["message"],
        "helper_name": details["helper_name"],
        "helper_email": details["helper_email"],
        "why_this_group": target.why,
    }
    stays_with = target.stays_with.slug if target.stays_with else ""
    content = [str(target.address), stays_with, rules.pk, *facts.values()]
    return SignupData(
        submission_key=carried.submission_key(content),
        address=target.address,
        house_rules=rules,
        of_age=settings.MINIMUM_AGE > 0,  # the form asked it, or the village does not
        stays_with=target.stays_with,
        **facts,
    )


def _is_new(visit: Visit, found: Found) -> bool:
    """Whether somebody said that the street is not one of those that look like it."""
    return fold_street(visit.carried.get("street_is_new")) == fold_street(found.text)


# --- Pages -----------------------------------------------------------------------------------


def _address_page(visit: Visit, form: StreetForm) -> HttpResponse:
    return _page(visit, "signup_address", {"form": form}, shown=ADDRESS)


def _street_page(visit: Visit, found: Found) -> HttpResponse:
    choices = streets_of(found.hamlet) if found.hamlet else close_matches(found.text)
    visit.carried.put(street_is_new=found.text)
    return _page(visit, "signup_street", {"found": found, "choices": choices})


def _check_page(
    visit: Visit, page: dict[str, Any], *, again: bool = False, status: int = 200
) -> HttpResponse:
    data: SignupData = page["data"]
    target: Target = page["target"]
    where = target.by_address
    if target.stays_with:
        where = route_to_chosen(target.stays_with, target.address, now=visit.now)
    marks = [checked_mark(data.submission_key)]
    if again:
        marks.append(visit.carried.asked_again())
    context = page | {
        "where": where,
        "marks": marks,
        "has_app": HasApp(data.has_app).label if data.has_app else "",
        "likely_email": likely_address(data.email),
    }
    return _page(visit, "signup_check", context, status=status)


def _page(
    visit: Visit,
    name: str,
    context: dict[str, Any],
    *,
    shown: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    facts = {"chosen": visit.chosen, "hidden": visit.carried.hidden(shown=shown)}
    return render(visit.request, f"groups/public/{name}.html", facts | context, status=status)

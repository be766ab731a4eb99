"""Joining, in steps without a session: each sending reads everything again from the start and
shows the first page on which something is missing, or sends.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dorst_portal.kit.access import public
from dorst_portal.kit.inputs.emails import likely_email
from dorst_portal.languages.current import language_now
from groups.models import HasApp, HouseRules, WatchGroup
from groups.places.pages.finder import Found
from groups.places.routing import Address, Route, route_to_chosen
from groups.requests.forms.carried import Carried, checked_mark
from groups.requests.forms.signup import (
    ADDRESS,
    CARRIED,
    DETAILS,
    AgreeForm,
    DetailsForm,
    StreetForm,
    WhyForm,
    came_from_of,
    from_search,
    settle_for_whom,
)
from groups.requests.services.joining import SignupData
from groups.requests.views.sending import NOTHING_ABOVE, Above, Marks, Visit, send


@dataclass(frozen=True)
class JoinVisit(Visit):
    """One sending of the join form, on the page of a group or of none (an empty slug)."""

    slug: str

    @cached_property
    def chosen(self) -> WatchGroup | None:
        """The group of the page, asked for only where the one of the address is another."""
        groups = WatchGroup.objects.shown_to_everybody()
        return get_object_or_404(groups, slug=self.slug) if self.slug else None


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

    @property
    def house_rules(self) -> HouseRules:
        """What is agreed to: the newest rules of that kind of group."""
        came_along = None if self.stays_with else self.by_address.house_rules
        if came_along and self.group:
            return came_along
        waaksamen = self.group.uses_waaksamen if self.group else False
        return HouseRules.objects.current(waaksamen=waaksamen)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The join form, of one group or for an address without a group."""
    typed = request.POST.copy() if request.method == "POST" else from_search(request.GET)
    carried = Carried(typed, purpose="signup", names=CARRIED)
    return _address(JoinVisit(request, carried, timezone.now(), slug))


def _address(visit: JoinVisit) -> HttpResponse:
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
    read = form.read_and_route(now=visit.now)
    if read is None:
        return _address_page(visit, form)
    found, where = read
    address = visit.keeps(found)
    if found.street is None and not visit.calls_new(found):
        return _street_page(visit, found)
    if found.is_beyond and not visit.calls_right(address):
        return visit.asks_number(found, step=1, part="adres")
    return _group(visit, address, where)


def _group(visit: JoinVisit, address: Address, by_address: Route) -> HttpResponse:
    """Still step 1: the group of the address, or with a reason the one of the page."""
    shown = by_address.shown_group
    same = shown is not None and shown.slug == visit.slug
    if same or visit.chosen is None or by_address.group == visit.chosen:
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
    context = {"form": form, "address": address, "own_group": shown, "chosen": visit.chosen}
    return _page(visit, "signup_group", context, shown=("group_choice", "why_this_group"))


def _details(visit: JoinVisit, target: Target) -> HttpResponse:
    """Step 2: who joins."""
    app = target.group.get_app_display() if target.group else ""
    settle_for_whom(visit.carried)
    typed_before = {name: visit.carried.get(name) for name in DETAILS if visit.carried.get(name)}
    if visit.carried.has("name"):
        form, questions = DetailsForm(visit.carried.typed, app=app), None
    elif typed_before.keys() - {"for_whom"}:
        form, questions = DetailsForm(initial=typed_before, app=app), None
    else:
        form, questions = _blank_details(app, language_now())
    if form.is_valid() and not visit.wants_to_change("gegevens"):
        return _check(visit, target, form.cleaned_data)
    if form.landline:
        visit.carried.put(mobile_is_right=form.landline)
    shown = [name for name in (*ADDRESS, *DETAILS, "for_whom_was") if name != "mobile_is_right"]
    street_form = StreetForm(visit.carried.typed)
    context = {"form": form, "questions": questions, "target": target, "street_form": street_form}
    return _page(visit, "signup_details", context, shown=shown)


@cache
def _blank_details(app: str, language: str) -> tuple[DetailsForm, str]:
    """The questions of step 2 before anybody typed, drawn once for each language, which is the one
    in force: the name of the app is all that goes into them, so they cannot hold what is
    somebody's.
    """
    form = DetailsForm(app=app)
    return form, render_to_string("groups/requests/public/signup_questions.html", {"form": form})


def _check(visit: JoinVisit, target: Target, details: dict[str, Any]) -> HttpResponse:
    """Step 3: look at everything, agree, and send."""
    carried = visit.carried
    data = _signup_data(carried, target, details, target.house_rules)
    checked = carried.was_checked(data.submission_key)
    form = AgreeForm(carried.typed if checked else None, for_somebody_else=bool(data.helper_name))

    def show(marks: Marks, above: Above = NOTHING_ABOVE) -> HttpResponse:
        page = {"form": form, "target": target, "details": details, "data": data}
        return _check_page(visit, page | {"marks": marks} | asdict(above))

    if not form.is_valid():
        return show([checked_mark(data.submission_key)])
    return send(visit, data, show)


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
        by_address=target.by_address,
        of_age=settings.MINIMUM_AGE > 0,  # the form asked it, or the village does not
        stays_with=target.stays_with,
        came_from=came_from_of(carried.get("bron")),
        **facts,
    )


# --- Pages -----------------------------------------------------------------------------------


def _address_page(visit: JoinVisit, form: StreetForm) -> HttpResponse:
    visit.forget_what_is_still_empty()
    if not visit.carried.get("why_this_group"):
        visit.carried.drop("group_choice")  # another address may ask it again
    return _page(visit, "signup_address", {"form": form, "chosen": visit.chosen}, shown=ADDRESS)


def _street_page(visit: JoinVisit, found: Found) -> HttpResponse:
    choices = visit.street_choices(found)
    context = {"found": found, "choices": choices, "step": 1, "back": "adres"}
    return _page(visit, "unknown_street", context)


def _check_page(visit: JoinVisit, page: dict[str, Any]) -> HttpResponse:
    data: SignupData = page["data"]
    target: Target = page["target"]
    where = target.by_address
    if target.stays_with:
        where = route_to_chosen(target.stays_with, target.address, now=visit.now)
    context = page | {
        "where": where,
        "has_app": HasApp(data.has_app).label if data.has_app else "",
        "likely_email": likely_email(data.email),
    }
    return _page(visit, "signup_check", context)


def _page(
    visit: JoinVisit, name: str, context: dict[str, Any], *, shown: Sequence[str] = ()
) -> HttpResponse:
    facts = {"hidden": visit.carried.hidden(shown=shown)}
    return render(visit.request, f"groups/requests/public/{name}.html", facts | context)

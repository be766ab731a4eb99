"""Moving house: the new address, what it means, and one button for all of it. Without a session, as
the join form: each sending reads everything again.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dorst_portal.kit.ratelimit import client_address
from dorst_portal.languages.words import lazy_text
from groups.members.services.acting import ChangedMeanwhile
from groups.mine.forms.moving_house import CARRIED, MoveForm
from groups.mine.pages.move_house import Means, MovePreview, preview
from groups.mine.services import moving_house as services
from groups.mine.views.access import own_membership, with_own_page
from groups.mine.views.visits import back_to_own_page
from groups.models import HasApp, HouseRules, LeaveReason, Membership, OwnPage
from groups.places.routing import Address, Route
from groups.refusals import Refused
from groups.requests.forms.carried import Carried, checked_mark
from groups.requests.forms.signup import ADDRESS, StreetForm
from groups.requests.services.form_limits import HOUR, TooOften
from groups.requests.services.joining import SignupData
from groups.requests.views.sending import Visit
from groups.requests.views.signup import Target

CHANGED = lazy_text("Iemand anders veranderde dit net. Kijk of het klopt en druk nog een keer.")


@dataclass(frozen=True)
class MoveVisit(Visit):
    """One sending, of the owner of a page about one of their memberships."""

    page: OwnPage
    member: Membership


@dataclass(frozen=True)
class Move:
    """The new address of a member, and what it means."""

    visit: MoveVisit
    target: Target

    @property
    def where(self) -> Route:
        return self.target.by_address

    @cached_property
    def house_rules(self) -> HouseRules:
        """What the next group agreed on."""
        return self.target.house_rules

    @cached_property
    def preview(self) -> MovePreview:
        return preview(self.visit.member, self.where)

    @cached_property
    def key(self) -> str:
        """One for this form with what the page showed."""
        where, member = self.where, self.visit.member
        group = where.group.pk if where.group else None
        shown = (self.target.address_text, group, str(where.state), str(where.reason), member.pk)
        return self.visit.carried.submission_key(shown)

    def form(self, typed: QueryDict | None) -> MoveForm:
        """What has to be agreed to: nothing for who stays where they are."""
        member = self.visit.member
        asks = self.preview.means in (Means.OTHER, Means.WAIT)
        known_age = member.residentrequest_set.filter(of_age=True).exists()
        return MoveForm(
            typed,
            asks_rules=asks and member.house_rules_id != self.house_rules.pk,
            asks_age=asks and not known_age,
        )

    def signup_data(self) -> SignupData:
        """What the join form would give, of somebody whom we know."""
        member, group = self.visit.member, self.target.group
        same_app = group is not None and group.app == member.group.app
        return SignupData(
            submission_key=self.key,
            name=member.name,
            mobile=member.mobile,
            email=member.email,
            email_confirmed_at=member.email_confirmed_at,
            organisation=member.organisation,
            address=self.target.address,
            by_address=self.where,
            house_rules=self.house_rules,
            of_age=settings.MINIMUM_AGE > 0,  # asked now or before, or the village does not
            has_app=str(HasApp.YES) if same_app else "",
        )


@with_own_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_move(request: HttpRequest, page: OwnPage, pk: int) -> HttpResponse:
    """A member moves house."""
    member = own_membership(page, pk)
    if member.until is not None:
        # Also who pressed the button twice.
        moved = member.end_reason == LeaveReason.MOVED_HOUSE
        return back_to_own_page("verhuisd" if moved else "niet")
    typed = request.POST.copy() if request.method == "POST" else QueryDict(mutable=True)
    carried = Carried(typed, purpose="move-house", names=CARRIED)
    return _address(MoveVisit(request, carried, timezone.now(), page, member))


def _address(visit: MoveVisit) -> HttpResponse:
    """First the address, read as the join form reads it."""
    if not visit.carried.has("street"):
        return _address_page(visit, StreetForm())
    form = StreetForm(visit.carried.typed)
    if not form.is_valid() or visit.wants_to_change("adres"):
        return _address_page(visit, form)
    read = form.read_and_route(now=visit.now)
    if read is None:
        return _address_page(visit, form)
    found, where = read
    address: Address = visit.keeps(found)
    if found.street is None and not visit.calls_new(found):
        choices = visit.street_choices(found)
        context = {"found": found, "choices": choices, "back": "adres"}
        context["hidden"] = visit.carried.hidden()
        return render(visit.request, "groups/requests/public/unknown_street.html", context)
    if found.is_beyond and not visit.calls_right(address):
        return visit.asks_number(found, step=0, part="adres")
    return _move(Move(visit, Target(address, where)))


def _address_page(visit: MoveVisit, form: StreetForm) -> HttpResponse:
    hidden = visit.carried.hidden(shown=ADDRESS)
    context = {"form": form, "hidden": hidden, "group": visit.member.group}
    return render(visit.request, "groups/mine/public/move.html", context)


def _move(move: Move) -> HttpResponse:
    """What happens, and then the button that does it."""
    carried = move.visit.carried
    checked = carried.was_checked(move.key)
    form = move.form(carried.typed if checked else None)
    chosen = carried.get("daarna")
    ready = checked and form.is_valid()
    try:
        if ready and move.preview.means in (Means.SAME, Means.OUTSIDE):
            return _changes_address(move)
        if ready and (move.preview.means == Means.OTHER or chosen):
            return _goes(move, leaves=move.preview.means == Means.OTHER or chosen == "stoppen")
    except TooOften as refusal:
        response = _move_page(move, form, notice=str(refusal))
        response.status_code = 429
        response.headers["Retry-After"] = str(HOUR)
        return response
    except ChangedMeanwhile:
        member = own_membership(move.visit.page, move.visit.member.pk)
        again = replace(move, visit=replace(move.visit, member=member))
        return _move_page(again, form, notice=CHANGED)
    except Refused:
        return back_to_own_page("niet")
    return _move_page(move, form)


def _changes_address(move: Move) -> HttpResponse:
    visit = move.visit
    services.change_address(
        visit.member, move.target.address, email=visit.page.email, now=visit.now
    )
    return back_to_own_page("adres")


def _goes(move: Move, *, leaves: bool) -> HttpResponse:
    visit, client = move.visit, client_address(move.visit.request)
    data = move.signup_data()
    services.move_house(visit.member, data, leaves=leaves, client=client, now=visit.now)
    return back_to_own_page("verhuisd" if leaves else "verhuist")


def _move_page(move: Move, form: MoveForm, *, notice: str = "") -> HttpResponse:
    visit = move.visit
    context = {
        "move": move.preview,
        "form": form,
        "member": visit.member,
        "group": visit.member.group,
        "target": move.target,
        "rules": move.house_rules if "agree" in form.fields else None,
        "notice": notice,
        "hidden": visit.carried.hidden(),
        "marks": [checked_mark(move.key)],
    }
    return render(visit.request, "groups/mine/public/move_preview.html", context)

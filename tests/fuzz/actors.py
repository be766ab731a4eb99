"""Who asks: a stranger, a resident with a link, a beheerder, a coordinator with a second factor;
and the village that they ask about, with a mark on everybody whom only others may see.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client

from dorst_portal.accounts.models import User
from dorst_portal.demo.people import DEMO_DOMAIN
from dorst_portal.demo.seed import COORDINATOR, seed
from groups.models import HouseRules, Membership, ResidentRequest, TextVersion
from tests.fuzz.html import MARK
from tests.fuzz.still import NOW
from tests.fuzz.wire import Cookies
from tests.groups import conftest as cast
from tests.groups import test_bad_input_everywhere as everywhere
from tests.groups.conftest import Village

GROUP = "spoorstraat"
OWN = (GROUP, "dennenlaan")  # of the second the beheerder has an invitation
STRANGER, RESIDENT, BEHEERDER, COORDINATORS = "stranger", "resident", "beheerder", "coordinator"
# Whose pages each of them reads; what others found they all try.
AUDIENCES = {
    STRANGER: ("public", "machine"),
    RESIDENT: ("link",),
    BEHEERDER: ("login", "user"),
    COORDINATORS: ("coordinator",),
}
# Known beforehand, so that the token of a form is one for everybody who sends it.
CSRF = "FuzzFuzzFuzzFuzzFuzzFuzzFuzzFuzz"


@dataclass(frozen=True)
class Actor:
    """Somebody with a browser; what is marked is not for them."""

    name: str
    cookies: Cookies
    audiences: tuple[str, ...] = ()

    @property
    def may_see_marks(self) -> bool:
        """Coordinators look after all groups."""
        return self.name == COORDINATORS


def people_of_the_village() -> tuple[list[Actor], everywhere.Site]:
    """Build the example village in an empty database, with a row for each route, and let everybody
    come in.
    """
    # The migrations made these, at another moment in each database.
    TextVersion.objects.update(at=NOW)
    HouseRules.objects.update(published_at=NOW - timedelta(days=400))
    seed(now=NOW)
    village = Village()
    group = village.group(GROUP)
    rules = HouseRules.objects.current(waaksamen=False)
    # The cast of the suite makes them: rows that its own walk along all routes uses too.
    site = _made_by(everywhere.site)(
        _made_by(cast.make_request)(village, group, rules, NOW),
        _with_free_numbers(_made_by(cast.make_member)(village, group)),
        User.objects.get(email=f"beheerder-{GROUP}@{DEMO_DOMAIN}"),
        User.objects.get(email=COORDINATOR),
        village,
        settings,
    )
    _mark_others()
    clients: Mapping[str, Client] = site.clients
    browsers = {
        STRANGER: clients["public"],
        RESIDENT: clients["link"],
        BEHEERDER: clients["user"],
        COORDINATORS: clients["coordinator"],
    }
    people = [Actor(name, _kept_by(client), AUDIENCES[name]) for name, client in browsers.items()]
    return people, site


def _made_by(fixture: Any) -> Any:
    """The function behind a fixture."""
    return fixture.__wrapped__


def _with_free_numbers(make: Callable[..., Membership]) -> Any:
    """The members of the suite have the numbers of those of the example village."""
    numbers = count()
    return lambda **given: make(**{"mobile": f"+316000088{next(numbers):02d}", **given})


def _mark_others() -> None:
    """Members and requests of other groups have a name that their own beheerder knows alone."""
    marked = Concat("name", Value(f" {MARK}"))
    Membership.objects.exclude(group__slug__in=OWN).update(name=marked)
    ResidentRequest.objects.exclude(group__slug__in=OWN).update(name=marked)


def _kept_by(client: Client) -> Cookies:
    kept = {name: (one.value, one["path"] or "/") for name, one in client.cookies.items()}
    return Cookies(kept | {settings.CSRF_COOKIE_NAME: (CSRF, "/")})

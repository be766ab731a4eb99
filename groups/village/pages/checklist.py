"""What is left to do before a village can use the portal. Reads only.

Each step knows from the database whether it is done; what only a person can say is a row
(`VillageStep`). All of it is columns of one statement, so that the first page of a coordinator can
ask it along with the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.identity.models import Identity
from dorst_portal.languages.words import lazy_text
from groups.models import (
    Appointment,
    Hamlet,
    OfficialAddress,
    Street,
    VillageStep,
    VillageStepCode,
    WatchGroup,
)

Status = Literal["done", "todo", "blocked"]
READ: Final = (
    VillageStepCode.RULES,
    VillageStepCode.WHICH_APP,
    VillageStepCode.WELCOME,
    VillageStepCode.PRIVACY,
)
_FIRST_NAMES: Final = lazy_text("Vul eerst de namen in.")


@dataclass(frozen=True)
class Step:
    """One step: its name, how far it is, a few words, and the page on which it is done."""

    title: str
    status: Status
    page: str
    hint: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Checklist:
    """All steps in their order, and whether somebody put the list away."""

    steps: Sequence[Step]
    is_away: bool

    @property
    def left(self) -> int:
        """How many steps are left that a portal cannot do without."""
        return sum(step.status != "done" for step in self.steps if not step.is_optional)

    @property
    def is_shown(self) -> bool:
        """Whether it stands on the first page of a coordinator."""
        return bool(self.left) and not self.is_away

    @property
    def in_words(self) -> str:
        """ "Nog 3 stappen" """
        said = ngettext("Nog {number} stap", "Nog {number} stappen", self.left)
        return said.format(number=self.left)


def columns_of_checklist(*, now: datetime) -> dict[str, Any]:
    """What has to be looked at, as columns beside those of others."""
    accepted = Appointment.objects.active(now)
    looks = Identity.objects.exclude(colour="", logo_code="")
    rows: dict[str, QuerySet[Any]] = {
        "names": Identity.objects.all(),
        "look": looks,
        "streets": Street.objects.in_the_village(),
        "addresses": OfficialAddress.objects.all(),
        "hamlets": Hamlet.objects.all(),
        "group": WatchGroup.objects.not_archived(),
        "asked": Appointment.objects.not_ended(now),
        "beheerder": accepted,
        "open": WatchGroup.objects.shown_to_everybody(),
        **{f"did_{code}": VillageStep.objects.filter(code=code) for code in VillageStepCode},
    }
    return {f"village_{name}": Exists(found.order_by()) for name, found in rows.items()}


def checklist(user: User, *, now: datetime) -> Checklist:
    """What is left to do. One statement."""
    columns = columns_of_checklist(now=now)
    return checklist_in(User.objects.filter(pk=user.pk).values(**columns).first() or {})


def checklist_in(found: Mapping[str, Any]) -> Checklist:
    """The list of what was found."""
    there = {name.removeprefix("village_"): bool(value) for name, value in found.items()}
    steps = (*_of_the_village(there), *_of_the_first_group(there), *_of_the_rest(there))
    return Checklist(steps, is_away=there[f"did_{VillageStepCode.AWAY}"])


def _of_the_village(there: Mapping[str, bool]) -> Sequence[Step]:
    has_names = there["names"]
    streets = (
        _("Er is nog geen adressenlijst. Die is niet verplicht.") if not there["addresses"] else ""
    )
    return (
        Step(_("Namen invullen"), _status(has_names), "village_names"),
        Step(
            _("Kleur en logo kiezen"),
            _status(there["look"], blocked=not has_names),
            "village_colour",
            "" if has_names else _FIRST_NAMES,
            is_optional=True,
        ),
        Step(
            _("Straten toevoegen"),
            _status(there["streets"], blocked=not has_names),
            "addresses",
            (streets if there["streets"] else _("Met de adressenlijst, of straat voor straat."))
            if has_names
            else _FIRST_NAMES,
        ),
        Step(
            _("Buurtschappen toevoegen"),
            _status(there["hamlets"], blocked=not there["streets"]),
            "hamlets",
            "" if there["streets"] else _("Kan zodra er straten zijn."),
            is_optional=True,
        ),
    )


def _of_the_first_group(there: Mapping[str, bool]) -> Sequence[Step]:
    hint = "" if there["group"] else _("Kan zodra er een groep is.")
    if there["asked"] and not there["beheerder"]:
        hint = _("Er is iemand gevraagd. Die gaf nog geen antwoord.")
    return (
        Step(
            _("De eerste groep maken"),
            _status(there["group"], blocked=not there["streets"]),
            "platform_groups" if there["group"] else "group_new",
            "" if there["streets"] else _("Kan zodra er straten zijn."),
        ),
        Step(
            _("Een beheerder benoemen"),
            _status(there["beheerder"], blocked=not there["group"]),
            "appointments" if there["asked"] else "appoint",
            "" if there["beheerder"] else hint,
        ),
    )


def _of_the_rest(there: Mapping[str, bool]) -> Sequence[Step]:
    unread = sum(not there[f"did_{code}"] for code in READ)
    ready = there["beheerder"]
    return (
        Step(
            _("Teksten nalezen"),
            _status(not unread),
            "village_texts",
            _("Nog {number} van {all}.").format(number=unread, all=len(READ)) if unread else "",
        ),
        Step(_("Mail proberen"), _status(there[f"did_{VillageStepCode.MAIL}"]), "village_mail"),
        Step(
            _("Een groep zichtbaar maken"),
            _status(there["open"], blocked=not ready),
            "platform_groups",
            "" if ready else _("Kan zodra een beheerder ja zei."),
        ),
    )


def _status(done: bool, *, blocked: bool = False) -> Status:
    return "done" if done else "blocked" if blocked else "todo"

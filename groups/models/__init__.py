"""The nouns of the village, one file each."""

from groups.models.appointments import Appointment, AppointmentRole
from groups.models.house_rules import HouseRules, RulesVariant
from groups.models.memberships import Membership, MembershipSource
from groups.models.requests import (
    DeclineReason,
    Handover,
    HasApp,
    RequestSource,
    ResidentRequest,
    RouteReason,
)
from groups.models.streets import CoverageRule, Hamlet, Side, Spelling, SpellingPart, Street
from groups.models.watchgroups import ChatApp, GroupStatus, WatchGroup, WayOfAdding

__all__ = [
    "Appointment",
    "AppointmentRole",
    "ChatApp",
    "CoverageRule",
    "DeclineReason",
    "GroupStatus",
    "Hamlet",
    "Handover",
    "HasApp",
    "HouseRules",
    "Membership",
    "MembershipSource",
    "RequestSource",
    "ResidentRequest",
    "RouteReason",
    "RulesVariant",
    "Side",
    "Spelling",
    "SpellingPart",
    "Street",
    "WatchGroup",
    "WayOfAdding",
]

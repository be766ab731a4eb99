"""The nouns of the village, one file each."""

from groups.models.appointments import Appointment, AppointmentRole
from groups.models.conversation import CallAbout, CallTask, MessageKind, RequestMessage
from groups.models.house_rules import HouseRules, RulesVariant
from groups.models.memberships import Membership, MembershipSource
from groups.models.notices import NoticeMoment, NoticeSettings
from groups.models.requests import (
    DeclineReason,
    Handover,
    HasApp,
    RequestSource,
    ResidentRequest,
    RouteReason,
    Subject,
    WantsToManage,
)
from groups.models.streets import CoverageRule, Hamlet, Side, Spelling, SpellingPart, Street
from groups.models.watchgroups import ChatApp, GroupStatus, WatchGroup, WayOfAdding

__all__ = [
    "Appointment",
    "AppointmentRole",
    "CallAbout",
    "CallTask",
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
    "MessageKind",
    "NoticeMoment",
    "NoticeSettings",
    "RequestMessage",
    "RequestSource",
    "ResidentRequest",
    "RouteReason",
    "RulesVariant",
    "Side",
    "Spelling",
    "SpellingPart",
    "Street",
    "Subject",
    "WantsToManage",
    "WatchGroup",
    "WayOfAdding",
]

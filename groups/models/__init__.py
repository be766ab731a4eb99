"""The nouns of the village, one file each."""

from groups.models.addresses import (
    AddressImport,
    FindingKind,
    ImportFinding,
    ImportState,
    OfficialAddress,
)
from groups.models.appointments import Appointment, AppointmentRole
from groups.models.bulletins import Bulletin, BulletinCopy
from groups.models.conversation import CallAbout, CallTask, MessageKind, RequestMessage
from groups.models.coverage_changes import ChangeKind, CoverageChange
from groups.models.house_rules import HouseRules, RulesVariant
from groups.models.memberships import LeaveReason, Membership, MembershipSource
from groups.models.notices import NoticeMoment, NoticeSettings
from groups.models.partners import (
    ContactMoment,
    Partner,
    PartnerContact,
    PartnerKind,
    ShownTo,
)
from groups.models.requests import (
    CameFrom,
    DeclineReason,
    Handover,
    HasApp,
    RequestSource,
    ResidentRequest,
    RouteReason,
    Subject,
    WantsToManage,
)
from groups.models.reviews import WeekReview
from groups.models.streets import CoverageRule, Hamlet, Side, Spelling, SpellingPart, Street
from groups.models.texts import TextVersion
from groups.models.watch_signs import SignState, WatchSign
from groups.models.watchgroups import (
    ChatApp,
    GroupStatus,
    GroupStep,
    StepCode,
    WatchGroup,
    WayOfAdding,
)

__all__ = [
    "AddressImport",
    "Appointment",
    "AppointmentRole",
    "Bulletin",
    "BulletinCopy",
    "CallAbout",
    "CallTask",
    "CameFrom",
    "ChangeKind",
    "ChatApp",
    "ContactMoment",
    "CoverageChange",
    "CoverageRule",
    "DeclineReason",
    "FindingKind",
    "GroupStatus",
    "GroupStep",
    "Hamlet",
    "Handover",
    "HasApp",
    "HouseRules",
    "ImportFinding",
    "ImportState",
    "LeaveReason",
    "Membership",
    "MembershipSource",
    "MessageKind",
    "NoticeMoment",
    "NoticeSettings",
    "OfficialAddress",
    "Partner",
    "PartnerContact",
    "PartnerKind",
    "RequestMessage",
    "RequestSource",
    "ResidentRequest",
    "RouteReason",
    "RulesVariant",
    "ShownTo",
    "Side",
    "SignState",
    "Spelling",
    "SpellingPart",
    "StepCode",
    "Street",
    "Subject",
    "TextVersion",
    "WantsToManage",
    "WatchGroup",
    "WatchSign",
    "WayOfAdding",
    "WeekReview",
]

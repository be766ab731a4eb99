"""The nouns of the village, one file each."""

from groups.models.address_letters import AddressLetter
from groups.models.addresses import (
    LEFT_ALONE,
    AddressImport,
    FindingKind,
    ImportFinding,
    OfficialAddress,
)
from groups.models.appointments import Appointment, AppointmentRole
from groups.models.areas import THE_MAP, AreaDrawing, DrawingState
from groups.models.bulletins import Bulletin, BulletinCopy
from groups.models.conversation import CallAbout, CallTask, MessageKind, RequestMessage
from groups.models.coverage_changes import ChangeKind, CoverageChange
from groups.models.figures import KeptFigure
from groups.models.forgetting import HeldPurge, Tombstone, TombstoneKind
from groups.models.framing_sites import FramingSite
from groups.models.house_rules import HouseRules, RulesVariant
from groups.models.member_imports import LONGEST_PROBLEM, MemberImport, MemberImportRow
from groups.models.memberships import LeaveReason, Membership, MembershipSource
from groups.models.notices import NoticeMoment, NoticeSettings
from groups.models.number_blocks import BlockReason, NumberBlock
from groups.models.own_pages import EmailChange, OwnPage
from groups.models.partners import (
    ContactMoment,
    Partner,
    PartnerContact,
    PartnerKind,
    ShownTo,
)
from groups.models.requests import (
    ENDED_WITHOUT_MEMBER,
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
from groups.models.village import VillageStep, VillageStepCode
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
    "ENDED_WITHOUT_MEMBER",
    "LEFT_ALONE",
    "LONGEST_PROBLEM",
    "THE_MAP",
    "AddressImport",
    "AddressLetter",
    "Appointment",
    "AppointmentRole",
    "AreaDrawing",
    "BlockReason",
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
    "DrawingState",
    "EmailChange",
    "FindingKind",
    "FramingSite",
    "GroupStatus",
    "GroupStep",
    "Hamlet",
    "Handover",
    "HasApp",
    "HeldPurge",
    "HouseRules",
    "ImportFinding",
    "KeptFigure",
    "LeaveReason",
    "MemberImport",
    "MemberImportRow",
    "Membership",
    "MembershipSource",
    "MessageKind",
    "NoticeMoment",
    "NoticeSettings",
    "NumberBlock",
    "OfficialAddress",
    "OwnPage",
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
    "Tombstone",
    "TombstoneKind",
    "VillageStep",
    "VillageStepCode",
    "WantsToManage",
    "WatchGroup",
    "WatchSign",
    "WayOfAdding",
    "WeekReview",
]

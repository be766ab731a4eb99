"""What the portal keeps of alerts."""

from alerts.models.alerts import Alert
from alerts.models.connections import Connection, TyingCode
from alerts.models.counts import AlertCount
from alerts.models.details import AlertDetails, AlertPhoto, DetailsSwitch
from alerts.models.drills import Drill
from alerts.models.knocks import JoinKnock, SeenUpdate
from alerts.models.objections import AlertObjection
from alerts.models.outgoing import OutgoingMessage
from alerts.models.partner_reports import MonthlyOverview, OfficerReport, PoliceRequest
from alerts.models.relays import Relay
from alerts.models.shares import AlertShare

__all__ = [
    "Alert",
    "AlertCount",
    "AlertDetails",
    "AlertObjection",
    "AlertPhoto",
    "AlertShare",
    "Connection",
    "DetailsSwitch",
    "Drill",
    "JoinKnock",
    "MonthlyOverview",
    "OfficerReport",
    "OutgoingMessage",
    "PoliceRequest",
    "Relay",
    "SeenUpdate",
    "TyingCode",
]

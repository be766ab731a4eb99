"""What the portal keeps of alerts."""

from alerts.models.alerts import Alert
from alerts.models.connections import Connection, TyingCode
from alerts.models.counts import AlertCount
from alerts.models.drills import Drill
from alerts.models.knocks import JoinKnock, SeenUpdate
from alerts.models.outgoing import OutgoingMessage
from alerts.models.shares import AlertShare

__all__ = [
    "Alert",
    "AlertCount",
    "AlertShare",
    "Connection",
    "Drill",
    "JoinKnock",
    "OutgoingMessage",
    "SeenUpdate",
    "TyingCode",
]

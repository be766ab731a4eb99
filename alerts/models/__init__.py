"""What the portal keeps of alerts."""

from alerts.models.alerts import Alert
from alerts.models.counts import AlertCount
from alerts.models.drills import Drill
from alerts.models.shares import AlertShare

__all__ = ["Alert", "AlertCount", "AlertShare", "Drill"]

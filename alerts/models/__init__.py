"""What the portal keeps of alerts."""

from alerts.models.alerts import Alert

__all__ = ["Alert"]

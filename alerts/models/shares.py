"""With whom an alert was shared."""

from django.conf import settings
from django.db import models

from alerts.values.choices import SharedWith


class AlertShare(models.Model):
    """Somebody told these people of an alert."""

    alert = models.ForeignKey("alerts.Alert", on_delete=models.CASCADE, related_name="shares")
    shared_with = models.CharField("met wie", max_length=12, choices=SharedWith)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("wanneer")

    class Meta:
        ordering = ("at", "id")
        verbose_name = "gedeeld met"
        verbose_name_plural = "gedeeld met"
        constraints = [
            models.UniqueConstraint(fields=("alert", "shared_with"), name="alert_shared_once_with"),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.shared_with}"

"""What is left of alerts whose facts were kept long enough."""

from django.db import models

from alerts.values.choices import AlertState, Category


class AlertCount(models.Model):
    """How many alerts of a kind a group had in a month."""

    group = models.ForeignKey("groups.WatchGroup", on_delete=models.PROTECT, related_name="+")
    month = models.DateField("maand")  # its first day
    category = models.CharField("wat", max_length=24, choices=Category)
    state = models.CharField(max_length=12, choices=AlertState)
    is_drill = models.BooleanField("oefening")
    number = models.PositiveIntegerField("aantal", default=0)

    class Meta:
        ordering = ("-month", "id")
        verbose_name = "telling van meldingen"
        verbose_name_plural = "tellingen van meldingen"
        constraints = [
            models.UniqueConstraint(
                fields=("group", "month", "category", "state", "is_drill"),
                name="alert_count_once_a_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.number}"

"""What partners were told of alerts, and what the police asked."""

from django.conf import settings
from django.db import models
from django.utils import timezone

MOST_REFERENCE = 30


class MonthlyOverview(models.Model):
    """The counts of a month went to a contact: once."""

    contact = models.ForeignKey("groups.PartnerContact", on_delete=models.PROTECT, related_name="+")
    month = models.DateField("maand")  # its first day
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("verstuurd", default=timezone.now)

    class Meta:
        ordering = ("-month", "-id")
        verbose_name = "maandoverzicht aan een partner"
        verbose_name_plural = "maandoverzichten aan partners"
        constraints = [
            models.UniqueConstraint(
                fields=("contact", "month"), name="overview_once_a_month_to_a_contact"
            ),
            models.CheckConstraint(name="overview_is_of_a_month", condition=models.Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} aan {self.contact_id}"


class OfficerReport(models.Model):
    """The facts of a running alert went to a contact at the police: once."""

    alert = models.ForeignKey(
        "alerts.Alert", on_delete=models.CASCADE, related_name="officer_reports"
    )
    contact = models.ForeignKey("groups.PartnerContact", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("verstuurd", default=timezone.now)

    class Meta:
        ordering = ("at", "id")
        verbose_name = "bericht aan de wijkagent"
        verbose_name_plural = "berichten aan de wijkagent"
        constraints = [
            models.UniqueConstraint(
                fields=("alert", "contact"), name="officer_report_once_to_a_contact"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} aan {self.contact_id}"


class PoliceRequest(models.Model):
    """The police asked for what was described of an alert; a coordinator noted the number of the
    case. The portal itself sends nothing.
    """

    alert = models.ForeignKey(
        "alerts.Alert", on_delete=models.CASCADE, related_name="police_requests"
    )
    reference = models.CharField("zaaknummer", max_length=MOST_REFERENCE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("genoteerd", default=timezone.now)

    class Meta:
        ordering = ("at", "id")
        verbose_name = "vraag van de politie"
        verbose_name_plural = "vragen van de politie"
        indexes = [models.Index(fields=["at"], name="police_request_age")]
        constraints = [
            models.UniqueConstraint(
                fields=("alert", "reference"), name="police_request_once_a_reference"
            ),
            models.CheckConstraint(
                name="police_request_has_a_reference", condition=~models.Q(reference="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.reference}"

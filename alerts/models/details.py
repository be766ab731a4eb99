"""Details of an alert, kept only while Platform Dorst has switched that on: what somebody looked
like, a vehicle, photos. Sealed, and deleted as rows when their term is over.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alerts.models.alerts import Alert
from alerts.querysets.details import AlertDetailsQuerySet, AlertPhotoQuerySet, SwitchQuerySet


class DetailsSwitch(models.Model):
    """One time that keeping details was switched on or off; the last one holds."""

    is_on = models.BooleanField("aan")
    # Where the impact assessment is found that says yes to it.
    reference = models.CharField("verwijzing", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("wanneer")

    objects = SwitchQuerySet.as_manager()

    class Meta:
        verbose_name = "schakelaar voor bijzonderheden"
        verbose_name_plural = "schakelaars voor bijzonderheden"
        constraints = [
            models.CheckConstraint(
                name="details_are_switched_on_with_a_reference",
                condition=Q(is_on=False) | ~Q(reference=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{'aan' if self.is_on else 'uit'} {self.at:%Y-%m-%d %H:%M}"


class AlertDetails(models.Model):
    """What was written of somebody or of a vehicle, sealed as one text."""

    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField("versleuteld")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("gewijzigd")

    objects = AlertDetailsQuerySet.as_manager()

    class Meta:
        verbose_name = "bijzonderheden"
        verbose_name_plural = "bijzonderheden"

    def __str__(self) -> str:
        return f"bij melding {self.alert_id}"


class AlertPhoto(models.Model):
    """A photo, made anew and sealed. Once a second person approved it only the copy is left on
    which faces and plates are black.
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("toegevoegd")
    original = models.BinaryField("zoals gestuurd, versleuteld", null=True)
    covered = models.BinaryField("afgedekt, versleuteld", null=True)
    covers = models.JSONField("afgedekte vakken", default=list)
    covered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    covered_at = models.DateTimeField("afgedekt op", null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField("goedgekeurd", null=True)

    objects = AlertPhotoQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name = "foto"
        verbose_name_plural = "foto's"
        constraints = [
            models.CheckConstraint(
                name="photo_is_covered_by_somebody",
                condition=Q(covered__isnull=True, covered_by__isnull=True, covered_at__isnull=True)
                | Q(covered__isnull=False, covered_by__isnull=False, covered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="photo_approved_is_only_the_covered_one",
                condition=Q(
                    approved_by__isnull=True, approved_at__isnull=True, original__isnull=False
                )
                | Q(
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    covered__isnull=False,
                    original__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="photo_is_approved_by_a_second_person",
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("added_by")) & ~Q(approved_by=F("covered_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"foto {self.pk} bij melding {self.alert_id}"

"""When a beheerder wants to hear of the portal."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy


class NoticeMoment(models.TextChoices):
    """When notices of new requests come. What is late is always told."""

    AT_ONCE = "at_once", gettext_lazy("Meteen")
    DAILY = "daily", gettext_lazy("1 keer per dag")
    LATE = "late", gettext_lazy("Alleen als iets 3 dagen wacht")


class NoticeSettings(models.Model):
    """The choice of one beheerder; without a row the defaults of the fields hold.

    Hours are whole hours in the village. Quiet from 21 until 8 means: what comes at 23:00 leaves
    at 8:00. The same hour twice means that it is never quiet.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_settings"
    )
    moment = models.CharField(
        "wanneer", max_length=8, choices=NoticeMoment, default=NoticeMoment.AT_ONCE
    )
    quiet_from = models.PositiveSmallIntegerField(
        "stil vanaf", default=21, validators=[MaxValueValidator(23)]
    )
    quiet_until = models.PositiveSmallIntegerField(
        "stil tot", default=8, validators=[MaxValueValidator(23)]
    )
    daily_hour = models.PositiveSmallIntegerField(
        "uur van het dagbericht", default=19, validators=[MaxValueValidator(23)]
    )

    # The village day whose daily mail was made or found not needed: it leaves once.
    digest_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "berichtinstelling"
        verbose_name_plural = "berichtinstellingen"
        constraints = [
            models.CheckConstraint(
                name="notice_hours_are_hours_of_a_day",
                condition=Q(quiet_from__lte=23, quiet_until__lte=23, daily_hour__lte=23),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_moment_display()}"

"""The one row of names that a coordinator sets once."""

from typing import Final

from django.db import models
from django.db.models import Q

THE_ROW: Final = 1


class Identity(models.Model):
    """What the village and those who run its neighbourhood watch are called."""

    village = models.CharField("naam van het dorp", max_length=40)
    organisation = models.CharField("naam van de organisatie", max_length=60)
    watch = models.CharField("naam van de buurtpreventie", max_length=60)
    short_name = models.CharField("naam op een telefoon", max_length=20)
    municipality = models.CharField("gemeente", max_length=60, blank=True)
    municipality_phone = models.CharField("nummer van de gemeente", max_length=20, blank=True)
    municipality_site = models.CharField("site van de gemeente", max_length=200, blank=True)
    website = models.CharField("eigen site", max_length=200, blank=True)
    help_email = models.EmailField("e-mailadres voor vragen", blank=True)
    help_phone = models.CharField("telefoonnummer voor vragen", max_length=20, blank=True)
    changed_at = models.DateTimeField("gewijzigd op")

    class Meta:
        verbose_name = "wie wij zijn"
        verbose_name_plural = "wie wij zijn"
        constraints = [
            models.CheckConstraint(condition=Q(pk=THE_ROW), name="identity_is_one_row"),
        ]

    def __str__(self) -> str:
        return self.watch

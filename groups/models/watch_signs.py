"""The signs in the street that say that there is a neighbourhood watch."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy


class SignState(models.TextChoices):
    """How a sign is doing."""

    WANTED = "wanted", gettext_lazy("aangevraagd")
    HANGS = "hangs", gettext_lazy("hangt")
    DAMAGED = "damaged", gettext_lazy("beschadigd")
    MISSING = "missing", gettext_lazy("weg")
    REMOVED = "removed", gettext_lazy("weggehaald")


class WatchSign(models.Model):
    """One sign. Its group is the one of its address; without a number, those of its street."""

    street = models.ForeignKey("groups.Street", on_delete=models.PROTECT, related_name="signs")
    house_number = models.PositiveIntegerField("bij huisnummer", null=True, blank=True)
    spot = models.CharField("plek", max_length=100)
    state = models.CharField("stand", max_length=7, choices=SignState, default=SignState.HANGS)
    checked_on = models.DateField("gezien op", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("street", "house_number", "id")
        verbose_name = "bord"
        verbose_name_plural = "borden"
        constraints = [
            models.CheckConstraint(
                name="sign_number_is_a_house_number",
                condition=Q(house_number__isnull=True) | Q(house_number__gte=1),
            )
        ]

    def __str__(self) -> str:
        return f"bord {self.spot}"

"""What waits before it is wiped, and who was wiped on request."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class HeldPurge(models.Model):
    """A purge that would take much of a table at once, and waits for a coordinator. It is about
    the rows whose term was over at `counted_at`; counted anew each night until somebody allows it,
    or until it is not much any more.
    """

    kind = models.CharField("soort", max_length=40)
    found_at = models.DateTimeField("gevonden")
    counted_at = models.DateTimeField("geteld")
    rows = models.PositiveIntegerField("rijen")
    of_rows = models.PositiveIntegerField("van de rijen")
    # When the coordinators were last mailed about it.
    asked_at = models.DateTimeField("gevraagd", null=True, blank=True)
    allowed_at = models.DateTimeField("toegestaan", null=True, blank=True)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_at = models.DateTimeField("klaar", null=True, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = "opruiming die wacht"
        verbose_name_plural = "opruimingen die wachten"
        constraints = [
            models.UniqueConstraint(
                fields=("kind",),
                condition=Q(ended_at__isnull=True),
                name="one_held_purge_of_a_kind",
            ),
            models.CheckConstraint(
                name="held_purge_is_allowed_by_somebody",
                condition=Q(allowed_at__isnull=True, allowed_by__isnull=True)
                | Q(allowed_at__isnull=False, allowed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.rows} van {self.of_rows}"


class TombstoneKind(models.TextChoices):
    """What a tombstone knows again."""

    EMAIL = "email", "e-mailadres"
    MOBILE = "mobile", "nummer in een groep"
    MEMBERSHIP = "membership", "deelname"
    REQUEST = "request", "aanvraag"


class Tombstone(models.Model):
    """Somebody had everything wiped: a keyed hash of what they were known by, and nothing else. By
    it a backup from before that moment forgets them again.
    """

    kind = models.CharField("soort", max_length=10, choices=TombstoneKind)
    digest = models.CharField("sleutelhash", max_length=64)
    at = models.DateTimeField("gewist op")

    class Meta:
        verbose_name = "grafsteen"
        verbose_name_plural = "grafstenen"
        constraints = [
            models.UniqueConstraint(fields=("kind", "digest", "at"), name="tombstone_once"),
        ]
        indexes = [models.Index(fields=("at", "id"), name="tombstone_age")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.at:%Y-%m-%d}"

"""Rows of the tools: counted tries, mailed links and the heartbeat of the timetable."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dorst_portal.languages.current import CODES, DUTCH


class RateHit(models.Model):
    """How often something was tried in the running window; the key is a keyed hash."""

    key = models.CharField(max_length=64, primary_key=True)
    hits = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "getelde poging"
        verbose_name_plural = "getelde pogingen"

    def __str__(self) -> str:
        return f"{self.hits} tot {self.until:%Y-%m-%d %H:%M}"


class Link(models.Model):
    """A link that was mailed: what it is for, until when, and whether it was used."""

    purpose = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    nonce = models.CharField(max_length=32)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # Of the mail that it stands in: the page behind it opens in that language.
    language = models.CharField(
        "taal", max_length=2, choices=settings.LANGUAGES, default=DUTCH, db_default=DUTCH
    )

    class Meta:
        verbose_name = "gemailde link"
        verbose_name_plural = "gemailde links"
        indexes = [models.Index(fields=["purpose", "subject_id"], name="link_of_a_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="link_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(language__in=CODES), name="link_has_a_language_of_the_portal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_id}"


class Beat(models.Model):
    """When the timetable last ran; one row per timetable."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "hartslag"
        verbose_name_plural = "hartslagen"

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"

"""Texts that Platform Dorst edits. House rules have a table of their own (`HouseRules`)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from groups.querysets.texts import TextVersionQuerySet


class TextVersion(models.Model):
    """One version of a text. The highest version of a key is in force; none means the text that
    the portal ships. Nothing is overwritten: two people who save the same version at once both
    want a row with the same number, and the database gives it to one.
    """

    key = models.CharField("tekst", max_length=60)
    version = models.PositiveIntegerField("versie")
    subject = models.CharField("onderwerp", max_length=55, blank=True)
    text = models.TextField("tekst", max_length=4000, blank=True)
    # Back to what the portal ships.
    is_reset = models.BooleanField(default=False)
    at = models.DateTimeField("op", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = TextVersionQuerySet.as_manager()

    class Meta:
        ordering = ("key", "-version")
        verbose_name = "versie van een tekst"
        verbose_name_plural = "versies van teksten"
        constraints = [
            models.UniqueConstraint(fields=("key", "version"), name="text_version_once"),
            models.CheckConstraint(
                name="text_version_has_a_text_or_is_a_reset",
                condition=Q(is_reset=True, text="", subject="") | Q(is_reset=False) & ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}, versie {self.version}"

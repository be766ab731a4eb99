"""Who did or saw what: lines that are written once and never changed."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from dorst_portal.kit.rows.batches import Due, carry_out


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, subject: str) -> "EntryQuerySet":
        """Lines about one thing, such as "request:17", the newest first."""
        return self.filter(subject=subject).order_by("-pk")

    def update(self, **_: Any) -> NoReturn:
        """Refuse: what happened stays as it was written."""
        raise TypeError("audit lines are never changed")

    def delete(self) -> NoReturn:
        """Refuse: only `audit.services.forget` removes lines, when their term is over."""
        raise TypeError("audit lines are removed by their retention term only")

    def forget(self, *, before: Any) -> int:
        """Retention: remove the lines that are older than their term, in batches."""
        return carry_out([self.to_forget(before=before)])

    def to_forget(self, *, before: Any) -> Due:
        """The lines that are older than their term, and how they go."""
        old = self.filter(at__lt=before).order_by("at")
        return Due(old, lambda lines: lines._raw_delete(using=self.db))


class Entry(models.Model):
    """One line: who (a user, or another actor in a word) did what to what, with bare facts.

    It never holds personal data: `facts` are numbers, states and references.
    """

    at = models.DateTimeField("tijd", db_index=True)
    verb = models.CharField("wat", max_length=60)
    # Accounts are switched off, not deleted, as long as lines name them.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="wie",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # `entry_by_user` does the same, and finds the latest line at once
    )
    actor = models.CharField("rol", max_length=60, blank=True)
    scope = models.CharField("gebied", max_length=60, blank=True)
    subject = models.CharField("onderwerp", max_length=60, blank=True)
    facts = models.JSONField("feiten", default=dict, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "auditregel"
        verbose_name_plural = "auditregels"
        indexes = [
            models.Index(fields=["subject", "-id"], name="entry_by_subject"),
            models.Index(fields=["scope", "-id"], name="entry_by_scope"),
            models.Index(fields=["by", "-id"], name="entry_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}".rstrip()


class Seal(models.Model):
    """A stretch of lines as it was an hour or so after they were written (see `seals.py`). Seals
    have numbers without a gap, and stay when the lines are forgotten.
    """

    number = models.PositiveIntegerField("nummer", unique=True)
    at = models.DateTimeField("verzegeld op")
    # It reaches from behind the last line of the seal before to this one.
    last_line = models.BigIntegerField("tot en met regel")
    # The newest line that was there at that moment: the next seal reaches so far.
    seen = models.BigIntegerField("nieuwste regel")
    lines = models.PositiveIntegerField("aantal regels")
    oldest = models.DateTimeField("oudste regel", null=True)
    content = models.CharField("wat er staat", max_length=64)
    digest = models.CharField("zegel", max_length=64)

    class Meta:
        verbose_name = "zegel"
        verbose_name_plural = "zegels"

    def __str__(self) -> str:
        return f"{self.number}: {self.lines} regels tot en met {self.last_line}"

"""Reads of streets, spellings and coverage rules."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q

if TYPE_CHECKING:
    from groups.models import CoverageRule, Spelling, Street  # noqa: F401 - for the types below


class StreetQuerySet(models.QuerySet["Street"]):
    """Streets."""

    def in_the_village(self) -> "StreetQuerySet":
        """Streets of Dorst and its hamlets, not the known ones outside."""
        return self.filter(outside=False)


class SpellingQuerySet(models.QuerySet["Spelling"]):
    """Ways of writing streets and hamlets."""

    def exactly(self, key: str) -> "SpellingQuerySet":
        """What this folded text means: at most one street and one hamlet."""
        return self.filter(key=key).select_related("street", "hamlet")

    def sharing_parts(self, parts: Collection[str]) -> "SpellingQuerySet":
        """Spellings that share runs of three letters with what was typed, most first."""
        return (
            self.filter(parts__part__in=parts)
            .annotate(shared=Count("parts"))
            .select_related("street", "hamlet")
            .order_by("-shared", "key")
        )


class CoverageRuleQuerySet(models.QuerySet["CoverageRule"]):
    """Which numbers belong to which group."""

    def in_force(self) -> "CoverageRuleQuerySet":
        """Rules that have not ended."""
        return self.filter(ended_at__isnull=True)

    def covering(self, number: int) -> "CoverageRuleQuerySet":
        """Rules whose range and side hold a number; letter and addition never matter."""
        side = "odd" if number % 2 else "even"
        return self.in_force().filter(
            Q(side="both") | Q(side=side), first_number__lte=number, last_number__gte=number
        )

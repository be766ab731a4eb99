"""Reads of the house rules."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from groups.models import HouseRules


class HouseRulesQuerySet(models.QuerySet["HouseRules"]):
    """House rules by version."""

    def current(self, *, waaksamen: bool) -> "HouseRules":
        """The newest version for groups with or without the Waaksamen app."""
        variant = "waaksamen" if waaksamen else "standard"
        return self.filter(variant=variant).order_by("-version")[:1].get()

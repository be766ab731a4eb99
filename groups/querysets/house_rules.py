"""Reads of the house rules."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Subquery

if TYPE_CHECKING:
    from groups.models import HouseRules


class HouseRulesQuerySet(models.QuerySet["HouseRules"]):
    """House rules by version."""

    def current(self, *, waaksamen: bool) -> "HouseRules":
        """The newest version for groups with or without the Waaksamen app."""
        variant = "waaksamen" if waaksamen else "standard"
        return self.filter(variant=variant).order_by("-version")[:1].get()

    def newest(self) -> "HouseRulesQuerySet":
        """Of both variants the newest version."""
        of_the_same = self.model._default_manager.filter(variant=OuterRef("variant"))
        highest = of_the_same.order_by("-version").values("version")[:1]
        return self.filter(version=Subquery(highest))

    def with_shipped_text(self) -> "HouseRulesQuerySet":
        """Each with `shipped_text`: what the portal ships for this variant."""
        of_the_same = self.model._default_manager.filter(variant=OuterRef("variant"))
        shipped = of_the_same.filter(published_by=None).order_by("-version").values("text")[:1]
        return self.annotate(shipped_text=Subquery(shipped))

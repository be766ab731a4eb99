"""Reads of the texts that Platform Dorst edits."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Subquery

if TYPE_CHECKING:
    from groups.models import TextVersion  # noqa: F401 - for the types below


class TextVersionQuerySet(models.QuerySet["TextVersion"]):
    """Texts by version."""

    def newest(self) -> "TextVersionQuerySet":
        """Of each text its highest version."""
        of_the_same = self.model._default_manager.filter(key=OuterRef("key"))
        highest = of_the_same.order_by("-version").values("version")[:1]
        return self.filter(version=Subquery(highest))

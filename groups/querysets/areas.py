"""Reads of the map of the groups."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from groups.models import AreaDrawing  # noqa: F401 - for the type below


class AreaDrawingQuerySet(models.QuerySet["AreaDrawing"]):
    """The map, of which there is one at most."""

    def to_show(self) -> "AreaDrawingQuerySet":
        """Only when it was drawn and shows something."""
        return self.filter(state="drawn")

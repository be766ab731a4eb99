"""The map of the groups, as a worker drew it last."""

from django.db import models
from django.db.models import Q

from groups.querysets.areas import AreaDrawingQuerySet

# There is one map.
THE_MAP = 1


class DrawingState(models.TextChoices):
    """Whether there is a map to show."""

    NEVER = "never", "nog niet getekend"
    EMPTY = "empty", "er valt niets te tekenen"
    DRAWN = "drawn", "getekend"


class AreaDrawing(models.Model):
    """The areas of the groups, drawn around official addresses: nothing in it is about a person.

    Pages show it and draw nothing themselves. Which groups may be seen is asked when it is shown.
    """

    state = models.CharField(
        "stand", max_length=5, choices=DrawingState, default=DrawingState.NEVER
    )
    # What the addresses, rules and groups looked like of which it was drawn.
    fingerprint = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField("getekend op", null=True, blank=True)
    # Until when a worker that said it is drawing may be believed.
    busy_until = models.DateTimeField(null=True, blank=True)
    # Outlines and places of labels (groups/areas/drawing.py); no text but numbers.
    shapes = models.JSONField(default=dict, blank=True)

    objects = AreaDrawingQuerySet.as_manager()

    class Meta:
        verbose_name = "kaart"
        verbose_name_plural = "kaarten"
        constraints = [
            models.CheckConstraint(name="there_is_one_map", condition=Q(pk=THE_MAP)),
            models.CheckConstraint(
                name="map_that_is_shown_was_drawn",
                condition=~Q(state=DrawingState.DRAWN) | Q(made_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"kaart ({self.get_state_display()})"

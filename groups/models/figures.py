"""Figures of the village as they were last counted."""

from django.db import models


class KeptFigure(models.Model):
    """A page of one figure in one language, ready to be shown: texts and numbers that may be shown,
    never of a person. The timetable counts them anew, pages only read.

    Page 0 is the figure itself with its first rows, the pages behind it have all of its rows.
    """

    code = models.CharField("cijfer", max_length=40)
    language = models.CharField("taal", max_length=5)
    page = models.PositiveIntegerField("bladzijde")
    content = models.JSONField(default=dict)
    counted_at = models.DateTimeField("geteld op")

    class Meta:
        verbose_name = "cijfer"
        verbose_name_plural = "cijfers"
        constraints = [
            models.UniqueConstraint(
                name="one_page_of_a_figure", fields=["language", "code", "page"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.language}), {self.page}"

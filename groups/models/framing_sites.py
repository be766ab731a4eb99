"""The sites of others that may show our search in a frame."""

from functools import reduce
from operator import and_

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, StrIndex, Substr
from django.db.models.lookups import Exact

from groups.values.origins import LONGEST, readable

# What would mean something else in the header in which the list is sent.
_MEANS_MORE = " *;,'\"\\@?#%\t\r\n"
_NAME = Substr("origin", len("https://") + 1)


class FramingSite(models.Model):
    """One site (`values.origins.read_origin`). It goes into the header `frame-ancestors`."""

    origin = models.CharField("site", max_length=LONGEST)
    since = models.DateTimeField("sinds")

    class Meta:
        ordering = ("origin",)
        verbose_name = "site met ons zoekvak"
        verbose_name_plural = "sites met ons zoekvak"
        constraints = [
            models.UniqueConstraint(fields=("origin",), name="framing_site_once"),
            models.CheckConstraint(
                name="framing_site_is_one_site_over_https",
                condition=Q(Exact(F("origin"), Lower("origin")), origin__startswith="https://")
                & Q(Exact(StrIndex(_NAME, Value("/")), 0))
                & reduce(and_, (~Q(origin__contains=sign) for sign in _MEANS_MORE)),
            ),
        ]

    def __str__(self) -> str:
        return self.origin

    @property
    def readable(self) -> str:
        """The name with its own letters, where these are not plain ones."""
        return readable(self.origin)

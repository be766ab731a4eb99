"""Numbers that may not come back into a group for a while."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from groups.querysets.number_blocks import NumberBlockQuerySet


class BlockReason(models.TextChoices):
    """Why a beheerder keeps a number out; chosen, so that no story about anybody is kept."""

    UNKIND = "unkind", gettext_lazy("ruzie of nare berichten")
    ADVERTISING = "adverts", gettext_lazy("reclame")
    HOUSE_RULES = "rules", gettext_lazy("hield zich niet aan de spelregels")
    OTHER = "other", gettext_lazy("anders")


class NumberBlock(models.Model):
    """A number that a beheerder took out of a group and that may not come back until a day. What
    is kept of it is a keyed hash: whoever reads the table cannot call anybody.
    """

    group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, related_name="number_blocks"
    )
    digest = models.CharField("sleutelhash", max_length=64)
    reason = models.CharField("waarom", max_length=7, choices=BlockReason)
    since = models.DateTimeField("sinds")
    until = models.DateTimeField("tot")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="door"
    )

    objects = NumberBlockQuerySet.as_manager()

    class Meta:
        verbose_name = "blokkade van een nummer"
        verbose_name_plural = "blokkades van nummers"
        constraints = [
            models.UniqueConstraint(fields=("group", "digest"), name="number_block_once"),
            models.CheckConstraint(
                name="number_block_ends_after_it_began", condition=Q(until__gt=F("since"))
            ),
        ]
        indexes = [models.Index(fields=("until", "id"), name="number_block_end")]

    def __str__(self) -> str:
        return f"blokkade {self.pk} van groep {self.group_id}"

"""Letters with a code, by which somebody without e-mail confirms an address."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.querysets.address_letters import AddressLetterQuerySet


class AddressLetter(models.Model):
    """The letter of one request: a new one takes the place of the old, whose code then works no
    more. The code stands on paper only; what is kept of it is a keyed hash.
    """

    request = models.OneToOneField(
        "groups.ResidentRequest", on_delete=models.CASCADE, related_name="address_letter"
    )
    digest = models.CharField("sleutelhash", max_length=64)
    made_at = models.DateTimeField("gemaakt op")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="door"
    )
    delivered_at = models.DateTimeField("bezorgd op", null=True, blank=True)
    expires_at = models.DateTimeField("werkt tot")
    used_at = models.DateTimeField("gebruikt op", null=True, blank=True)

    objects = AddressLetterQuerySet.as_manager()

    class Meta:
        verbose_name = "brief met een code"
        verbose_name_plural = "brieven met een code"
        constraints = [
            models.CheckConstraint(
                name="letter_ends_after_it_was_made", condition=Q(expires_at__gt=F("made_at"))
            ),
            models.CheckConstraint(
                name="letter_is_used_while_it_works",
                condition=Q(used_at__isnull=True)
                | Q(used_at__gte=F("made_at"), used_at__lt=F("expires_at")),
            ),
        ]
        indexes = [models.Index(fields=("expires_at", "id"), name="address_letter_end")]

    def __str__(self) -> str:
        return f"brief {self.pk} van aanvraag {self.request_id}"

"""Who is beheerder or deputy of which group, from when and until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from dorst_portal.languages.words import lazy_text
from groups.querysets.appointments import AppointmentQuerySet


class AppointmentRole(models.TextChoices):
    """What somebody is in a group. Both have the same rights."""

    BEHEERDER = "beheerder", lazy_text("beheerder")
    DEPUTY = "deputy", lazy_text("plaatsvervanger")


class Appointment(models.Model):
    """Ties a user to a group. Not accepted is not active; ended gives no right any more.

    `away_until` (the last day away) only silences the notices: who is away may still act.
    `wants_to_stop_at` does nothing to the rights: the coordinators look for somebody else.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField(
        max_length=10, choices=AppointmentRole, default=AppointmentRole.BEHEERDER
    )
    invited_at = models.DateTimeField("uitgenodigd", default=timezone.now)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments_made",
    )
    accepted_at = models.DateTimeField("aangenomen", null=True, blank=True)
    until = models.DateTimeField("tot", null=True, blank=True)
    away_until = models.DateField("weg tot en met", null=True, blank=True)
    # When the timetable asked for the second time; a new invitation makes it empty again.
    reminded_at = models.DateTimeField("herinnerd", null=True, blank=True, editable=False)
    wants_to_stop_at = models.DateTimeField("wil stoppen", null=True, blank=True)
    # Why somebody ended it before the handover was done; for the coordinators only.
    end_note = models.CharField("waarom niet overgedragen", max_length=200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "benoeming"
        verbose_name_plural = "benoemingen"
        constraints = [
            models.UniqueConstraint(
                fields=("user", "group"),
                condition=Q(until__isnull=True),
                name="appointment_once_per_user_and_group",
            ),
            models.CheckConstraint(
                name="appointment_accepted_after_the_invitation",
                condition=Q(accepted_at__isnull=True) | Q(accepted_at__gte=F("invited_at")),
            ),
        ]
        indexes = [
            models.Index(fields=("group", "user"), name="appointment_group_user"),
            # The timetable looks at these every minute.
            models.Index(
                fields=("invited_at",),
                condition=Q(accepted_at__isnull=True, until__isnull=True),
                name="appointment_not_answered",
            ),
            models.Index(
                fields=("until", "id"), condition=~Q(end_note=""), name="appointment_end_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.user_id} van groep {self.group_id}"

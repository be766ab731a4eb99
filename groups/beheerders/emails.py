"""The mails about who runs a group."""

from datetime import datetime

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import MailDraft
from groups.models import Appointment, WatchGroup
from groups.wording.drafting import draft


def invitation(appointment: Appointment, *, again: bool = False) -> MailDraft:
    """Will you be beheerder? The link leads to the button behind log-in. Who is asked by a
    beheerder reads that it is one.
    """
    by_staff = appointment.invited_by is None or appointment.invited_by.is_platform
    event = f"-{appointment.invited_at.timestamp():.0f}" if again else ""
    return _to_invited(
        "invitation" if by_staff else "deputy_invitation", appointment, f"invitation{event}"
    )


def invitation_reminder(appointment: Appointment) -> MailDraft:
    """To who did not answer for a week."""
    event = f"reminder-{appointment.invited_at.timestamp():.0f}"
    return _to_invited("invitation_reminder", appointment, event)


def _to_invited(template: str, appointment: Appointment, event: str) -> MailDraft:
    return draft(
        template,
        to=appointment.user,
        key=f"appointment-{appointment.pk}-{event}",
        link_path=reverse("invitation", args=[appointment.pk]),
        appointment=appointment,
        group=appointment.group,
    )


def invitation_unanswered(appointment: Appointment, *, to: User, due: datetime) -> MailDraft:
    """To the coordinators: somebody was asked and did not answer; ask another."""
    group = appointment.group
    return draft(
        "invitation_unanswered",
        to=to,
        key=f"appointment-{appointment.pk}-unanswered-{to.pk}",
        link_path=f"{reverse('appoint')}?groep={group.slug}",
        due=due,
        appointment=appointment,
        group=group,
    )


def coordinator_appointed(appointment: Appointment, *, to: User, group: WatchGroup) -> MailDraft:
    """To the other coordinators: one of us became beheerder and may now admit people."""
    return draft(
        "coordinator_appointed",
        to=to,
        key=f"appointment-{appointment.pk}-told-{to.pk}",
        link_path=reverse("appointments"),
        group=group,
    )


def appointment_ended(appointment: Appointment, *, due: datetime) -> MailDraft:
    """To who does not run the group any more: that, and what is left to do."""
    return draft(
        "appointment_ended",
        to=appointment.user,
        key=f"appointment-{appointment.pk}-ended",
        due=due,
        appointment=appointment,
        group=appointment.group,
    )


def role_changed(appointment: Appointment, *, at: datetime, due: datetime) -> MailDraft:
    """To a beheerder who is deputy from now on, or the other way round."""
    return draft(
        "role_changed",
        to=appointment.user,
        key=f"appointment-{appointment.pk}-role-{at.timestamp():.6f}",
        link_path=reverse("my_group", args=[appointment.group.slug]),
        due=due,
        appointment=appointment,
        group=appointment.group,
    )


def group_left_alone(appointment: Appointment, *, to: User, due: datetime) -> MailDraft:
    """To the coordinators: the last one who ran this group stopped."""
    return draft(
        "group_left_alone",
        to=to,
        key=f"appointment-{appointment.pk}-alone-{to.pk}",
        link_path=f"{reverse('appointments')}?toon=zonder",
        due=due,
        group=appointment.group,
    )


def wants_to_stop(appointment: Appointment, *, to: User, at: datetime, due: datetime) -> MailDraft:
    """To the coordinators: the only one who runs this group wants to stop."""
    return draft(
        "wants_to_stop",
        to=to,
        key=f"appointment-{appointment.pk}-stops-{to.pk}-{at.timestamp():.6f}",
        link_path=reverse("appointment", args=[appointment.pk]),
        due=due,
        appointment=appointment,
        group=appointment.group,
    )


def successor_there(stopping: Appointment, *, new: Appointment, due: datetime) -> MailDraft:
    """To who wants to stop: somebody else runs the group as well now."""
    return draft(
        "successor_there",
        to=stopping.user,
        key=f"appointment-{stopping.pk}-successor-{new.pk}",
        link_path=reverse("stop_request"),
        due=due,
        group=stopping.group,
    )

"""What the timetable does: each step is done once, however often and by however many it is run.

Every step is a conditional UPDATE of the row whose date has come; who changed it queues the mails
in the same transaction. A worker that was down does all that was missed, in order, when it is back.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from dorst_portal.accounts.models import User
from dorst_portal.audit.seals import seal_lines
from dorst_portal.outbox.services import MailDraft, queue
from groups.audit_log.services.week_reviews import review_weeks
from groups.beheerders.services.invitations import end_unanswered, remind_invited
from groups.desk.services.monthly import send_monthly
from groups.members.services.forgetting import forget_erased
from groups.members.services.imports.forgetting import forget_lists
from groups.members.services.telling import mind_told
from groups.models import (
    Appointment,
    CallAbout,
    DeclineReason,
    NoticeMoment,
    NoticeSettings,
    ResidentRequest,
)
from groups.notices import beheerders_to_tell, coordinators, everybody_there, leaves_at
from groups.partners.services.reminders import remind_to_check
from groups.privacy.services.repeating import repeat_erasures
from groups.privacy.services.retention import retain_nightly
from groups.privacy.services.trail import check_trail
from groups.requests import emails as request_emails
from groups.requests.services.calls import call_where_mail_failed, close_calls, tell
from groups.requests.services.due_dates import AGAIN_DAYS, due_date, end_of_keeping, reminder_at
from groups.requests.services.forwarding import groups_left_alone, hand_to_coordinators
from groups.requests.services.notices import (
    coordinators_for,
    owners_to_tell,
    queue_waiting,
    to_coordinators_as_well,
)
from groups.requests.services.request_events import record_request_event
from groups.values.states import Kind, Owner, State, WaitingOn
from groups.values.village_time import VILLAGE, days_between, on_day, village_day
from groups.watchgroups.services.status import end_appointments_of_merged
from groups.watchgroups.services.still_alive import ask_groups

log = structlog.get_logger(__name__)

REMIND, DEPUTIES, ESCALATE = 1, 2, 3  # the reminder steps: days 3, 5 and 7 (settings)


class Step(Protocol):
    """One thing that the timetable does; tells of how many, or of how many of each kind."""

    def __call__(self, *, now: datetime) -> int | dict[str, int]: ...


class StepsFailed(Exception):
    """Some steps broke; all others were done. Raised at the end, so that the beat is missed and
    `/readyz` tells it.
    """


def tick(*, now: datetime) -> dict[str, int]:
    """Do what is due at this moment, and tell how many of each: requests whose group lost its
    beheerder, reminder steps, silent residents, approved people who are not in the chat, waiting
    people to look at, daily mails, calls instead of failed mails, once a night retention, and
    more. A step that breaks holds up no other one. Raises StepsFailed.
    """
    done: dict[str, int] = {}
    broken: dict[str, Exception] = {}
    for name, step in STEPS.items():
        try:
            told = step(now=now)
        except Exception as error:  # noqa: BLE001 - the ladder goes on when a monthly mail breaks
            # Without its words: those of a database hold the row.
            log.error("timetable.step_failed", step=name, error=type(error).__name__)
            broken[name] = error
        else:
            done |= told if isinstance(told, dict) else {name: told}
    if broken:
        raise StepsFailed(", ".join(broken)) from next(iter(broken.values()))
    return done


def hand_over_orphaned(*, now: datetime) -> int:
    """Requests of a group without an active beheerder go to the coordinators."""
    alone = groups_left_alone(now=now)
    return sum(hand_to_coordinators(group, by=None, now=now) for group in alone)


def climb_ladder(*, now: datetime) -> int:
    """Day 3 a reminder, day 5 also the deputies, day 7 the coordinators as well and the resident
    is told, then a reminder each week. Tells how many reminder steps were climbed.
    """
    due = ResidentRequest.objects.our_turn().filter(due_at__lte=now).select_related("group")
    return sum(_climb_all(request, now=now) for request in due.order_by("due_at", "id"))


def _climb_all(request: ResidentRequest, *, now: datetime) -> int:
    climbed = 0
    while request.due_at <= now and _climb(request, now=now):
        climbed += 1
    return climbed


def _climb(request: ResidentRequest, *, now: datetime) -> bool:
    """One reminder step; False when another timetable, or a person, was first."""
    step = request.ladder_step + 1
    is_new_to_staff = (
        step == ESCALATE and request.owner == Owner.GROUP and request.escalated_at is None
    )
    escalated_at = now if is_new_to_staff else request.escalated_at
    due_at = reminder_at(request.ladder_from, step)
    with transaction.atomic():
        changed = (
            ResidentRequest.objects.our_turn()
            .as_seen(request)
            .filter(ladder_step=request.ladder_step, due_at=request.due_at)
            .update(ladder_step=step, due_at=due_at, escalated_at=escalated_at)
        )
        if not changed:
            return False
        request.ladder_step, request.due_at, request.escalated_at = step, due_at, escalated_at
        drafts = _of_this_step(request, is_new_to_staff=is_new_to_staff, now=now)
        queue_waiting(request, drafts, now=now)
        if step == ESCALATE:
            longer = request_emails.takes_longer(request, now=now)
            event = f"{request.ladder_from.timestamp():.0f}"
            tell(CallAbout.TAKES_LONGER, request, longer, now=now, event=event)
        verb = "request.escalated" if is_new_to_staff else "request.reminded"
        record_request_event(
            verb, request, by=None, actor="timetable", now=now, facts={"step": step}
        )
        return True


def _of_this_step(
    request: ResidentRequest, *, is_new_to_staff: bool, now: datetime
) -> list[MailDraft]:
    if request.owner == Owner.COORDINATORS:
        return _reminders(request, coordinators_for(request, now=now), "coordinator", now=now)
    if is_new_to_staff:
        return to_coordinators_as_well(request, now=now)
    # The coordinators have it too, since day 7 or because everybody was away.
    staff = coordinators() if request.escalated_at else []
    drafts = _reminders(request, staff, "coordinator", now=now)
    known = {user.pk for user in staff}
    alone = request.ladder_step == REMIND
    there = (beheerders_to_tell if alone else everybody_there)(request.group, now=now)
    role = "deputy" if request.ladder_step == DEPUTIES else "beheerder"
    own = [user for user in there if user.pk not in known]
    return drafts + _reminders(request, own, role, now=now)


def _reminders(
    request: ResidentRequest, users: Iterable[User], role: str, *, now: datetime
) -> list[MailDraft]:
    days = days_between(request.ladder_from, now)
    return [
        request_emails.reminder(
            request, to=user, days=days, role=role, due=leaves_at(user, now=now)
        )
        for user in users
    ]


def expire_silent(*, now: datetime) -> int:
    """Who was asked back and was silent for 30 days: a join request expires, a question is closed,
    an idea for a group ends; each with a word to the resident.
    """
    silent = ResidentRequest.objects.asked_back().filter(due_at__lte=now).select_related("group")
    return sum(_expire(request, now=now) for request in silent.order_by("due_at", "id"))


def _expire(request: ResidentRequest, *, now: datetime) -> int:
    ended: dict[str, dict[str, object]] = {
        Kind.JOIN: {"state": State.EXPIRED},
        Kind.QUESTION: {
            "state": State.CLOSED,
            "closing_note": DeclineReason.NO_REPLY.label,
        },
        Kind.NEW_GROUP: {
            "state": State.DECLINED,
            "decline_reason": DeclineReason.NO_REPLY,
            "decided_at": now,
        },
    }
    with transaction.atomic():
        changed = (
            ResidentRequest.objects.asked_back()
            .filter(pk=request.pk, due_at=request.due_at)
            .update(
                waiting_on=WaitingOn.OWNER,
                due_at=end_of_keeping(now),
                **ended[request.kind],
            )
        )
        if not changed:
            return 0
        request.refresh_from_db(from_queryset=ResidentRequest.objects.select_related("group"))
        close_calls(request, now=now)
        event = f"{request.ladder_from.timestamp():.0f}"
        tell(
            CallAbout.EXPIRED,
            request,
            request_emails.expired(request, now=now),
            now=now,
            event=event,
        )
        record_request_event("request.expired", request, by=None, actor="timetable", now=now)
        return 1


def follow_up_approved(*, now: datetime) -> int:
    """Approved a week ago and not in the group: its owners are asked again, each week."""
    due = ResidentRequest.objects.approved().filter(due_at__lte=now).select_related("group")
    return sum(_follow_up(request, now=now) for request in due.order_by("due_at", "id"))


def _follow_up(request: ResidentRequest, *, now: datetime) -> int:
    with transaction.atomic():
        changed = (
            ResidentRequest.objects.approved()
            .filter(pk=request.pk, due_at=request.due_at)
            .update(due_at=due_date(State.APPROVED, now=now))
        )
        if not changed:
            return 0
        drafts = [
            request_emails.not_added_yet(request, to=user, due=leaves_at(user, now=now))
            for user in owners_to_tell(request, now=now)
        ]
        queue(drafts, now=now)
        record_request_event("request.reminded", request, by=None, actor="timetable", now=now)
        return 1


def review_waiting(*, now: datetime) -> int:
    """Every 90 days the coordinators look at who waits; until they did, asked again each week. One
    mail a day tells how many.
    """
    again = on_day(now, AGAIN_DAYS, hour=settings.LADDER_HOUR)
    with transaction.atomic():
        changed = ResidentRequest.objects.filter(state=State.WAITING, due_at__lte=now).update(
            due_at=again, ladder_step=F("ladder_step") + 1
        )
        if changed:
            today = village_day(now)
            drafts = [
                request_emails.waiting_to_review(
                    user, number=changed, day=today, due=leaves_at(user, now=now)
                )
                for user in coordinators()
            ]
            queue(drafts, now=now)
        return changed


def send_digests(*, now: datetime) -> int:
    """One mail a day to who chose that, at their hour, when something waits; tells how many."""
    local = now.astimezone(VILLAGE)
    daily = NoticeSettings.objects.filter(
        moment=NoticeMoment.DAILY, daily_hour__lte=local.hour, user__is_active=True
    ).exclude(digest_on=local.date())
    return sum(_send_digest(choice, now=now) for choice in daily.select_related("user"))


def _send_digest(choice: NoticeSettings, *, now: datetime) -> int:
    user, today = choice.user, village_day(now)
    with transaction.atomic():
        mine = NoticeSettings.objects.filter(pk=choice.pk).exclude(digest_on=today)
        if not mine.update(digest_on=today):
            return 0
        groups = Appointment.objects.present(now).filter(user=user).values("group")
        open_now = ResidentRequest.objects.our_turn().filter(owner=Owner.GROUP, group__in=groups)
        names = list(open_now.order_by("group__name").values_list("group__name", flat=True)[:101])
        if not names:
            return 0
        at_their_hour = now.astimezone(VILLAGE).hour == choice.daily_hour
        due = now if at_their_hour else leaves_at(user, now=now)
        unique = list(dict.fromkeys(names))
        queue(
            [request_emails.digest(user, number=len(names), groups=unique, day=today, due=due)],
            now=now,
        )
        return 1


# In this order. Files with addresses take long, and have a task of their own.
STEPS: Final[dict[str, Step]] = {
    # A backup that was put back knows people whom we forgot: before anything is mailed.
    "forgotten_again": repeat_erasures,
    "orphaned": hand_over_orphaned,
    "climbed": climb_ladder,
    "expired": expire_silent,
    "followed_up": follow_up_approved,
    "to_review": review_waiting,
    # First what is over: nobody is reminded of a question that ends the same minute.
    "unanswered": end_unanswered,
    "asked_again": remind_invited,
    "partners_to_check": remind_to_check,
    "monthly": send_monthly,
    "asked": ask_groups,
    "merged_ended": end_appointments_of_merged,
    "digests": send_digests,
    "reviewed": review_weeks,
    "calls": call_where_mail_failed,
    "told": mind_told,
    "erased": forget_erased,
    "lists_forgotten": forget_lists,
    # Of what stands above this part of the house.
    **import_string(settings.MORE_STEPS),
    "retention": retain_nightly,
    "lines_sealed": seal_lines,
    "trail_faults": check_trail,
}

"""Every mail of the village: one function, one template, one key that never leaves twice.

The first line of a template is the subject, the rest the text; `{link}` is filled in when the
mail leaves. Mails to beheerders and coordinators name the group, the reference and the verdict
on the address, never a person. Mails to residents repeat nothing that was typed.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.kit.links import new_link
from dorst_portal.kit.models import Link
from dorst_portal.outbox.services import MailDraft
from groups.models import Appointment, ResidentRequest, WatchGroup
from groups.states import State

CONFIRM = "confirm"
CONFIRM_PATH = "/bevestig/{token}/"
# What the links of mails to a resident look like; others lead to a page behind log-in.
TO_RESIDENT = ("", CONFIRM_PATH)


def receipt(request: ResidentRequest, *, link: Link, due: datetime) -> MailDraft:
    """M1: to the resident at once, with the link to confirm the address."""
    return _draft(
        "receipt",
        to=request.email,
        key=f"request-{request.pk}-receipt",
        link=link,
        link_path=CONFIRM_PATH,
        due=due,
        request=request,
    )


def new_request(request: ResidentRequest, *, to: User, fits: bool) -> MailDraft:
    """M2: to a beheerder; the link leads to the page behind log-in. `fits`: the address does."""
    return _draft(
        "new_request",
        to=to.email,
        key=f"request-{request.pk}-new-{to.pk}-{_owner_key(request)}",
        link_path=reverse("request", args=[request.pk]),
        request=request,
        verdict=_verdict_in_two_words(request, fits=fits),
    )


def for_coordinators(request: ResidentRequest, *, to: User) -> MailDraft:
    """To a coordinator: a request that no beheerder can handle, with the reason."""
    return _draft(
        "for_coordinators",
        to=to.email,
        key=f"request-{request.pk}-coordinators-{to.pk}-{_owner_key(request)}",
        link_path=reverse("request", args=[request.pk]),
        request=request,
    )


def escalated(request: ResidentRequest, *, to: User) -> MailDraft:
    """M3, day 7: to a coordinator; the beheerder can still act."""
    return _draft(
        "escalated",
        to=to.email,
        key=f"request-{request.pk}-escalated-{to.pk}-{_owner_key(request)}",
        link_path=reverse("request", args=[request.pk]),
        request=request,
    )


def takes_longer(request: ResidentRequest, *, now: datetime) -> list[MailDraft]:
    """M3, day 7: to the resident."""
    return _to_resident("takes_longer", request, event=_owner_key(request), now=now, due=now)


def approved(request: ResidentRequest, *, now: datetime) -> list[MailDraft]:
    """M4b: to the resident, held until the beheerder can no longer undo the approval."""
    return _to_resident(
        "approved", request, event=_decision(request), now=now, due=_after_undo(request)
    )


def declined(request: ResidentRequest, *, now: datetime) -> list[MailDraft]:
    """M5: to the resident, held until the decision can no longer be undone."""
    return _to_resident(
        "declined", request, event=_decision(request), now=now, due=_after_undo(request)
    )


def forwarded(request: ResidentRequest, *, handover_id: int, now: datetime) -> list[MailDraft]:
    """M5: to the resident whose request went to the group of the address."""
    due = now + timedelta(minutes=settings.UNDO_MINUTES)
    return _to_resident("forwarded", request, event=f"{handover_id}", now=now, due=due)


def invitation(appointment: Appointment) -> MailDraft:
    """M12: will you be beheerder? The link leads to the button behind log-in."""
    return _draft(
        "invitation",
        to=appointment.user.email,
        key=f"appointment-{appointment.pk}-invitation",
        link_path=reverse("invitation", args=[appointment.pk]),
        appointment=appointment,
        group=appointment.group,
    )


def coordinator_appointed(appointment: Appointment, *, to: User, group: WatchGroup) -> MailDraft:
    """To the other coordinators: one of us became beheerder and may now admit people."""
    return _draft(
        "coordinator_appointed",
        to=to.email,
        key=f"appointment-{appointment.pk}-told-{to.pk}",
        link_path=reverse("appointments"),
        group=group,
    )


def decision_keys(request: ResidentRequest) -> list[str]:
    """The keys under which the mail about the last decision may be held."""
    return [_resident_key(name, request, _decision(request)) for name in ("approved", "declined")]


def forward_keys(request: ResidentRequest, handover_id: int) -> list[str]:
    """The keys under which the mail about a forwarding may be held."""
    return [_resident_key("forwarded", request, f"{handover_id}")]


def _to_resident(
    name: str, request: ResidentRequest, *, event: str, now: datetime, due: datetime
) -> list[MailDraft]:
    """A mail to the resident; to an address that is not confirmed only that there is news."""
    if not request.email:
        return []
    key = _resident_key(name, request, event)
    if request.email_confirmed_at:
        return [_draft(name, to=request.email, key=key, due=due, request=request)]
    link = confirm_link(request, now=now)
    return [
        _draft(
            "news",
            to=request.email,
            key=key,
            due=due,
            link=link,
            link_path=CONFIRM_PATH,
            request=request,
        )
    ]


def confirm_link(request: ResidentRequest, *, now: datetime) -> Link:
    """The link with which the resident confirms the address and sees how far we are."""
    links = Link.objects.filter(purpose=CONFIRM, subject_id=request.pk, used_at=None)
    still_good = links.filter(expires_at__gt=now + timedelta(days=2)).order_by("-pk").first()
    return still_good or new_link(CONFIRM, request.pk, now=now, days=settings.LINK_DAYS)


def _draft(template: str, **facts: Any) -> MailDraft:
    fields = {"to", "key", "due", "link", "link_path"}
    for_mail = {name: facts[name] for name in fields & facts.keys()}
    text = render_to_string(f"emails/groups/{template}.txt", facts)
    subject, _, body = text.partition("\n")
    return MailDraft(
        subject=subject.strip(),
        text=body.strip() + "\n",
        reply_to=settings.HELP_EMAIL,
        **for_mail,
    )


def _resident_key(name: str, request: ResidentRequest, event: str) -> str:
    return f"request-{request.pk}-{name}-{event}"


def _decision(request: ResidentRequest) -> str:
    # A request that was approved, taken back and approved again has two decisions.
    if request.decided_at is None:
        return "none"
    return f"{request.decided_at.timestamp():.6f}"


def _owner_key(request: ResidentRequest) -> str:
    # Grows with every new owner, so that a request that moved is announced to the new one.
    return f"{request.owner}-{request.group_id or 0}-{request.due_at.timestamp():.0f}"


def _after_undo(request: ResidentRequest) -> datetime:
    return request.undo_until or request.due_at


def _verdict_in_two_words(request: ResidentRequest, *, fits: bool) -> str:
    if request.state == State.APPROVED:  # by somebody who is beheerder no more
        return "toevoegen"
    return "adres klopt" if fits else "let op adres"

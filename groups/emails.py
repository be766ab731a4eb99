"""Every mail of the village: one function, one template, one key that never leaves twice.

The first line of a template is the subject, the rest the text; `{link}` is filled in when the
mail leaves. Mails to beheerders and coordinators name the group, the reference and the verdict
on the address, never a person. Mails to residents repeat nothing that was typed.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.kit.links import new_link
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import LINK_PLACEHOLDER
from dorst_portal.outbox.services import MailDraft
from groups.models import Appointment, RequestMessage, ResidentRequest, WatchGroup
from groups.states import State

CONFIRM = "confirm"
CONFIRM_PATH = "/bevestig/{token}/"
ANSWER = "answer"
ANSWER_PATH = "/antwoord/{token}/"
# What the links of mails to a resident look like; others lead to a page behind log-in.
TO_RESIDENT = ("", CONFIRM_PATH, ANSWER_PATH)


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


def new_link_for(request: ResidentRequest, *, now: datetime, due: datetime) -> MailDraft:
    """To a resident who asked for a link again, since the one of an earlier mail stopped."""
    return _draft(
        "new_link",
        to=request.email,
        key=f"request-{request.pk}-newlink-{now:%Y%m%d%H%M}",
        link=confirm_link(request, now=now),
        link_path=CONFIRM_PATH,
        due=due,
        request=request,
    )


def new_request(request: ResidentRequest, *, to: User, fits: bool, due: datetime) -> MailDraft:
    """M2: to a beheerder; the link leads to the page behind log-in. `fits`: the address does."""
    return _draft(
        "new_request",
        to=to.email,
        key=f"request-{request.pk}-new-{to.pk}-{_owner_key(request)}",
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
        verdict=_verdict_in_two_words(request, fits=fits),
    )


def for_coordinators(request: ResidentRequest, *, to: User, due: datetime) -> MailDraft:
    """To a coordinator: a request that no beheerder can handle, with the reason."""
    return _draft(
        "for_coordinators",
        to=to.email,
        key=f"request-{request.pk}-coordinators-{to.pk}-{_owner_key(request)}",
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
    )


def escalated(request: ResidentRequest, *, to: User, due: datetime) -> MailDraft:
    """M3, day 7: to a coordinator; the beheerder can still act."""
    return _draft(
        "escalated",
        to=to.email,
        key=f"request-{request.pk}-escalated-{to.pk}-{_owner_key(request)}",
        link_path=reverse("request", args=[request.pk]),
        due=due,
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


def reminder(
    request: ResidentRequest, *, to: User, days: int, role: str, due: datetime
) -> MailDraft:
    """M3, days 3 and 5 and each week behind day 7. `role`: how the receiver has to do with it
    (beheerder, deputy or coordinator); `days`: how long it waits.
    """
    return _draft(
        "reminder",
        to=to.email,
        key=f"request-{request.pk}-reminder-{to.pk}-{_owner_key(request)}-{request.ladder_step}",
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
        days=days,
        role=role,
    )


def not_added_yet(request: ResidentRequest, *, to: User, due: datetime) -> MailDraft:
    """To a beheerder, each week: approved, and not in the group."""
    return _draft(
        "not_added_yet",
        to=to.email,
        key=f"request-{request.pk}-notadded-{to.pk}-{request.due_at.timestamp():.0f}",
        link_path=reverse("request_add", args=[request.pk]),
        due=due,
        request=request,
    )


def digest(user: User, *, number: int, groups: list[str], day: date, due: datetime) -> MailDraft:
    """M2b: to a beheerder who chose one mail a day: how many requests are open."""
    return _draft(
        "digest",
        to=user.email,
        key=f"digest-{user.pk}-{day:%Y-%m-%d}",
        link_path=reverse("inbox"),
        due=due,
        number=number,
        groups=groups,
    )


def waiting_to_review(user: User, *, number: int, day: date, due: datetime) -> MailDraft:
    """To a coordinator: who is on the waiting list for 90 days has to be looked at."""
    return _draft(
        "waiting_to_review",
        to=user.email,
        key=f"waiting-review-{user.pk}-{day:%Y-%m-%d}",
        link_path=reverse("waiting_list"),
        due=due,
        number=number,
    )


def asked_back(request: ResidentRequest, message: RequestMessage) -> list[MailDraft]:
    """M6: to the resident: a question about the request, with the link to answer."""
    return _conversation("asked", request, message)


def answered(request: ResidentRequest, message: RequestMessage) -> list[MailDraft]:
    """M11: to the resident: the answer to the question."""
    return _conversation("answered", request, message)


def replied(
    request: ResidentRequest, message: RequestMessage, *, to: User, due: datetime
) -> MailDraft:
    """To the owner: the resident answered; what, stands on the page behind log-in."""
    return _draft(
        "replied",
        to=to.email,
        key=f"request-{request.pk}-replied-{to.pk}-{message.pk}",
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
    )


def withdrawn(request: ResidentRequest, *, to: User, due: datetime) -> MailDraft:
    """To the owner: the resident does not want it any more."""
    return _draft(
        "withdrawn",
        to=to.email,
        key=f"request-{request.pk}-withdrawn-{to.pk}",
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
    )


def expired(request: ResidentRequest, *, now: datetime) -> list[MailDraft]:
    """To the resident: we heard nothing for 30 days, so the request ended."""
    # An idea may be opened again, asked back and end in silence once more.
    event = f"{request.ladder_from.timestamp():.0f}"
    return _to_resident("expired", request, event=event, now=now, due=now)


def reopened(request: ResidentRequest, *, now: datetime) -> list[MailDraft]:
    """To the resident whose declined request is looked at again."""
    return _to_resident("reopened", request, event=_owner_key(request), now=now, due=now)


def founded(request: ResidentRequest, *, now: datetime) -> list[MailDraft]:
    """M10: to who proposed a group: it is there."""
    return _to_resident("founded", request, event=f"{request.group_id}", now=now, due=now)


def wording(name: str, request: ResidentRequest, **facts: Any) -> tuple[str, str]:
    """Subject and text of a mail, to be looked at before anything is decided; `{link}` stays."""
    return _subject_and_text(name, {"request": request, **facts})


def _conversation(name: str, request: ResidentRequest, message: RequestMessage) -> list[MailDraft]:
    link = None
    if request.email_confirmed_at and name == "asked":
        link = new_link(ANSWER, request.pk, now=message.at, days=settings.ANSWER_LINK_DAYS)
    event = f"{message.pk}"
    return _to_resident(
        name, request, event=event, now=message.at, due=message.at, link=link, message=message
    )


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
    name: str,
    request: ResidentRequest,
    *,
    event: str,
    now: datetime,
    due: datetime,
    link: Link | None = None,
    message: RequestMessage | None = None,
) -> list[MailDraft]:
    """A mail to the resident; to an address that is not confirmed only that there is news."""
    if not request.email:
        return []
    key = _resident_key(name, request, event)
    if request.email_confirmed_at:
        facts: dict[str, Any] = {"link": link, "link_path": ANSWER_PATH} if link else {}
        # Typed by a person, so it may hold anything but the place of the link.
        words = message.text.replace(LINK_PLACEHOLDER, "(link)") if message else ""
        facts |= {"words": words}
        return [_draft(name, to=request.email, key=key, due=due, request=request, **facts)]
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
    subject, text = _subject_and_text(template, facts)
    return MailDraft(subject=subject, text=text, reply_to=settings.HELP_EMAIL, **for_mail)


def _subject_and_text(template: str, facts: dict[str, Any]) -> tuple[str, str]:
    rendered = render_to_string(f"emails/groups/{template}.txt", facts)
    subject, _, body = rendered.partition("\n")
    return subject.strip(), body.strip() + "\n"


def _resident_key(name: str, request: ResidentRequest, event: str) -> str:
    return f"request-{request.pk}-{name}-{event}"


def _decision(request: ResidentRequest) -> str:
    # A request that was approved, taken back and approved again has two decisions.
    if request.decided_at is None:
        return "none"
    return f"{request.decided_at.timestamp():.6f}"


def _owner_key(request: ResidentRequest) -> str:
    # Grows with every new owner, so that a request that moved is announced to the new one.
    return f"{request.owner}-{request.group_id or 0}-{request.ladder_from.timestamp():.0f}"


def _after_undo(request: ResidentRequest) -> datetime:
    return request.undo_until or request.due_at


def _verdict_in_two_words(request: ResidentRequest, *, fits: bool) -> str:
    if request.state == State.APPROVED:  # by somebody who is beheerder no more
        return "toevoegen"
    return "adres klopt" if fits else "let op adres"

"""The mails about a request: to the resident, to its beheerders, to the coordinators."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.kit.links import new_link
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import LINK_PLACEHOLDER
from dorst_portal.outbox.services import MailDraft
from groups.emails.drafting import draft, subject_and_text
from groups.models import RequestMessage, ResidentRequest
from groups.states import Kind, State

CONFIRM = "confirm"
CONFIRM_PATH = "/bevestig/{token}/"
ANSWER = "answer"
ANSWER_PATH = "/antwoord/{token}/"
# What the links of mails to a resident look like; others lead to a page behind log-in.
TO_RESIDENT = ("", CONFIRM_PATH, ANSWER_PATH)


def receipt(request: ResidentRequest, *, link: Link, due: datetime) -> MailDraft:
    """M1: to the resident at once, with the link to confirm the address."""
    return draft(
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
    return draft(
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
    return draft(
        _template_for_new(request),
        to=to.email,
        key=f"request-{request.pk}-new-{to.pk}-{_owner_key(request)}",
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
        fits=fits,
    )


def for_coordinators(request: ResidentRequest, *, to: User, due: datetime) -> MailDraft:
    """To a coordinator: a request that no beheerder can handle, with the reason."""
    return draft(
        "for_coordinators",
        to=to.email,
        key=f"request-{request.pk}-coordinators-{to.pk}-{_owner_key(request)}",
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
    )


def escalated(request: ResidentRequest, *, to: User, due: datetime) -> MailDraft:
    """M3, day 7: to a coordinator; the beheerder can still act."""
    return draft(
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
    """M5: to the resident, held until the decision can no longer be undone; with the link to the
    page on which somebody who confirmed the address can object.
    """
    return _to_resident(
        "declined",
        request,
        event=_decision(request),
        now=now,
        due=_after_undo(request),
        link=confirm_link(request, now=now) if request.email_confirmed_at else None,
        link_path=CONFIRM_PATH,
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
    return draft(
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
    return draft(
        "not_added_yet",
        to=to.email,
        key=f"request-{request.pk}-notadded-{to.pk}-{request.due_at.timestamp():.0f}",
        link_path=reverse("request_add", args=[request.pk]),
        due=due,
        request=request,
    )


def digest(user: User, *, number: int, groups: list[str], day: date, due: datetime) -> MailDraft:
    """M2b: to a beheerder who chose one mail a day: how many requests are open."""
    return draft(
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
    return draft(
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
    return draft(
        "replied",
        to=to.email,
        key=f"request-{request.pk}-replied-{to.pk}-{message.pk}",
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
    )


def withdrawn(request: ResidentRequest, *, to: User, due: datetime) -> MailDraft:
    """To the owner: the resident does not want it any more."""
    return draft(
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


def group_open(request: ResidentRequest, *, now: datetime) -> list[MailDraft]:
    """To somebody who waited: there is a group for the address, and it has the request."""
    return _to_resident("group_open", request, event=_owner_key(request), now=now, due=now)


def wording(name: str, request: ResidentRequest, **facts: Any) -> tuple[str, str]:
    """Subject and text of a mail, to be looked at before anything is decided; `{link}` stays."""
    return subject_and_text(name, {"request": request, **facts})


def _conversation(name: str, request: ResidentRequest, message: RequestMessage) -> list[MailDraft]:
    link = None
    if request.email_confirmed_at and name == "asked":
        link = new_link(ANSWER, request.pk, now=message.at, days=settings.ANSWER_LINK_DAYS)
    event = f"{message.pk}"
    return _to_resident(
        name, request, event=event, now=message.at, due=message.at, link=link, message=message
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
    link_path: str = ANSWER_PATH,
    message: RequestMessage | None = None,
) -> list[MailDraft]:
    """A mail to the resident; to an address that is not confirmed only that there is news."""
    if not request.email:
        return []
    key = _resident_key(name, request, event)
    if request.email_confirmed_at:
        facts: dict[str, Any] = {"link": link, "link_path": link_path} if link else {}
        # Typed by a person, so it may hold anything but the place of the link.
        words = message.text.replace(LINK_PLACEHOLDER, "(link)") if message else ""
        facts |= {"words": words}
        return [draft(name, to=request.email, key=key, due=due, request=request, **facts)]
    link = confirm_link(request, now=now)
    return [
        draft(
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


def _template_for_new(request: ResidentRequest) -> str:
    if request.kind == Kind.QUESTION:
        return "new_question"
    # Approved by somebody who is beheerder no more.
    return "new_to_add" if request.state == State.APPROVED else "new_request"

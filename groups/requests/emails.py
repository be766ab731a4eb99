"""The mails about a request: to the resident, to its beheerders, to the coordinators."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.kit.links import new_link
from dorst_portal.kit.models import Link
from dorst_portal.kit.rows.prepared import Prepared
from dorst_portal.outbox.models import LINK_PLACEHOLDER, Mail, MailQuerySet
from dorst_portal.outbox.services import MailDraft
from groups.members.emails import OWN_PAGE_PATH
from groups.members.services.own_links import own_link
from groups.models import RequestMessage, ResidentRequest, WayOfAdding
from groups.values.states import Kind, State
from groups.wording.drafting import draft, subject_and_text

CONFIRM = "confirm"
CONFIRM_PATH = "/bevestig/{token}/"
ANSWER = "answer"
ANSWER_PATH = "/antwoord/{token}/"
# What the links of mails to a resident look like; others lead to a page behind log-in.
TO_RESIDENT = ("", CONFIRM_PATH, ANSWER_PATH, OWN_PAGE_PATH)


def receipt(request: ResidentRequest, *, link: Link, due: datetime) -> MailDraft:
    """To the resident at once, with the link to confirm the address."""
    return draft(
        "receipt",
        to=request.email,
        **_known(request, "receipt"),
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
        **_known(request, "newlink", f"{now:%Y%m%d%H%M}"),
        link=confirm_link(request, now=now),
        link_path=CONFIRM_PATH,
        due=due,
        request=request,
    )


def new_request(request: ResidentRequest, *, to: User, fits: bool, due: datetime) -> MailDraft:
    """To a beheerder; the link leads to the page behind log-in. `fits`: the address does."""
    return draft(
        _template_for_new(request),
        to=to,
        **_known(request, "new", _owner_key(request), to=to),
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
        fits=fits,
    )


def for_coordinators(request: ResidentRequest, *, to: User, due: datetime) -> MailDraft:
    """To a coordinator: a request that no beheerder can handle, with the reason."""
    return draft(
        "for_coordinators",
        to=to,
        **_known(request, "coordinators", _owner_key(request), to=to),
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
    )


def escalated(request: ResidentRequest, *, to: User, due: datetime) -> MailDraft:
    """Day 7: to a coordinator; the beheerder can still act."""
    return draft(
        "escalated",
        to=to,
        **_known(request, "escalated", _owner_key(request), to=to),
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
    )


def takes_longer(request: ResidentRequest, *, now: datetime) -> list[MailDraft]:
    """Day 7: to the resident."""
    return _to_resident("takes_longer", request, event=_owner_key(request), now=now, due=now)


def approved(request: ResidentRequest, *, now: datetime) -> list[MailDraft]:
    """To the resident, held until the beheerder can no longer undo the approval. Who comes in by
    the own page gets the link of that page.
    """
    by_own_page = comes_in_by_own_page(request)
    return _to_resident(
        "approved_own_page" if by_own_page else "approved",
        request,
        event=occasion_of_decision(request),
        now=now,
        due=_after_undo(request),
        link=own_link(request.email, now=now) if by_own_page else None,
        link_path=OWN_PAGE_PATH,
    )


def comes_in_by_own_page(request: ResidentRequest) -> bool:
    """Whether this person finds the button to the group on the own page."""
    # Asked first: of most requests the group has not been read.
    if not (request.email and request.email_confirmed_at) or request.group is None:
        return False
    by_own_page = request.group.way_of_adding == WayOfAdding.OWN_PAGE
    return by_own_page and bool(request.group.invite_link_encrypted)


def added(request: ResidentRequest, *, by: User | None, now: datetime) -> list[MailDraft]:
    """To the resident who is in the group now, with the house rules and how to stop. `by`: who
    added them, whose first name it tells where that person agreed; None for who came in alone.
    """
    return _to_resident(
        "added", request, event="", now=now, due=now, page=reverse("house_rules"), beheerder=by
    )


def declined(request: ResidentRequest, *, now: datetime) -> list[MailDraft]:
    """To the resident, held until the decision can no longer be undone; with the link to the
    page on which somebody who confirmed the address can object.
    """
    return _to_resident(
        "declined",
        request,
        event=occasion_of_decision(request),
        now=now,
        due=_after_undo(request),
        link=confirm_link(request, now=now) if request.email_confirmed_at else None,
        link_path=CONFIRM_PATH,
    )


def forwarded(request: ResidentRequest, *, handover_id: int, now: datetime) -> list[MailDraft]:
    """To the resident whose request went to the group of the address."""
    due = now + timedelta(minutes=settings.UNDO_MINUTES)
    return _to_resident("forwarded", request, event=f"{handover_id}", now=now, due=due)


def reminder(
    request: ResidentRequest, *, to: User, days: int, role: str, due: datetime
) -> MailDraft:
    """Days 3 and 5 and each week behind day 7. `role`: how the receiver has to do with it
    (beheerder, deputy or coordinator); `days`: how long it waits.
    """
    return draft(
        "reminder",
        to=to,
        **_known(request, "reminder", f"{_owner_key(request)}-{request.ladder_step}", to=to),
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
        to=to,
        **_known(request, "notadded", f"{request.due_at.timestamp():.0f}", to=to),
        link_path=reverse("request_add", args=[request.pk]),
        due=due,
        request=request,
    )


def digest(user: User, *, number: int, groups: list[str], day: date, due: datetime) -> MailDraft:
    """To a beheerder who chose one mail a day: how many requests are open."""
    return draft(
        "digest",
        to=user,
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
        to=user,
        key=f"waiting-review-{user.pk}-{day:%Y-%m-%d}",
        link_path=reverse("waiting_list"),
        due=due,
        number=number,
    )


def asked_back(request: ResidentRequest, message: RequestMessage) -> list[MailDraft]:
    """To the resident: a question about the request, with the link to answer."""
    return _conversation("asked", request, message)


def answered(request: ResidentRequest, message: RequestMessage) -> list[MailDraft]:
    """To the resident: the answer to the question."""
    return _conversation("answered", request, message)


def replied(
    request: ResidentRequest, message: RequestMessage, *, to: User, due: datetime
) -> MailDraft:
    """To the owner: the resident answered; what, stands on the page behind log-in."""
    return draft(
        "replied",
        to=to,
        **_known(request, "replied", f"{message.pk}", to=to),
        link_path=reverse("request", args=[request.pk]),
        due=due,
        request=request,
    )


def withdrawn(request: ResidentRequest, *, to: User, due: datetime) -> MailDraft:
    """To the owner: the resident does not want it any more."""
    return draft(
        "withdrawn",
        to=to,
        **_known(request, "withdrawn", to=to),
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
    """To who proposed a group: it is there."""
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


def about(request: ResidentRequest) -> str:
    """What the mails about this request are found by."""
    return f"request:{request.pk}"


def decision_mails(request: ResidentRequest) -> MailQuerySet:
    """The mail about the last decision, in whatever state it is."""
    found = Mail.objects.about(about(request), "approved", "approved_own_page", "declined")
    return found.filter(occasion=occasion_of_decision(request))


def forward_mails(request: ResidentRequest, handover_id: int) -> MailQuerySet:
    """The mail to the resident about a forwarding."""
    return Mail.objects.about(about(request), "forwarded").filter(occasion=f"{handover_id}")


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
    page: str = "",
    beheerder: User | None = None,
) -> list[MailDraft]:
    """A mail to the resident; to an address that is not confirmed only that there is news. `page`:
    the public page that its link leads to, for a mail without a link of its own.
    """
    if not request.email:
        return []
    known = _known(request, name, event)
    if request.email_confirmed_at:
        facts: dict[str, Any] = {"link": link, "link_path": link_path} if link else {}
        if page:
            facts["link_path"] = page
        # Typed by a person, so it may hold anything but the place of the link.
        words = message.text.replace(LINK_PLACEHOLDER, "(link)") if message else ""
        facts |= {"words": words, "beheerder": beheerder}
        return [draft(name, to=request.email, **known, due=due, request=request, **facts)]
    link = confirm_link(request, now=now)
    return [
        draft(
            "news",
            to=request.email,
            **known,
            due=due,
            link=link,
            link_path=CONFIRM_PATH,
            request=request,
        )
    ]


def confirm_link(request: ResidentRequest, *, now: datetime) -> Link:
    """The link with which the resident confirms the address and sees how far we are."""
    still_good = _STILL_GOOD.first(subject=request.pk, until=now + timedelta(days=2))
    return still_good or new_link(CONFIRM, request.pk, now=now, days=settings.LINK_DAYS)


def _still_good(subject: int, until: datetime) -> QuerySet[Link]:
    links = Link.objects.filter(purpose=CONFIRM, subject_id=subject, used_at=None)
    return links.filter(expires_at__gt=until).order_by("-pk")[:1]


_STILL_GOOD = Prepared(_still_good, subject=int, until=datetime)


def _known(
    request: ResidentRequest, event: str, occasion: str = "", *, to: User | None = None
) -> dict[str, str]:
    """By what a mail is found again, and its key: one for each event, occasion and receiver."""
    whom = [f"{to.pk}"] if to else []
    parts = ["request", f"{request.pk}", event, *whom, *([occasion] if occasion else [])]
    return {
        "key": "-".join(parts),
        "about": about(request),
        "event": event,
        "occasion": occasion,
    }


def occasion_of_decision(request: ResidentRequest) -> str:
    """Which decision it is: who was approved, taken back and approved again has two of them."""
    if request.decided_at is None:
        return "none"
    return f"{request.decided_at.timestamp():.6f}"


def _owner_key(request: ResidentRequest) -> str:
    # Grows with every new owner, so that a request that moved is announced to the new one.
    return occasion_of_owner(request.owner, request.group_id, request.ladder_from)


def occasion_of_owner(owner: str, group_id: int | None, since: datetime) -> str:
    """Which time a request came to an owner: by it the mails of that time are found."""
    return f"{owner}-{group_id or 0}-{since.timestamp():.0f}"


def _after_undo(request: ResidentRequest) -> datetime:
    return request.undo_until or request.due_at


def _template_for_new(request: ResidentRequest) -> str:
    if request.kind == Kind.QUESTION:
        return "new_question"
    # Approved by somebody who is beheerder no more.
    return "new_to_add" if request.state == State.APPROVED else "new_request"

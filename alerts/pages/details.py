"""What a page shows of the details of an alert, and who may do what with a photo. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from alerts.models import Alert, AlertDetails, AlertPhoto, DetailsSwitch
from alerts.pages.sharing import way_into_chat
from alerts.values.choices import AlertState
from alerts.values.details import (
    MOST_PHOTOS,
    NOTHING,
    Described,
    end_of_details,
    unseal_text,
)
from dorst_portal.accounts.models import User
from dorst_portal.kit.links import token_for
from dorst_portal.kit.models import Link
from groups.api import everybody_there, manages_group


@dataclass(frozen=True)
class SharedPage:
    """What whoever opens the link sees; of a false alarm only that it was one."""

    alert: Alert
    until: datetime
    described: Described = NOTHING
    photos: Sequence[AlertPhoto] = ()

    @property
    def is_false_alarm(self) -> bool:
        """Whether nothing was the matter."""
        return self.alert.state == AlertState.FALSE_ALARM


@dataclass(frozen=True)
class DetailsPage:
    """What staff see: all that is kept, and what may be done with it now."""

    alert: Alert
    until: datetime
    is_on: bool
    is_own: bool
    is_over: bool
    described: Described
    changed_at: datetime | None
    photos: Sequence[AlertPhoto]
    link: str
    whatsapp: str

    @property
    def may_grow(self) -> bool:
        """Whether something may be added."""
        runs = self.alert.state == AlertState.RUNNING
        return self.is_on and self.is_own and runs and not self.is_over

    @property
    def has_room(self) -> bool:
        """Whether one more photo fits."""
        return len(self.photos) < MOST_PHOTOS

    @property
    def can_be_shared(self) -> bool:
        """Whether a link would show anything."""
        return self.described != NOTHING or any(photo.approved_at for photo in self.photos)

    @property
    def has_anything(self) -> bool:
        """Whether there is anything to wipe."""
        return self.described != NOTHING or bool(self.photos)


def is_over(alert: Alert, *, now: datetime) -> bool:
    """Whether nothing of the details may be seen any more, whatever the timetable did."""
    false = alert.state == AlertState.FALSE_ALARM
    return false or now >= end_of_details(alert.created_at, alert.closed_at)


def details_page(alert: Alert, *, user: User, now: datetime, shared: str) -> DetailsPage:
    """All of it, for who may see the alert; `shared` is the purpose of its links."""
    over = is_over(alert, now=now)
    kept = None if over else AlertDetails.objects.filter(alert=alert).first()
    photos = [] if over else list(AlertPhoto.objects.filter(alert=alert).without_bytes())
    link = "" if over else _link_of(alert, shared=shared, now=now)
    text = f"Bijzonderheden bij de melding in groep {alert.group.name}: {link}"
    return DetailsPage(
        alert=alert,
        until=end_of_details(alert.created_at, alert.closed_at),
        is_on=DetailsSwitch.objects.is_on(),
        is_own=manages_group(user, alert.group),
        is_over=over,
        described=unseal_text(kept.sealed) if kept else NOTHING,
        changed_at=kept.changed_at if kept else None,
        photos=photos,
        link=link,
        whatsapp=way_into_chat(alert.group, text)[0] if link else "",
    )


def shared_page(alert: Alert, *, now: datetime) -> SharedPage | None:
    """What the link shows, or None when there is nothing (any more)."""
    until = end_of_details(alert.created_at, alert.closed_at)
    if now >= until:
        return None
    if alert.state == AlertState.FALSE_ALARM:
        return SharedPage(alert, until)
    kept = AlertDetails.objects.filter(alert=alert).first()
    photos = list(AlertPhoto.objects.filter(alert=alert).approved().without_bytes())
    if kept is None and not photos:
        return None
    return SharedPage(alert, until, unseal_text(kept.sealed) if kept else NOTHING, photos)


def may_approve(user: User, photo: AlertPhoto, *, now: datetime) -> bool:
    """Whether this is a second person: another beheerder or deputy of the group, or a coordinator
    when nobody else of the group is there.
    """
    if user.pk in (photo.added_by_id, photo.covered_by_id):
        return False
    if manages_group(user, photo.alert.group):
        return True
    return user.is_platform and not second_persons(photo, now=now)


def second_persons(photo: AlertPhoto, *, now: datetime) -> list[User]:
    """Who of the group may approve it, and is there."""
    did = (photo.added_by_id, photo.covered_by_id)
    return [user for user in everybody_there(photo.alert.group, now=now) if user.pk not in did]


def _link_of(alert: Alert, *, shared: str, now: datetime) -> str:
    """The address of the link that works now; made anew each time, stored nowhere."""
    links = Link.objects.filter(purpose=shared, subject_id=alert.pk, used_at=None)
    newest = links.filter(expires_at__gt=now).order_by("-pk").first()
    if newest is None:
        return ""
    return f"{settings.SITE_URL}{reverse('shared_details_link', args=[token_for(newest)])}"

"""A photo with an alert: made anew and sealed, covered by hand, approved by a second person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from alerts.models import Alert, AlertPhoto
from alerts.pages.details import may_approve
from alerts.services.keeping import note_of_details, own_growing, own_kept
from alerts.values.covers import boxes_of
from alerts.values.details import MOST_PHOTOS, seal_photo, unseal_photo
from dorst_portal.accounts.models import User
from dorst_portal.kit.pictures.remaking import covered, remade
from dorst_portal.kit.ratelimit import Limit, hit
from dorst_portal.languages.words import lazy_text
from groups.api import Refused

_DAY: Final = 24 * 60 * 60
PER_USER: Final = 20
PER_ALERT: Final = 10

TOO_MANY: Final = lazy_text("Bij een melding mogen hoogstens {most} foto's.")
TOO_OFTEN: Final = lazy_text("Er zijn vandaag al veel foto's gestuurd. Morgen kan het weer.")
_APPROVED_ALREADY: Final = lazy_text("Deze foto is al goedgekeurd, of weg.")
_CHANGED: Final = lazy_text("De foto is net anders afgedekt. Kijk nog een keer.")


def add_photo(alert: Alert, sent: bytes, *, by: User, now: datetime) -> AlertPhoto:
    """Keep what a photo shows, of this alert. What was sent itself is kept nowhere. Raises Refused,
    or BadPicture.
    """
    with transaction.atomic():
        _room_for_one(own_growing(alert, by=by, now=now))
    # Outside the transaction: a try that was refused counts, and decoding takes its time.
    if hit(_limits(alert, by), now=now):
        raise Refused(TOO_OFTEN)
    picture = seal_photo(remade(sent))
    with transaction.atomic():
        own = own_growing(alert, by=by, now=now)
        _room_for_one(own)
        photo = AlertPhoto.objects.create(alert=own, added_by=by, added_at=now, original=picture)
        note_of_details("alert.photo_added", own, by=by, now=now)
    return photo


def cover(photo: AlertPhoto, cells: Sequence[str], *, by: User, now: datetime) -> None:
    """Make the copy on which these squares are black; as often as needed, until it is approved.
    Raises Refused.
    """
    if photo.original is None:
        raise Refused(_APPROVED_ALREADY)
    copy = seal_photo(covered(unseal_photo(bytes(photo.original)), boxes_of(cells)))
    with transaction.atomic():
        own = own_growing(photo.alert, by=by, now=now)
        waiting = AlertPhoto.objects.filter(pk=photo.pk, approved_at__isnull=True)
        if not waiting.update(covered=copy, covers=list(cells), covered_by=by, covered_at=now):
            raise Refused(_APPROVED_ALREADY)
        note_of_details("alert.photo_covered", own, by=by, now=now)


def approve(photo: AlertPhoto, *, seen: datetime, by: User, now: datetime) -> None:
    """A second person says that this copy may be shown; what lies below the black is deleted.
    `seen`: when the copy that they looked at was made. Raises Refused.
    """
    with transaction.atomic():
        if not may_approve(by, photo, now=now):
            raise Refused(_("Iemand anders moet deze foto goedkeuren."))
        waiting = AlertPhoto.objects.filter(pk=photo.pk, approved_at__isnull=True, covered_at=seen)
        a_second = waiting.exclude(added_by=by).exclude(covered_by=by)
        if not a_second.update(approved_by=by, approved_at=now, original=None):
            raise Refused(_CHANGED)
        note_of_details("alert.photo_approved", photo.alert, by=by, now=now)


def remove(photo: AlertPhoto, *, by: User, now: datetime) -> None:
    """Delete one photo. Raises Refused."""
    with transaction.atomic():
        own = own_kept(photo.alert, by=by, now=now)
        if AlertPhoto.objects.filter(pk=photo.pk).delete()[0]:
            note_of_details("alert.photo_removed", own, by=by, now=now)


def _room_for_one(alert: Alert) -> None:
    if AlertPhoto.objects.filter(alert=alert).count() >= MOST_PHOTOS:
        raise Refused(TOO_MANY.format(most=MOST_PHOTOS))


def _limits(alert: Alert, by: User) -> list[Limit]:
    return [
        Limit("photo-user", str(by.pk), PER_USER, _DAY),
        Limit("photo-alert", str(alert.pk), PER_ALERT, _DAY),
    ]

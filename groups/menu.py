"""The menu of a beheerder and of a coordinator (settings.STAFF_MENU)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.kit.menus import MenuItem, menu_item
from dorst_portal.kit.rows.counting import Count
from dorst_portal.kit.rows.prepared import Prepared
from dorst_portal.languages.words import lazy_text
from groups.models import Appointment
from groups.waiting import with_waiting

_PLATFORM: Final = (
    (lazy_text("Overzicht"), "platform"),
    (lazy_text("Aanvragen"), "platform_requests"),
    (lazy_text("Groepen"), "platform_groups"),
    (lazy_text("Straten"), "platform_streets"),
    (lazy_text("Beheerders"), "appointments"),
)
_MORE: Final = (
    (lazy_text("Partners"), "partners"),
    (lazy_text("Berichten"), "bulletins"),
    (lazy_text("Cijfers"), "figures"),
    (lazy_text("Teksten"), "texts"),
    (lazy_text("Logboek"), "audit_log"),
)


# A line of a laptop holds six; the groups of somebody with three or more stand behind "Meer".
_GROUPS_IN_LINE: Final = 2


def staff_menu(request: HttpRequest) -> Sequence[MenuItem]:
    """Own groups and how many requests wait there, in one query that counts no further than
    anybody reads; for staff also the platform. At most six lines are not behind "Meer".
    """
    user = request.user
    if not isinstance(user, User):
        return []
    groups = sorted(set(_OWN_GROUPS(user=user.pk, now=timezone.now())))
    items = _lines(request, _PLATFORM) if user.is_platform else []
    if groups or not user.is_platform:
        waiting = Count(sum(waiting for _name, _slug, waiting, _to_close in groups))
        label = _("Mijn aanvragen") if user.is_platform else _("Aanvragen")
        items.append(menu_item(request, label, reverse("inbox"), count=str(waiting)))
    staff = user.is_platform
    for place, (name, slug, _waiting, _to_close) in enumerate(groups):
        label = _("Mijn groep") if len(groups) == 1 else _("Groep {group}").format(group=name)
        more = staff or place >= _GROUPS_IN_LINE
        items.append(menu_item(request, label, reverse("my_group", args=[slug]), more=more))
    if groups:
        items.append(menu_item(request, _("Contacten"), reverse("contacts"), more=staff))
    if groups or staff:
        to_close = sum(to_close for *_group, to_close in groups)
        count = str(Count(to_close)) if to_close else None
        items.append(menu_item(request, _("Meldingen"), reverse("alerts"), count=count, more=staff))
    items += _lines(request, _MORE, more=True) if staff else []
    items.append(menu_item(request, _("Instellingen"), reverse("notice_settings"), more=staff))
    return items


def _lines(
    request: HttpRequest, pages: Sequence[tuple[str, str]], *, more: bool = False
) -> list[MenuItem]:
    return [menu_item(request, label, reverse(name), more=more) for label, name in pages]


def _own_groups(user: int, now: datetime) -> QuerySet[Appointment, Any]:
    active: Any = with_waiting(Appointment.objects.active(now).filter(user=user))
    rows: QuerySet[Appointment, Any] = active.values_list(
        "group__name", "group__slug", "waiting", "to_close"
    )
    return rows


_OWN_GROUPS = Prepared(_own_groups, user=int, now=datetime)

"""Reads of memberships."""

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone

from dorst_portal.kit.rows.keyset import RowKeyset
from groups.values.member_search import read_sought

# By street and number.
BY_ADDRESS: Final = RowKeyset("street_text", "house_number", "id", nulls_last="house_number")

if TYPE_CHECKING:
    from dorst_portal.accounts.models import User
    from groups.models import Membership, ResidentRequest  # noqa: F401 - for the types below


_SHORT: Final = 4


def _holds_word(word: str) -> Q:
    """A part of a word; of a short number only the beginning, so that 12 finds a house number and
    not everybody with a 12 somewhere in the telephone number.
    """
    if word[0].isdigit() and len(word) < _SHORT:
        return Q(search_key__contains=f" {word}")
    return Q(search_key__contains=word)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who is in which group."""

    def current(self) -> "MembershipQuerySet":
        """Members of today."""
        return self.filter(until__isnull=True)

    def untold(self) -> "MembershipQuerySet":
        """Members of today who did not hear that they stand on the list, and get no mail yet."""
        return self.current().filter(told_at__isnull=True)

    def told_by_mail(self) -> "MembershipQuerySet":
        """Who has an address at which telling did not fail."""
        return self.filter(email_failed_at__isnull=True).exclude(email="")

    def told_in_person(self) -> "MembershipQuerySet":
        """Who needs a letter or a call."""
        return self.filter(Q(email="") | Q(email_failed_at__isnull=False))

    def to_put_in_chat(self) -> "MembershipQuerySet":
        """Who is on the list and not in the chat yet."""
        return self.current().filter(to_confirm=True)

    def to_take_out_of_chat(self) -> "MembershipQuerySet":
        """Who is gone from the list and still in the chat; not who came back with the same number,
        and belongs there.
        """
        back = self.model.objects.current().filter(
            group=models.OuterRef("group"), mobile=models.OuterRef("mobile")
        )
        return self.filter(
            ~models.Exists(back),
            until__isnull=False,
            left_chat_at__isnull=True,
            anonymised_at__isnull=True,
        )

    def visible_to(self, user: "User") -> "MembershipQuerySet":
        """Members of the user's own groups; of all groups for staff (who leave a line)."""
        if user.is_platform:
            return self.all()
        return self.filter(group__in=user.appointments.active(timezone.now()).values("group"))

    def found_by(self, typed: str) -> "MembershipQuerySet":
        """Those whose name, address or number holds what was typed; none when that is nothing."""
        sought = read_sought(typed)
        if not sought:
            return self.none()
        found = Q(pk__in=())
        if sought.digits:
            found |= Q(search_key__contains=sought.digits)
        if sought.words:
            found |= reduce(and_, map(_holds_word, sought.words))
        return self.filter(found)

    def by_address(self) -> "MembershipQuerySet":
        """As a beheerder knows them; pages go by this order."""
        return BY_ADDRESS.sort(self)

    def alike(self, request: "ResidentRequest") -> "MembershipQuerySet":
        """Members of the request's own group at its address, or with its number."""
        number = Q(mobile=request.mobile)
        household = Q(
            street=request.street_id,
            house_number=request.house_number,
            house_letter=request.house_letter,
            house_number_addition=request.house_number_addition,
        )
        alike = number | household if request.street_id else number
        return self.filter(alike, group=request.group_id).order_by("id")

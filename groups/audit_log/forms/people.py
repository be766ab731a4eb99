"""Whose lines somebody wants to see: an account from a list, or a name or address as typed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.kit.inputs.choosing import Choice, ChoosingField, Things
from dorst_portal.kit.inputs.text import whole_number
from dorst_portal.kit.search import holds, key_of, suggested
from dorst_portal.languages.words import lazy_text

_MOST_NAMESAKES: Final = 20
_MOST_SUGGESTED: Final = 10


class Accounts(Things[Sequence[User]]):
    """All accounts: beheerders, former ones and Platform Dorst. A list sends their numbers, so that
    no name stands in the address of the page; a name that is typed means all who are called so.
    """

    typing_hint = lazy_text("Typ een deel van de naam of het e-mailadres.")

    def listed(self, most: int) -> Sequence[Choice]:
        rows = User.objects.order_by("search_key", "email").only("name", "email")[:most]
        labels = _labels(rows)
        return [Choice(str(user.pk), labels[user]) for user in rows]

    def named(self, typed: str) -> Sequence[User] | None:
        number = whole_number(typed)
        if number:
            meant = Q(pk=number)
        elif "@" in typed:
            return list(User.objects.with_email(typed)) or None
        elif key_of(typed):
            meant = Q(search_key=key_of(typed))
        else:
            return None
        return list(User.objects.filter(meant)[:_MOST_NAMESAKES]) or None

    def like(self, typed: str, *, most: int) -> Sequence[Choice]:
        near = User.objects.exclude(name="").filter(holds(typed.split()[0]))
        names = near.order_by("name").values_list("name", flat=True).distinct()
        return [Choice(name, name) for name in names[:most]]

    def choice_of(self, thing: Sequence[User]) -> Choice:
        value = str(thing[0].pk) if len(thing) == 1 else thing[0].name
        return Choice(value, str(thing[0]))

    def is_readable(self, typed: str) -> bool:
        return not typed.isdecimal()

    def unknown(self, typed: str) -> str:
        readable = self.is_readable(typed)
        return _("We kennen niemand die zo heet.") if readable else _("Kies iemand uit de lijst.")

    def suggestions_url(self) -> str:
        return reverse("account_suggestions")


def suggested_accounts(typed: str) -> Sequence[Choice]:
    """Accounts to offer while somebody types a name, or else an address. At most three queries."""
    rows = User.objects.only("name", "email")
    found = suggested(rows, typed, most=_MOST_SUGGESTED)
    if not found:
        by_address = rows.filter(email__startswith=typed.strip().lower())
        found = list(by_address.order_by("email")[:_MOST_SUGGESTED])
    times = Counter(user.name for user in found)
    return [
        Choice(
            user.name if user.name and times[user.name] == 1 else user.email, str(user), user.email
        )
        for user in found
    ]


class PeopleField(ChoosingField):
    """Somebody with an account; gives the accounts that are meant, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Accounts(), empty=lazy_text("Iedereen"), max_length=254, **kwargs)


def _labels(users: Iterable[User]) -> dict[User, str]:
    """Names, with the address behind it where two are called the same."""
    times = Counter(str(user) for user in users)
    return {
        user: str(user) if times[str(user)] == 1 else f"{user} ({user.email})" for user in users
    }

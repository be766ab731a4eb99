"""The lines of the list of members and of the page of comparing, drawn in one go.

A template for each line took as long as all the rest of a page of a hundred (docs/speed.md). What
is the same on every line is drawn once; whatever is text is escaped where it is filled in, by the
function that Django's own escaping comes down to.
"""

from collections.abc import Iterable
from html import escape
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dorst_portal.kit import dutch
from dorst_portal.kit.templatetags.portal import button, tag
from groups.members.comparing import Known
from groups.models import Membership, WatchGroup
from groups.querysets.memberships import MembershipQuerySet
from groups.values.addresses import address_of

# What somebody is to the list, on the page of comparing.
LISTED: Final = "listed"
TO_ADD: Final = "to_add"
GONE: Final = "gone"
BEHEERDER: Final = "beheerder"

_LINE: Final = (
    '<li><span><a href="{here}{pk}/">{name}</a>{beside}{found}</span>\n<span>{address}</span>\n'
    '<div><span class="dp-phone">{number}</span>%s</div></li>\n'
)
_FORM: Final = '\n<form method="post" action="{here}{pk}/nummer/">{proof}%s</form>'
_BOXES: Final = {LISTED: "weg", TO_ADD: "erin"}


class Listed(NamedTuple):
    """What a list shows of a member, and no more: a whole row takes twice as long to read."""

    pk: int
    name: str
    organisation: str
    mobile: str
    email: str
    street_text: str
    house_number: int | None
    house_letter: str
    house_number_addition: str
    to_confirm: bool

    @property
    def address(self) -> str:
        """Street and house number as written on an envelope."""
        return address_of(*self[5:9])


def listed(members: MembershipQuerySet) -> "QuerySet[Membership, Any]":
    """Of these members what a list shows; `Listed._make` makes lines of them."""
    return members.values_list(*Listed._fields, named=True)


class Row(NamedTuple):
    """Somebody of the group, to compare; `number` is masked. `like`: whom in the chat they look
    like. `is_own`: the one who asks, whom an app calls "Jij".
    """

    kind: str
    known: Known
    name: str
    place: str
    number: str = ""
    is_own: bool = False
    like: str = ""


def member_lines(rows: Iterable[Listed], group: WatchGroup, *, csrf_token: str = "") -> SafeString:
    """Names, addresses and masked numbers; with a token each number has a button to see it."""
    show = _FORM % button(_("Toon nummer"), kind="link", about="{name}") if csrf_token else ""
    line = (_LINE % show).format
    to_confirm = " " + tag(_("te bevestigen"), kind="warn")
    here = reverse("members", args=[group.slug])
    proof = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', csrf_token)
    return SafeString(
        "".join(
            line(
                here=here,
                pk=row.pk,
                name=escape(row.name),
                beside=f" ({escape(row.organisation)})" if row.organisation else "",
                found=to_confirm if row.to_confirm else "",
                address=escape(row.address),
                number=escape(dutch.masked_phone(row.mobile)),
                proof=proof,
            )
            for row in rows
        )
    )


def compared_lines(rows: Iterable[Row]) -> SafeString:
    """Everybody as `static/compare.js` reads them; who is on the list has a box to tick."""
    return SafeString("".join(map(_compared_line, rows)))


def _compared_line(row: Row) -> str:
    name, known, box = escape(row.name), row.known, _BOXES.get(row.kind)
    start = (
        f'<li data-kind="{row.kind}" data-names="{escape(known.names)}"'
        f' data-trace="{known.trace}" data-address="{escape(known.address)}"'
        f"{' data-own' if row.is_own else ''}>"
    )
    line = f'<span class="dp-acts__line">{escape(row.place)}{_behind(row.number)}</span>'
    if not box:
        return f"{start}{name}{line}</li>\n"
    in_group = _("In de groep:")
    return (
        f'{start}<div class="form-check"><input class="form-check-input" type="checkbox"'
        f' name="{box}" value="{known.pk}" id="wie_{known.pk}">'
        f'<label class="form-check-label" for="wie_{known.pk}">{name}{line}'
        f'<span class="dp-acts__line" data-like{"" if row.like else " hidden"}>'
        f"{escape(in_group)} <b>{escape(row.like)}</b></span></label></div></li>\n"
    )


def _behind(number: str) -> str:
    """A masked number behind an address, on one line where it is a Dutch mobile number."""
    if number.startswith("06 "):
        return f', <span class="dp-whole">{escape(number)}</span>'
    return f", {escape(number)}" if number else ""

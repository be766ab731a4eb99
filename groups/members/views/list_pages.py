"""The pages of a list of members on its way: the same for a beheerder and for Platform Dorst, who
come in by doors of their own (`imports`, `village_imports`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.rows.keyset import asked_key
from dorst_portal.kit.spreadsheets import csv_file
from dorst_portal.languages.current import DUTCH
from groups.audit_log.services.looks import note_waiting_list_seen
from groups.members.forms.imports import PartsForm, RowForm, SendForm, TakeOverForm
from groups.members.pages.import_words import problem_in_words
from groups.members.pages.imports import HEADER, left_rows, list_page, recent_lists
from groups.members.services.imports import lists, undoing
from groups.members.services.imports.rows import change_row, settle_row
from groups.models import MemberImport, MemberImportRow, WatchGroup
from groups.querysets.member_imports import MemberImportQuerySet
from groups.refusals import Refused
from groups.values.member_import_states import DOUBTS, SURE, ListState

# So often the page of a list that a worker is at looks again by itself.
REFRESH_SECONDS: Final = "2"
_TEMPLATES: Final = "groups/members/beheer"


@dataclass(frozen=True)
class Door:
    """By which way somebody comes to lists, and which those are. `names`: the first part of the
    names of its routes; `arguments`: what stands in their addresses before the list.
    """

    names: str
    arguments: Sequence[str]
    lists: MemberImportQuerySet
    group: WatchGroup | None = None

    @property
    def by_platform(self) -> bool:
        """Whether it is the one of Platform Dorst."""
        return self.group is None

    @property
    def sending(self) -> str:
        """The page to send a list on."""
        return reverse(f"{self.names}_new", args=self.arguments)

    def list(self, pk: int) -> MemberImport:
        """One of its lists; 404 for any other."""
        rows = self.lists.without_content().select_related("by", "group")
        return get_object_or_404(rows, pk=pk)

    def row(self, pk: int, row: int) -> MemberImportRow:
        """A row of one of its lists that is looked at."""
        rows = MemberImportRow.objects.select_related("group", "batch__group", "batch__by")
        looked_at = rows.filter(batch__in=self.lists.filter(pk=pk, state=ListState.READY))
        return get_object_or_404(looked_at.defer("batch__content"), pk=row)

    def page_of(self, pk: int) -> str:
        """The page of a list."""
        return reverse(self.names, args=[*self.arguments, pk])


def send_page(request: HttpRequest, door: Door, form: SendForm, group: WatchGroup | None) -> Any:
    """The form to send a list with; stores what was sent with it."""
    if form.is_valid():
        try:
            batch = lists.store(
                **form.sent(),
                group=group,
                by_platform=door.by_platform,
                by=user_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("bestand", str(refusal))
        else:
            return redirect(door.page_of(batch.pk))
    recent = [(batch, door.page_of(batch.pk)) for batch in recent_lists(door.lists)]
    context = {"door": door, "form": form, "recent": recent, "group": door.group}
    return render(request, f"{_TEMPLATES}/list_send.html", context)


def show_list(
    request: HttpRequest,
    door: Door,
    batch: MemberImport,
    *,
    parts: PartsForm | None = None,
    form: TakeOverForm | None = None,
) -> HttpResponse:
    """How far a list is, and what there is to say about its rows."""
    now = timezone.now()
    page = list_page(batch, kind=request.GET.get("soort", ""), after=asked_key(request), now=now)
    if page.rows and door.by_platform:
        note_waiting_list_seen(batch, by=user_of(request), now=now)
    context = {
        "door": door,
        "group": batch.group,
        "page": page,
        "batch": batch,
        "this_list": door.page_of(batch.pk),
        "form": form or TakeOverForm(counted=page.counted),
        "parts": parts or PartsForm(batch=batch),
    }
    response = render(request, f"{_TEMPLATES}/list_import.html", context)
    if page.is_busy and request.method != "POST":
        # Only while nothing on the page can be read or pressed but how far it is.
        response.headers["Refresh"] = REFRESH_SECONDS
    return response


def choose_parts(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """Have a list checked with the columns that were pointed out."""
    batch = door.list(pk)
    form = PartsForm(request.POST, batch=batch)
    if not form.is_valid():
        return show_list(request, door, batch, parts=form)
    lists.choose_parts(batch, form.parts(), by=user_of(request), now=timezone.now())
    return redirect(door.page_of(pk))


def confirm(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """Have a list taken over that was looked at."""
    batch = door.list(pk)
    # What may be ticked: more than there is does no harm.
    granted = [kind for kind in DOUBTS if f"ook_{kind}" in request.POST]
    lists.confirm(batch, granted, by=user_of(request), now=timezone.now())
    return redirect(door.page_of(pk))


def drop(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """Leave a list: nobody of it comes on the list of members."""
    lists.drop(door.list(pk), by=user_of(request), now=timezone.now())
    messages.success(request, _("Weggegooid. De ledenlijst bleef zoals die was."))
    return redirect(door.sending)


def undo(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """Take everybody who came with a list off the list of members again."""
    number = undoing.undo(door.list(pk), by=user_of(request), now=timezone.now())
    text = ngettext(
        "Ongedaan gemaakt: 1 lid ging van de ledenlijst.",
        "Ongedaan gemaakt: {n} leden gingen van de ledenlijst.",
        number,
    )
    messages.success(request, text.format(n=number))
    return redirect(door.page_of(pk))


def row_page(request: HttpRequest, door: Door, pk: int, row: int) -> HttpResponse:
    """One row, to put it right."""
    user, now = user_of(request), timezone.now()
    found = door.row(pk, row)
    form = RowForm(request.POST if request.method == "POST" else None, row=found)
    back = f"{door.page_of(pk)}?soort={found.verdict}"
    if form.is_valid():
        change_row(found, form.facts(), by=user, now=now)
        if found.verdict in SURE:
            messages.success(request, _("Regel {line} klopt nu.").format(line=found.line))
            return redirect(back)
        form = RowForm(row=found)
    if request.method != "POST" and door.by_platform:
        note_waiting_list_seen(found.batch, by=user, now=now)
    context = {
        "door": door,
        "row": found,
        "problem": problem_in_words(found.problem),
        "form": form,
        "back_to": back,
        "this_row": f"{door.page_of(pk)}regel/{row}/",
        "is_doubt": found.verdict in DOUBTS,
        "was_sent": request.method == "POST" and not form.errors,
    }
    return render(request, f"{_TEMPLATES}/list_row.html", context)


def settle(request: HttpRequest, door: Door, pk: int, row: int) -> HttpResponse:
    """Take a row with its doubts, leave it out, or neither."""
    found = door.row(pk, row)
    verdict, wanted = found.verdict, request.POST.get("wat", "")
    settle_row(
        found,
        granted=wanted == "toch",
        left_out=wanted == "weg",
        by=user_of(request),
        now=timezone.now(),
    )
    told = {
        "toch": _("Regel {line} gaat toch mee."),
        "weg": _("Regel {line} gaat niet mee."),
    }.get(wanted, _("Regel {line} is weer zoals eerst."))
    messages.success(request, told.format(line=found.line))
    return redirect(f"{door.page_of(pk)}?soort={verdict}")


def left_file(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """The rows that do not come on the list, with why: to put them right and send them again."""
    batch = door.list(pk)
    if door.by_platform:
        note_waiting_list_seen(batch, by=user_of(request), now=timezone.now())
    with override(DUTCH):  # as everything in the file
        return csv_file("niet-overgenomen", HEADER, left_rows(batch))

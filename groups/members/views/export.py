"""Taking the list of members along, behind a fresh log-in."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.kit import vcards
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.paper.answers import pdf_answer
from dorst_portal.kit.spreadsheets import csv_file, file_to_save, xlsx_file
from groups.members.forms.export import CARDS, CSV, PDF, XLSX, ExportForm
from groups.members.pages.files import HEADER, cards_of, row_of
from groups.members.services.exporting import take_along
from groups.members.views.access import visible_group
from groups.models import Membership, WatchGroup


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login_required
def members_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The list as a file or on paper, for who says what for; that leaves a line."""
    user, now = user_of(request), timezone.now()
    group = visible_group(user, slug)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "group": group}
        return render(request, "groups/members/beheer/members_export.html", context)
    chosen = form.cleaned_data
    members = take_along(group, **chosen, by=user, now=now)
    file = _file(group, chosen["form"], members)
    if file is not None:
        return file
    context = {"group": group, "members": members, "by": user, "now": now}
    template = "groups/members/beheer/members_paper.html"
    if chosen["form"] == PDF:
        html = render_to_string(template, context, request=request)
        return pdf_answer(request, html, name=f"ledenlijst-{slug}")
    return render(request, template, context)


def _file(group: WatchGroup, form: str, members: Sequence[Membership]) -> HttpResponse | None:
    """The file to save; None when the list is for paper."""
    name = f"ledenlijst-{group.slug}"
    rows = map(row_of, members)
    if form == XLSX:
        return xlsx_file(name, HEADER, rows)
    if form == CSV:
        return csv_file(name, HEADER, rows)
    if form == CARDS:
        return file_to_save(f"{name}.vcf", cards_of(members).encode(), vcards.CONTENT_TYPE)
    return None

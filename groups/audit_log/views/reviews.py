"""The weekly look at who looked at what, ticked off by a person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.rows.keyset import asked_key
from groups.audit_log.forms.log import ReviewNoteForm
from groups.audit_log.services import week_reviews as service
from groups.models import WeekReview
from groups.refusals import Refused


@coordinator_only
@require_safe
def week_reviews(request: HttpRequest) -> HttpResponse:
    """The weeks, the latest first, a page by key."""
    page = service.list_page(after=asked_key(request))
    return render(request, "groups/audit_log/platform/week_reviews.html", {"page": page})


@coordinator_only
@require_safe
def week_review(request: HttpRequest, pk: int) -> HttpResponse:
    """What stood out in one week."""
    review = get_object_or_404(WeekReview.objects.select_related("checked_by"), pk=pk)
    context = {"page": service.page_of(review), "form": ReviewNoteForm()}
    return render(request, "groups/audit_log/platform/week_review.html", context)


@coordinator_only
@require_POST
def week_review_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, with a note or without. Who is second sees who was first, and keeps the note."""
    review = get_object_or_404(WeekReview, pk=pk)
    form = ReviewNoteForm(request.POST)
    if form.is_valid():
        note, by, now = form.cleaned_data["note"], user_of(request), timezone.now()
        try:
            service.check_review(review, note=note, by=by, now=now)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            review = WeekReview.objects.select_related("checked_by").get(pk=pk)
        else:
            messages.success(request, _("Afgevinkt. Dank je wel."))
            return redirect("week_reviews")
    context = {"page": service.page_of(review), "form": form}
    return render(request, "groups/audit_log/platform/week_review.html", context)

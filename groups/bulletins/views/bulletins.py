"""Messages of Platform Dorst to the beheerders: written, looked at, tested and sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.rows.keyset import asked_key
from groups.bulletins import services as service
from groups.bulletins.forms import BulletinForm, VersionForm
from groups.bulletins.pages import bulletins as bulletins_page
from groups.models import Bulletin
from groups.refusals import Refused, refused_leads_to


@coordinator_only
@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """All messages, the latest first, a page by key."""
    page = bulletins_page.list_page(after=asked_key(request))
    return render(request, "groups/bulletins/platform/bulletins.html", {"page": page})


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def bulletin_new(request: HttpRequest) -> HttpResponse:
    """Write a message; then look at it before it goes anywhere."""
    form = BulletinForm(request.POST or None)
    if form.is_valid():
        made = service.make_bulletin(form.written(), by=user_of(request), now=timezone.now())
        return redirect("bulletin_preview", made.pk)
    return render(request, "groups/bulletins/platform/bulletin_form.html", {"form": form})


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def bulletin_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft. Who is second sees what it became, and keeps what they typed."""
    bulletin = get_object_or_404(Bulletin, pk=pk)
    if bulletin.sent_at and not request.POST:
        return redirect("bulletin_page", pk)
    form = BulletinForm(request.POST or None, bulletin=bulletin)
    context: dict[str, object] = {"form": form, "bulletin": bulletin}
    if form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            service.change_bulletin(
                bulletin, form.written(), version=seen, by=user_of(request), now=timezone.now()
            )
        except Refused:
            bulletin.refresh_from_db()
            form.keep_for(bulletin)
            context |= {"is_second": True, "changed_by": bulletins_page.changed_by(bulletin)}
        else:
            return redirect("bulletin_preview", pk)
    return render(request, "groups/bulletins/platform/bulletin_form.html", context)


@coordinator_only
@require_safe
def bulletin_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as it will be, and the buttons to test and to send it."""
    bulletin = get_object_or_404(Bulletin.objects.prefetch_related("groups"), pk=pk)
    if bulletin.sent_at:
        return redirect("bulletin_page", pk)
    page = bulletins_page.preview_of(bulletin, user=user_of(request), now=timezone.now())
    context = {"bulletin": bulletin, "page": page}
    return render(request, "groups/bulletins/platform/bulletin_preview.html", context)


@coordinator_only
@require_POST
@refused_leads_to("bulletin_preview", "pk")
def bulletin_test(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail, to oneself."""
    bulletin, seen = get_object_or_404(Bulletin, pk=pk), VersionForm(request.POST).seen()
    user = user_of(request)
    service.send_test(bulletin, version=seen, by=user, now=timezone.now())
    messages.success(request, _("De test gaat nu naar {email}.").format(email=user.email))
    return redirect("bulletin_preview", pk)


@coordinator_only
@require_POST
@refused_leads_to("bulletin_preview", "pk")
def bulletin_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to all its beheerders; pressed twice, it leaves once."""
    bulletin, seen = get_object_or_404(Bulletin, pk=pk), VersionForm(request.POST).seen()
    sent = service.send_bulletin(bulletin, version=seen, by=user_of(request), now=timezone.now())
    if sent.groups == 1:
        told = ngettext(
            "Verstuurd aan 1 beheerder van 1 groep.",
            "Verstuurd aan {n} beheerders van 1 groep.",
            sent.people,
        )
    else:
        told = ngettext(
            "Verstuurd aan 1 beheerder van {groups} groepen.",
            "Verstuurd aan {n} beheerders van {groups} groepen.",
            sent.people,
        )
    messages.success(request, told.format(n=sent.people, groups=sent.groups))
    return redirect("bulletin_page", pk)


@coordinator_only
@require_POST
@refused_leads_to("bulletin_preview", "pk")
def bulletin_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    bulletin, seen = get_object_or_404(Bulletin, pk=pk), VersionForm(request.POST).seen()
    service.drop_bulletin(bulletin, version=seen, by=user_of(request), now=timezone.now())
    messages.success(request, _("Het bericht is weg."))
    return redirect("bulletins")


@coordinator_only
@require_safe
def bulletin_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A sent message: in which groups it was shared, and where not yet."""
    bulletin = get_object_or_404(Bulletin.objects.select_related("sent_by"), pk=pk)
    if not bulletin.sent_at:
        return redirect("bulletin_preview", pk)
    page = bulletins_page.progress_of(
        bulletin,
        shown=request.GET.get("toon", ""),
        after=asked_key(request),
        now=timezone.now(),
    )
    return render(
        request, "groups/bulletins/platform/bulletin.html", {"bulletin": bulletin, "page": page}
    )


@coordinator_only
@require_POST
@refused_leads_to("bulletin_page", "pk")
def bulletin_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more where nobody shared it."""
    bulletin = get_object_or_404(Bulletin, pk=pk)
    people = service.remind_of_bulletin(bulletin, by=user_of(request), now=timezone.now())
    told = ngettext(
        "1 beheerder krijgt een herinnering.", "{n} beheerders krijgen een herinnering.", people
    )
    messages.success(request, told.format(n=people))
    return redirect("bulletin_page", pk)

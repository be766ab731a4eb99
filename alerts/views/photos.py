"""Photos of an alert: sending one, covering it, approving it, and the picture itself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alerts.forms.details import CoverForm, PhotoForm
from alerts.models import AlertPhoto, DetailsSwitch
from alerts.pages.details import may_approve, second_persons
from alerts.services import photos
from alerts.services.looks import note_details_seen
from alerts.values.details import moment_seen, unseal_photo
from alerts.views.access import ONLY_A_BEHEERDER, own_alert
from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.pictures.remaking import BadPicture
from dorst_portal.languages.words import either
from groups.api import Refused, manages_group, refused_leads_to


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("alert_details", "pk")
def alert_photo_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a photo."""
    user = user_of(request)
    alert = own_alert(user, pk)
    is_on = DetailsSwitch.objects.is_on()
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if form.is_valid():
        try:
            sent = form.cleaned_data["foto"]
            photo = photos.add_photo(alert, sent, by=user, now=timezone.now())
        except BadPicture as refusal:
            form.add_error("foto", str(refusal))
        else:
            return redirect("alert_photo", photo.pk)
    context = {"alert": alert, "form": form, "is_on": is_on}
    return render(request, "alerts/beheer/photo_new.html", context)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("alert_photo", "pk")
def alert_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Cover it, or look at what somebody else covered."""
    user, now = user_of(request), timezone.now()
    photo = _visible_photo(user, pk)
    is_own = manages_group(user, photo.alert.group)
    form = CoverForm(request.POST if request.method == "POST" else None, initial=_before(photo))
    if request.method == "POST":
        if not is_own:
            raise PermissionDenied(ONLY_A_BEHEERDER)
        if form.is_valid():
            try:
                photos.cover(photo, form.cleaned_data["vak"], by=user, now=now)
            except BadPicture as refusal:
                form.add_error("vak", str(refusal))
            else:
                messages.success(request, _("De foto is afgedekt. Kijk of alles klopt."))
                return redirect("alert_photo", pk)
    elif not is_own:
        note_details_seen(photo.alert, by=user, now=now)
    context = {
        "photo": photo,
        "alert": photo.alert,
        "form": form,
        "is_own": is_own,
        "may_approve": photo.covered_at and may_approve(user, photo, now=now),
        "others": either([user.name for user in second_persons(photo, now=now)]),
    }
    return render(request, "alerts/beheer/photo.html", context)


@logged_in
@require_POST
@refused_leads_to("alert_photo", "pk")
def alert_photo_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person looked: it may be shown."""
    user = user_of(request)
    photo = _visible_photo(user, pk)
    seen = moment_seen(request.POST.get("seen", ""))
    if seen is None:
        raise Refused(_("Kijk eerst naar de afgedekte foto."))
    photos.approve(photo, seen=seen, by=user, now=timezone.now())
    messages.success(request, _("De foto is goedgekeurd. De foto zonder vakken is gewist."))
    return redirect("alert_details", photo.alert_id)


@logged_in
@require_POST
@refused_leads_to("alert_photo", "pk")
def alert_photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """This one goes."""
    user = user_of(request)
    photo = _visible_photo(user, pk)
    if not manages_group(user, photo.alert.group):
        raise PermissionDenied(ONLY_A_BEHEERDER)
    photos.remove(photo, by=user, now=timezone.now())
    messages.success(request, _("De foto is gewist."))
    return redirect("alert_details", photo.alert_id)


@logged_in
@require_safe
def alert_photo_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture as it was sent, for who covers it; once approved there is only the other one."""
    user = user_of(request)
    photo = _visible_photo(user, pk)
    return _seen_picture(photo, photo.original, user)


@logged_in
@require_safe
def alert_photo_covered(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture with black boxes."""
    user = user_of(request)
    photo = _visible_photo(user, pk)
    return _seen_picture(photo, photo.covered, user)


def picture(sealed: bytes | memoryview | None) -> HttpResponse:
    """A picture that nobody keeps and in which nothing can run; 404 when there is none."""
    shown = unseal_photo(bytes(sealed)) if sealed else b""
    if not shown:
        raise Http404
    response = HttpResponse(shown, content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="foto.jpg"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _seen_picture(photo: AlertPhoto, sealed: bytes | memoryview | None, user: User) -> HttpResponse:
    response = picture(sealed)
    if not manages_group(user, photo.alert.group):
        note_details_seen(photo.alert, by=user, now=timezone.now())
    return response


def _visible_photo(user: User, pk: int) -> AlertPhoto:
    visible = AlertPhoto.objects.visible_to(user, timezone.now())
    people = ("added_by", "covered_by", "approved_by")
    return get_object_or_404(visible.select_related("alert__group", *people), pk=pk)


def _before(photo: AlertPhoto) -> dict[str, object]:
    return {"vak": photo.covers, "niets": bool(photo.covered_at and not photo.covers)}

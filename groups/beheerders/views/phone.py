"""The site on a telephone: on its home screen, and messages that it shows by itself."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.access import logged_in
from dorst_portal.languages.script_words import words_for_script
from dorst_portal.languages.words import lazy_text
from dorst_portal.push.keys import is_on, public_key
from dorst_portal.push.labels import label_of
from dorst_portal.push.models import Device
from dorst_portal.push.services import (
    MOST_DEVICES,
    TooManyDevices,
    devices_of,
    queue_test,
    switch_off,
    switch_on,
)
from groups.beheerders.forms.phone import DeviceForm
from groups.models import Appointment

# What static/push.js says.
SCRIPT: Final = (
    gettext_noop("Even wachten."),
    gettext_noop(
        "Je telefoon of browser houdt meldingen tegen. "
        "Zet ze daar aan bij de instellingen van deze site."
    ),
    gettext_noop("Dat lukte niet. Probeer het later nog een keer. Je krijgt gewoon e-mail."),
    gettext_noop("Meldingen staan aan op dit apparaat."),
)
FULL = lazy_text("Je hebt al {most} apparaten. Stop er eerst 1.")


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def phone_settings(request: HttpRequest) -> HttpResponse:
    """How to put the site on the home screen, and where messages come; POST switches them on."""
    user, now = user_of(request), timezone.now()
    may = is_on() and _is_told(user)
    if request.method == "POST" and not may:
        raise Http404
    form = DeviceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        label = form.cleaned_data["label"] or label_of(request.headers.get("User-Agent", ""))
        try:
            switch_on(user, form.subscription(), label=label, now=now)
        except TooManyDevices:
            form.add_error(None, FULL.format(most=MOST_DEVICES))
        else:
            messages.success(request, _("Meldingen staan aan op dit apparaat."))
            return redirect("phone_settings")
    page = {
        "form": form,
        "may": may,
        "devices": devices_of(user),
        "most": MOST_DEVICES,
        "public_key": public_key(),
        "has_errors": bool(form.errors),
        "script_words": words_for_script(SCRIPT),
    }
    return render(request, "groups/beheerders/beheer/phone.html", page)


@logged_in
@require_POST
def push_off(request: HttpRequest, pk: int) -> HttpResponse:
    """No messages to this device any more."""
    user = user_of(request)
    device = get_object_or_404(Device, pk=pk, user=user)
    switch_off(device, by=user, now=timezone.now())
    said = _("Geen meldingen meer op {device}.").format(device=device.label)
    messages.success(request, said)
    return redirect("phone_settings")


@logged_in
@require_POST
def push_test(request: HttpRequest, pk: int) -> HttpResponse:
    """A message to see whether it works."""
    device = get_object_or_404(Device, pk=pk, user=user_of(request))
    queue_test(device, path=reverse("phone_settings"), now=timezone.now())
    said = _("Proefmelding verstuurd naar {device}. Dat duurt soms even.")
    messages.success(request, said.format(device=device.label))
    return redirect("phone_settings")


def _is_told(user: User) -> bool:
    """Whether anything ever is: who runs a group, and coordinators."""
    return user.is_platform or Appointment.objects.active(timezone.now()).filter(user=user).exists()

"""The site on a telephone: on its home screen, and messages that it shows by itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.access import logged_in
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

FULL = f"Je hebt al {MOST_DEVICES} apparaten. Stop er eerst 1."


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
            form.add_error(None, FULL)
        else:
            messages.success(request, "Meldingen staan aan op dit apparaat.")
            return redirect("phone_settings")
    page = {
        "form": form,
        "may": may,
        "devices": devices_of(user),
        "most": MOST_DEVICES,
        "public_key": public_key(),
        "has_errors": bool(form.errors),
    }
    return render(request, "groups/beheerders/beheer/phone.html", page)


@logged_in
@require_POST
def push_off(request: HttpRequest, pk: int) -> HttpResponse:
    """No messages to this device any more."""
    user = user_of(request)
    device = get_object_or_404(Device, pk=pk, user=user)
    switch_off(device, by=user, now=timezone.now())
    messages.success(request, f"Geen meldingen meer op {device.label}.")
    return redirect("phone_settings")


@logged_in
@require_POST
def push_test(request: HttpRequest, pk: int) -> HttpResponse:
    """A message to see whether it works."""
    device = get_object_or_404(Device, pk=pk, user=user_of(request))
    queue_test(device, path=reverse("phone_settings"), now=timezone.now())
    messages.success(request, f"Proefmelding verstuurd naar {device.label}. Dat duurt soms even.")
    return redirect("phone_settings")


def _is_told(user: User) -> bool:
    """Whether anything ever is: who runs a group, and coordinators."""
    return user.is_platform or Appointment.objects.active(timezone.now()).filter(user=user).exists()

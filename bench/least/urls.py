"""The pages: find a group, join it, and decide."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from bench.least.models import Coverage, Group, Mail, Request

PAGE = 20


class JoinForm(forms.Form):
    """What the portal asks as well."""

    street = forms.CharField(max_length=80)
    house_number = forms.CharField(max_length=20)
    name = forms.CharField(max_length=100)
    mobile = forms.RegexField(r"^[0-9+ -]{10,20}$", max_length=20)
    email = forms.EmailField(max_length=254)
    message = forms.CharField(max_length=500, required=False)
    agree = forms.BooleanField()


def join(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; sent, it becomes a request and a mail."""
    group = get_object_or_404(Group, slug=slug)
    form = JoinForm(request.POST or None)
    if form.is_valid():
        facts: dict[str, Any] = dict(form.cleaned_data)
        del facts["agree"]
        with transaction.atomic():
            Request.objects.create(group=group, **facts)
            Mail.objects.create(to=facts["email"], subject="Je aanmelding", text="Dank je wel.")
        return redirect("/thanks/")
    return render(request, "join.html", {"group": group, "form": form})


def finder(request: HttpRequest) -> HttpResponse:
    """The group of an address."""
    street, number = request.GET["straat"], int(request.GET["huisnummer"])
    found = (
        Coverage.objects.filter(street=street.lower(), first__lte=number, last__gte=number)
        .select_related("group")
        .first()
    )
    facts = {"street": street, "number": number, "group": found.group if found else None}
    return render(request, "finder.html", facts)


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits, longest first, a page by key."""
    # By the group's number: over the join PostgreSQL sorts all rows of the group first.
    group = get_object_or_404(Group, beheerder=request.user)
    waiting = Request.objects.filter(group_id=group.pk, state="open")
    if after := parse_datetime(request.GET.get("after", "")):
        waiting = waiting.filter(created_at__gt=after)
    rows = list(waiting.order_by("created_at", "id")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return render(request, "inbox.html", {"group": group, "rows": rows[:PAGE], "last": last})


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One request."""
    own = Request.objects.filter(group__beheerder=request.user).select_related("group")
    return render(request, "request.html", {"row": get_object_or_404(own, pk=pk)})


@login_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Of several that decide, one wins; the mail is written with it."""
    own = Request.objects.filter(group__beheerder=request.user)
    row = get_object_or_404(own, pk=pk)
    with transaction.atomic():
        won = own.filter(pk=pk, state="open").update(state="approved", decided_at=timezone.now())
        if won:
            Mail.objects.create(to=row.email, subject="Je mag meedoen", text="Welkom.")
    return redirect("/inbox/")


urlpatterns = [
    path("join/<slug:slug>/", join),
    path("find/", finder),
    path("inbox/", inbox),
    path("request/<int:pk>/", show),
    path("request/<int:pk>/approve/", approve),
]

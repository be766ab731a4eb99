"""Everything that is kept of somebody: to read, to take along, and to object to."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.kit.spreadsheets import file_to_save
from groups.mine.forms.objecting import UseForm
from groups.mine.pages.own_data import MOST_LINES, MOST_MAILS, names_of, own_data
from groups.mine.services import objecting
from groups.mine.services.taking_along import take_along
from groups.mine.views.access import with_own_page
from groups.mine.views.visits import back_to_own_page
from groups.models import OwnPage
from groups.refusals import Refused
from groups.requests.services.form_limits import TooOften


@with_own_page
@require_safe
def own_data_page(request: HttpRequest, page: OwnPage) -> HttpResponse:
    """What is kept, how long, who looked and what was changed."""
    data = own_data(page.email, now=timezone.now())
    context = {
        "page": page,
        "data": data,
        "several": len(names_of(data)) > 1,
        "most_lines": MOST_LINES if len(data.lines) > MOST_LINES else 0,
        "most_mails": MOST_MAILS if len(data.mails) > MOST_MAILS else 0,
    }
    return render(request, "groups/mine/public/own_data.html", context)


@with_own_page
@require_POST
def own_data_file(request: HttpRequest, page: OwnPage) -> HttpResponse:
    """The same, complete and for a machine; that leaves a line."""
    return file_of(take_along(page, now=timezone.now()))


def file_of(taken: Mapping[str, Any]) -> HttpResponse:
    """What somebody takes along, as a file."""
    text = json.dumps(taken, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return file_to_save("mijn-gegevens.json", text.encode(), "application/json; charset=utf-8")


@with_own_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_objection(request: HttpRequest, page: OwnPage) -> HttpResponse:
    """Somebody does not want their data to be used, and tells why."""
    form = UseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "groups/mine/public/objection.html", {"form": form})
    try:
        objecting.object_to_use(page, text=form.cleaned_data["text"], now=timezone.now())
    except TooOften as refusal:
        form.add_error("text", str(refusal))
        return render(request, "groups/mine/public/objection.html", {"form": form}, status=429)
    except Refused:
        return back_to_own_page("niet")
    return redirect("own_objection_sent")


@with_own_page
@require_safe
def own_objection_sent(request: HttpRequest, page: OwnPage) -> HttpResponse:
    """What happens with it now."""
    return render(request, "groups/mine/public/objection_sent.html", {"page": page})

"""A small site with a page for every audience and every way to go wrong."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from dorst_portal.kit import access
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.inputs.fields import LineField
from tests.kit import look_urls
from tests.kit.look_urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

# Without what the roof does to the log-in page of the real one.
ADMIN = admin.AdminSite()
posted: list[str] = []


class NameForm(forms.Form):
    name = LineField(label="Naam", max_length=20)


def _page(request: HttpRequest, token: str = "") -> HttpResponse:
    return HttpResponse("page")


@access.public
@requires_csrf_token
def form_page(request: HttpRequest) -> HttpResponse:
    """Remembers what came in, so that a test can see that nothing did."""
    form = NameForm(request.POST or None)
    if form.is_valid():
        posted.append(form.cleaned_data["name"])
    return HttpResponse(f"{form.as_p()}{request.GET.get('q', '')}")


@access.logged_in
def form_of_somebody(request: HttpRequest) -> HttpResponse:
    posted.append(str(request.POST.get("name")))
    return HttpResponse("")


@access.public
@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


@access.public
def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Jan Jansen, jan@example.org, +31600001234")


@access.public
def bad_value(request: HttpRequest) -> HttpResponse:
    raise DataError("value too long: Jan Jansen")


@access.public
def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Alleen een beheerder kan goedkeuren. Benoem eerst iemand.")


@access.public
def too_often(request: HttpRequest) -> HttpResponse:
    return too_many(request)


@access.public
@cache_control(public=True, max_age=3600)
def cacheable(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


@access.public
def greeting(request: HttpRequest) -> HttpResponse:
    return render(request, "403.html", {"reason": str(request.user)})


class Plain(View):
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("")


urlpatterns = [
    *(pattern for pattern in look_urls.urlpatterns if pattern.name != "manifest"),
    path("", include("dorst_portal.kit.urls")),
    path("admin/", ADMIN.urls),
    path("public/", access.public(_page), name="public_page"),
    path("link/<str:token>/", access.mailed_link(_page), name="link_page"),
    path("login/", access.login_page(_page), name="login_page"),
    path("user/", access.logged_in(require_safe(_page)), name="user_page"),
    path("coordinator/", access.coordinator_only(_page), name="coordinator_page"),
    path("superuser/", access.superuser_only(_page), name="superuser_page"),
    path("class/", access.public(Plain.as_view()), name="class_page"),
    path("form/", form_page, name="form"),
    path("own-form/", form_of_somebody, name="own_form"),
    path("only-post/", only_post, name="only_post"),
    path("fails/", fails, name="fails"),
    path("bad-value/", bad_value, name="bad_value"),
    path("forbidden/", forbidden, name="forbidden"),
    path("too-often/", too_often, name="too_often"),
    path("cacheable/", cacheable, name="cacheable"),
    path("greeting/", greeting, name="greeting"),
]

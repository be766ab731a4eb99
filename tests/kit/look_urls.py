"""A small site with every name that the furniture links to, for tests of the furniture alone."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from dorst_portal.kit.access import public
from dorst_portal.kit.display import display, language
from dorst_portal.kit.gallery import gallery

NAMES = [
    "home",
    "finder",
    "street_suggestions",
    "streets",
    "watchgroups",
    "alarm",
    "how_it_works",
    "house_rules",
    "which_app",
    "new_group",
    "question",
    "stop_or_change",
    "privacy",
    "accessibility",
    "about",
    "manifest",
    "demo",
    "inbox",
    "platform",
    "platform_requests",
    "appointments",
    "account_request_login_code",
    "account_logout",
    "mfa_index",
]


@public
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    *(path(f"{name}/", empty, name=name) for name in NAMES),
    path("beheer/groep/<slug:slug>/", empty, name="my_group"),
    path("weergave/", display, name="display"),
    path("taal/<slug:code>/", language, name="language"),
    path("demo/onderdelen/", gallery, name="gallery"),
]
handler400 = "dorst_portal.kit.errors.bad_request"
handler403 = "dorst_portal.kit.errors.forbidden"
handler404 = "dorst_portal.kit.errors.not_found"
handler500 = "dorst_portal.kit.errors.server_error"

"""The roof: every page of the site, each with its audience (kit/access.py)."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from dorst_portal.kit.access import superuser_only
from dorst_portal.kit.display import display, language

# Without this the admin's own log-in form goes past the limits and the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Its page for a new password asks no fresh log-in and tells nobody: there is one of our own.
new_password = superuser_only(RedirectView.as_view(pattern_name="account_set_password"))

handler400 = "dorst_portal.kit.errors.bad_request"
handler403 = "dorst_portal.kit.errors.forbidden"
handler404 = "dorst_portal.kit.errors.not_found"
handler500 = "dorst_portal.kit.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dorst_portal.kit.urls")),
    path("", include("dorst_portal.accounts.urls")),
    path("", include("groups.urls")),
    path("", include("groups.staff_urls")),
    path("", include("alerts.urls")),
    path("", include("alerts.staff_urls")),
    path("weergave/", display, name="display"),
    path("taal/<slug:code>/", language, name="language"),
    path("admin/password_change/", new_password, name="admin_new_password"),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("dorst_portal.demo.urls")))

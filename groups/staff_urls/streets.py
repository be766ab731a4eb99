"""Streets, which group covers them, and moving numbers to another group."""

from django.urls import URLPattern, path

from groups.views import member_checks, moving, platform_streets

urlpatterns: list[URLPattern] = [
    path("platform/straten/", platform_streets.platform_streets, name="platform_streets"),
    path("platform/straten/nieuw/", platform_streets.street_new, name="street_new"),
    path("platform/straten/verplaatsen/", moving.street_move, name="street_move"),
    path("platform/straten/verplaatst/", moving.coverage_changes, name="coverage_changes"),
    path(
        "platform/straten/verplaatst/<int:pk>/ongedaan/",
        moving.coverage_change_undo,
        name="coverage_change_undo",
    ),
    path("platform/straten/dekking/", platform_streets.coverage, name="coverage"),
    path("platform/straten/<slug:slug>/", platform_streets.street_edit, name="street_edit"),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/in-de-groep/",
        member_checks.member_confirm,
        name="member_confirm",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/hoort-hier-niet/",
        member_checks.member_refuse,
        name="member_refuse",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/uit-de-app/",
        member_checks.member_taken_out,
        name="member_taken_out",
    ),
]

"""Which numbers belong to which group: the report, moving, and why."""

from django.urls import URLPattern, path

from groups.coverage.views import moving, report, why_group

urlpatterns: list[URLPattern] = [
    path("platform/straten/verplaatsen/", moving.street_move, name="street_move"),
    path("platform/straten/verplaatst/", moving.coverage_changes, name="coverage_changes"),
    path(
        "platform/straten/verplaatst/<int:pk>/ongedaan/",
        moving.coverage_change_undo,
        name="coverage_change_undo",
    ),
    path("platform/straten/dekking/", report.coverage, name="coverage"),
    path("platform/waarom/", why_group.why_group, name="why_group"),
]

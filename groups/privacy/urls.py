"""How long data is kept, for who looks after that."""

from django.urls import URLPattern, path

from groups.privacy.views import erasing, retention

urlpatterns: list[URLPattern] = [
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/wissen/",
        erasing.member_erase,
        name="member_erase",
    ),
    path("platform/bewaren/", retention.retention, name="retention"),
    path("platform/bewaren/<int:pk>/doorgaan/", retention.retention_allow, name="retention_allow"),
]

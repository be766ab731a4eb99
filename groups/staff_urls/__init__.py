"""Pages behind log-in: of beheerders (/beheer/) and of Platform Dorst (/platform/)."""

from django.urls import URLPattern

from groups.staff_urls import (
    addresses,
    audit,
    beheerders,
    bulletins,
    figures,
    partners,
    requests,
    streets,
    texts,
    watchgroups,
)

urlpatterns: list[URLPattern] = [
    *requests.urlpatterns,
    *watchgroups.urlpatterns,
    *streets.urlpatterns,
    *addresses.urlpatterns,
    *beheerders.urlpatterns,
    *partners.urlpatterns,
    *bulletins.urlpatterns,
    *texts.urlpatterns,
    *figures.urlpatterns,
    *audit.urlpatterns,
]

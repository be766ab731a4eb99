"""The open data. Their version stands in the path: what would break a program gets another one."""

from django.urls import URLPattern, path

from groups.open_data.views import (
    open_coverage,
    open_data,
    open_description,
    open_groups,
    open_streets,
)

urlpatterns: list[URLPattern] = [
    path("open-data/", open_data, name="open_data"),
    path("open/v1/groepen.json", open_groups, name="open_groups"),
    path("open/v1/straten.json", open_streets, name="open_streets"),
    path("open/v1/dekking.json", open_coverage, name="open_coverage"),
    path("open/v1/openapi.json", open_description, name="open_description"),
]

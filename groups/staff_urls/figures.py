"""Figures, and why an address has its group."""

from django.urls import URLPattern, path

from groups.views import figures, why_group

urlpatterns: list[URLPattern] = [
    path("beheer/groep/<slug:slug>/cijfers/", figures.group_figures, name="group_figures"),
    path("platform/cijfers/", figures.figures, name="figures"),
    path("platform/cijfers/<slug:key>.csv", figures.figures_csv, name="figures_csv"),
    path("platform/cijfers/<slug:key>/", figures.figures_block, name="figures_block"),
    path("platform/waarom/", why_group.why_group, name="why_group"),
]

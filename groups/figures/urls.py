"""Figures."""

from django.urls import URLPattern, path

from groups.figures import views as figures

urlpatterns: list[URLPattern] = [
    path("beheer/groep/<slug:slug>/cijfers/", figures.group_figures, name="group_figures"),
    path("platform/cijfers/", figures.figures, name="figures"),
    path("platform/cijfers/<slug:key>.csv", figures.figures_csv, name="figures_csv"),
    path("platform/cijfers/<slug:key>/", figures.figures_block, name="figures_block"),
]

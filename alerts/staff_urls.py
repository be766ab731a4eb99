"""Pages behind log-in: of beheerders (/beheer/) and of Platform Dorst (/platform/)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

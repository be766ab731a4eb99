"""Pages that a resident sees."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

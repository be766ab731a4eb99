"""Texts that Platform Dorst edits."""

from django.urls import URLPattern, path

from groups.texts.views import editing

urlpatterns: list[URLPattern] = [
    path("platform/teksten/", editing.texts_list, name="texts"),
    path("platform/teksten/<slug:key>/", editing.text_edit, name="text_edit"),
    path("platform/teksten/<slug:key>/terug/", editing.text_reset, name="text_reset"),
]

"""Texts that Platform Dorst edits."""

from django.urls import URLPattern, path

from groups.views import editing_texts

urlpatterns: list[URLPattern] = [
    path("platform/teksten/", editing_texts.texts_list, name="texts"),
    path("platform/teksten/<slug:key>/", editing_texts.text_edit, name="text_edit"),
    path("platform/teksten/<slug:key>/terug/", editing_texts.text_reset, name="text_reset"),
]

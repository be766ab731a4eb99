"""The pages that machines ask for."""

from django.urls import path

from dorst_portal.kit.looks.sheet import logo_picture, look_sheet
from dorst_portal.kit.running.health import healthz, readyz
from dorst_portal.kit.running.metrics import metrics
from dorst_portal.kit.wellknown import apple_touch_icon, manifest, robots, security_txt

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("apple-touch-icon.png", apple_touch_icon, name="apple_touch_icon"),
    path("kleuren/<slug:code>.css", look_sheet, name="look_sheet"),
    path("logo/<slug:code>.png", logo_picture, name="logo_picture"),
]

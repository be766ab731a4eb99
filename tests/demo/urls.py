"""The portal's pages with those of the demo, as the roof routes them in an example village."""

from django.urls import include, path

from dorst_portal.urls import urlpatterns as portal

urlpatterns = [*portal, path("demo/", include("dorst_portal.demo.urls"))]

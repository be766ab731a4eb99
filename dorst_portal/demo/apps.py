from django.apps import AppConfig


class DemoConfig(AppConfig):
    """See the package's docstring."""

    name = "dorst_portal.demo"

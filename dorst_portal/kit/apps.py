from django.apps import AppConfig

from dorst_portal.kit import checks

__all__ = ["KitConfig", "checks"]


class KitConfig(AppConfig):
    """The tools every other part of the portal is built with; knows no village words.

    Importing `checks` registers the system checks.
    """

    name = "dorst_portal.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig

from dorst_portal.kit import checks
from dorst_portal.kit.late import load_late

__all__ = ["KitConfig", "checks"]

# It brings what opens workbooks: many megabytes, for the few who send one.
load_late("dorst_portal.kit.tables.workbook")


class KitConfig(AppConfig):
    """The tools every other part of the portal is built with; knows no village words.

    Importing `checks` registers the system checks.
    """

    name = "dorst_portal.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

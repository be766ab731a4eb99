"""The door for the web server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from dorst_portal.backup.middleware import shut_while_restoring
from dorst_portal.kit.door import prepared_first, utf8_only
from dorst_portal.kit.running.metrics_folder import open_folder

os.environ["PORTAL_PROCESS"] = "web"  # somebody waits for each answer: settings.DATABASE_LIMITS
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dorst_portal.settings")
open_folder()
application = utf8_only(
    shut_while_restoring(
        prepared_first(get_wsgi_application(), import_string(settings.BEFORE_SERVING))
    )
)

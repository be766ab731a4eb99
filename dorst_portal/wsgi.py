"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

from dorst_portal.kit.door import utf8_only

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dorst_portal.settings")
application = utf8_only(get_wsgi_application())

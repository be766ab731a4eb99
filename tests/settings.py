"""The portal's settings as the test suite runs them."""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

# The settings read the environment while they are imported, so this comes first.
os.environ.setdefault("PORTAL_MODE", "test")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789abcdef" * 4)
if not os.environ.get("VAR_DIR"):
    # Child processes (pytest-xdist, the races) inherit the folder; who made it removes it.
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="dorst-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
if worker and os.environ.get("REDIS_URL") and not os.environ.get("REDIS_OF_WORKER"):
    # A Redis database per worker process: one worker's cache and queue are not another's.
    server = urlsplit(os.environ["REDIS_URL"])
    number = int(server.path.strip("/") or 0) + int(worker)
    os.environ["REDIS_URL"] = server._replace(path=f"/{number}").geturl()
    os.environ["REDIS_OF_WORKER"] = worker

from dorst_portal.settings import *  # noqa: E402, F403
from dorst_portal.settings import DATABASES  # noqa: E402
from dorst_portal.settings import INSTALLED_APPS as APPS  # noqa: E402
from dorst_portal.settings import MIDDLEWARE as LAYERS  # noqa: E402
from dorst_portal.settings import STATIC_ROOT as COLLECTED  # noqa: E402

COLLECTED.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there

# zeal sees nothing unless it is installed; its middleware watches requests of the live server.
INSTALLED_APPS = [*APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *LAYERS]
ZEAL_RAISE = True
# Each log-in and each request of a test reads its session: no list that forgot a join.
ZEAL_ALLOWLIST = [{"model": "sessions.Session"}]
# Nothing of a test has to survive a power cut: its database waits for no disk. (Races and journeys
# run the portal's own settings.)
_OPTIONS = DATABASES["default"]["OPTIONS"]
if "init_command" in _OPTIONS:
    _OPTIONS["init_command"] = _OPTIONS["init_command"].replace("=FULL;", "=OFF;")
else:
    _OPTIONS["options"] += " -c synchronous_commit=off"
# Real hashing costs a tenth of a second per log-in and tests nothing of ours.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Messages to telephones are on, as where an operator made a key.
VAPID_PRIVATE_KEY = "5D-7Rqfvtsl-dIrtnZ6Z_OdrZos6LnFWteCeilkcPWM"

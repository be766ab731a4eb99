"""All settings in one file, read from the environment by the strict readers of `env.py`.

PORTAL_MODE says what kind of installation this is:
  demo        the default: the example village, on this machine only, mails kept in the portal
  dev         the demo for who changes the code: DEBUG, and a web server that reloads
  production  refuses to start without its secrets, hosts, database and mail server
  test        what the test suite runs with
"""

import os
import re
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from dorst_portal import env

BASE_DIR = Path(__file__).resolve().parent.parent
PORTAL_MODE = env.choice("PORTAL_MODE", "demo", env.MODES)
PRODUCTION = PORTAL_MODE == "production"
DEBUG = PORTAL_MODE == "dev"  # the mode alone decides, so production cannot have it by accident
DEMO = DEBUG or PORTAL_MODE == "demo"
TESTING = PORTAL_MODE == "test"
# As in pyproject.toml, publiccode.yml and CHANGELOG.md; staff read it at the foot of their pages.
VERSION = "0.1.0"

VAR_DIR = Path(env.text("VAR_DIR") or BASE_DIR / "var").resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

SECRET_KEY = env.secret_key(mode=PORTAL_MODE, var_dir=VAR_DIR)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

PORT = env.whole_number("PORT", 8000, least=1, most=65535)
SITE_URL = env.origin(
    "SITE_URL",
    "" if PRODUCTION else f"http://localhost:{PORT}",
    https=PRODUCTION,
)
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's hosts, and never *")
if not PRODUCTION:
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", "testserver"]
# How many reverse proxies of our own stand in front; only their X-Forwarded-For is believed.
TRUSTED_PROXIES = env.whole_number("TRUSTED_PROXIES", 0, least=0, most=5)

# --- What runs -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "dorst_portal.identity",
    "dorst_portal.kit",
    "dorst_portal.accounts",
    "dorst_portal.outbox",
    "dorst_portal.audit",
    "dorst_portal.push",
    "dorst_portal.backup",
    # The example village and its passwords do not go along to production at all.
    *([] if PRODUCTION else ["dorst_portal.demo"]),
    "groups",
    "alerts",
]

MIDDLEWARE = [
    # These five add log lines and headers, and so stand outside all that may refuse.
    "dorst_portal.kit.middleware.RequestLine",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "dorst_portal.kit.middleware.HeadersEverywhere",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "dorst_portal.kit.middleware.LanguageOfVisitor",
    "dorst_portal.kit.middleware.BadInput",
    "dorst_portal.backup.middleware.ShutWhileRestoring",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dorst_portal.kit.middleware.CachePolicy",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dorst_portal.accounts.middleware.SessionAgeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dorst_portal.accounts.middleware.SecondFactorMiddleware",
    "dorst_portal.accounts.middleware.AdminMiddleware",
    "dorst_portal.accounts.middleware.LoginMiddleware",
]

# What Prometheus shows at /metrics; without it there is no such page and nothing is counted.
METRICS_TOKEN = env.metrics_token("METRICS_TOKEN")
# Where the processes of one web server count together: a folder of this machine alone.
METRICS_DIR = Path(env.text("METRICS_DIR") or VAR_DIR / "metrics")
if METRICS_TOKEN:
    _outermost = MIDDLEWARE.index("dorst_portal.kit.middleware.HeadersEverywhere")  # kit.E008
    MIDDLEWARE.insert(_outermost + 1, "dorst_portal.kit.running.metrics.Measured")
# Who is asked there; each takes the moment and gives measures (kit/running/metrics.py).
METRICS = [
    "dorst_portal.kit.running.metrics.of_the_kit",
    "dorst_portal.outbox.metrics.of_mails",
    "dorst_portal.push.metrics.of_push",
    "groups.desk.pages.measures.of_requests",
    "groups.desk.pages.measures.of_purges",
    "alerts.pages.measures.of_chats",
]

ROOT_URLCONF = "dorst_portal.urls"
WSGI_APPLICATION = "dorst_portal.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dorst_portal.kit.context_processors.furniture",
            ],
        },
    }
]

# A lean pack of our own (templates/dorst): the stock one costs 6 ms a form.
CRISPY_TEMPLATE_PACK = "dorst"
CRISPY_ALLOWED_TEMPLATE_PACKS = "dorst"
# Who knows the menu of a logged-in person: the kit may not look up at the groups.
STAFF_MENU = "groups.menu.staff_menu"
# What alerts add to the timetable, to the nightly wiping, to the figures of the village, and to the
# menu and the first page of a beheerder, which stand below them.
MORE_STEPS = "alerts.timetable.STEPS"
MORE_PURGES = "alerts.timetable.PURGES"
MORE_FIGURES = "alerts.pages.village_figures.FIGURES"
ALERTS_TO_CLOSE = "alerts.pages.to_close.asked_of_group"
# And what waits for a beheerder on the page of connections, as the inbox shows it.
CONNECTIONS = "alerts.pages.connections.connections_of"
MORE_IN_INBOX = "alerts.pages.connections.connection_tasks"

# --- Data ------------------------------------------------------------------------------------

# How long PostgreSQL lets a statement wait for a lock, and run. Who waits for a page is told to try
# again; a timetable, an import or a migration has the time. (SQLite waits 20 s for a lock.)
DATABASE_LIMITS = (
    {"lock_timeout": "5s", "statement_timeout": "15s"}
    if os.environ.get("PORTAL_PROCESS") == "web"  # wsgi.py says so
    else {"lock_timeout": "30s", "statement_timeout": "15min"}
)


def _database() -> dict[str, Any]:
    url = env.text("DATABASE_URL")
    if PRODUCTION and not url:
        raise ImproperlyConfigured("DATABASE_URL must be set in production")
    if not url:
        url = f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"
    database: dict[str, Any] = environ.Env.db_url_config(url)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # WAL and IMMEDIATE: with the defaults 396 of 480 parallel requests found the database
        # locked (docs/adr/0002).
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                # What was wiped is overwritten in the file: not every SQLite does so by itself.
                "PRAGMA secure_delete=ON;"
            ),
        }
        # A file, because a database in memory proves nothing about WAL or IMMEDIATE.
        database["TEST"] = {"NAME": env.text("TEST_DB_NAME") or str(VAR_DIR / "test.sqlite3")}
    else:
        # A connection per request costs 60 % of the throughput (docs/adr/0002).
        database["CONN_MAX_AGE"] = 600
        database["CONN_HEALTH_CHECKS"] = True
        options = database.setdefault("OPTIONS", {})
        options["connect_timeout"] = 5
        # Compiling a list's query costs more than running it: 200 ms in one of 400 (docs/speed.md).
        limits = {"jit": "off", **DATABASE_LIMITS}
        options.setdefault("options", " ".join(f"-c {name}={limits[name]}" for name in limits))
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
# Nothing counts or remembers in it: limits and used codes are rows. All the same it is never a
# cache of one process, in which a limit of some package would not hold with several workers.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "dorst",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kit_cache",
    }
}

# --- People and doors ------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "dorst_portal.accounts.passwords.DutchWordValidator"},
]
AUTHENTICATION_BACKENDS = ["dorst_portal.accounts.backends.PasswordBackend"]
OBJECT_PERMISSIONS = "groups.permissions.PERMISSIONS"
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "inbox"
LOGIN_REDIRECT_URL_PLATFORM = "platform"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "dorst_portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; the log-in form needs them
ACCOUNT_EMAIL_VERIFICATION = "none"  # invited addresses, proved by the mailed code itself
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail, and the same answer
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True  # accounts.mailed_codes makes them
ACCOUNT_RATE_LIMITS = False  # accounts.limits counts in rows, which no number of workers outruns
# Raises those limits where the log-in pages themselves are measured.
LOGIN_TRIES_FACTOR = env.whole_number("LOGIN_TRIES_FACTOR", 1, least=1, most=1000)
# How long every answer of a log-in form takes at least: as long for strangers as for accounts.
LOGIN_ANSWER_SECONDS = 0.0 if TESTING else 0.3
MFA_ADAPTER = "dorst_portal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey is two factors: the device and its owner

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60  # accounts.sessions sets it per log-in
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# No other site below our domain can plant a cookie of this name. Each of ours at / carries it.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
# Notices name people: the default keeps them in a cookie that anybody can read.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Safety of the wire ----------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer makes Chromium send Origin: null
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_SELF, _NONE = "'self'", "'none'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [_NONE],
        "style-src": [_SELF],
        "script-src": [_SELF],
        "img-src": [_SELF, "data:"],  # Bootstrap's own css holds small pictures
        "connect-src": [_SELF],
        "form-action": [_SELF],
        "manifest-src": [_SELF],
        "worker-src": [_SELF],
        "base-uri": [_NONE],
        "frame-ancestors": [_NONE],
    }
}
# The site asks nothing of a telephone or computer but a passkey.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "gamepad",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "storage-access",
        "usb",
        "window-management",
        "xr-spatial-tracking",
    )
} | {"publickey-credentials-create": ["self"], "publickey-credentials-get": ["self"]}
CSRF_FAILURE_VIEW = "dorst_portal.kit.csrf.csrf_failure"
# No form of the site is longer; more is refused before it is read.
MAX_BODY_BYTES = 256 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
# Where a file may be sent along: the list of addresses, lists of members and a logo, of 10 MB with
# their form. Whoever is not logged in may send no more there than anywhere (kit.uploads).
UPLOAD_PATHS = (
    r"/platform/(adressen|leden/overnemen|dorp/logo)/|/beheer/groep/[^/]+/leden/overnemen/"
    r"|/beheer/melding/[0-9]+/foto/"
)
# Of these not even a temporary file is written: a photo is in memory or nowhere.
UPLOADS_IN_MEMORY = r"/beheer/melding/[0-9]+/foto/|/platform/dorp/logo/"
UPLOAD_BYTES = 10 * 1024 * 1024 + 64 * 1024
FILE_UPLOAD_HANDLERS = [
    "dorst_portal.kit.inputs.uploads.OnlyLoggedIn",
    "dorst_portal.kit.inputs.uploads.OnlyInMemory",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# What search engines leave alone.
ROBOTS_DISALLOW = [
    "/admin/",
    "/alarm/bijzonderheden/",
    "/alarm/nu/",
    "/bedankt/",
    "/beheer/",
    "/bevestig/",
    "/inloggen/",
    "/koppeling/",
    "/mijn/",
    "/oefeningen/",
    "/platform/",
]
# What each web process does before its first page; tells whether it is done (kit/door.py).
BEFORE_SERVING = "groups.privacy.services.repeating.before_serving"
# What /readyz asks; each takes the moment and gives a Reading (kit/running/health.py).
READY_CHECKS = [
    "dorst_portal.kit.running.health.database",
    "dorst_portal.kit.running.health.timetable",
    "dorst_portal.kit.running.health.disk",
    "dorst_portal.outbox.health.mail_queue",
    "dorst_portal.backup.health.restored",
    "dorst_portal.backup.health.last_backup",
]

# --- Logs ------------------------------------------------------------------------------------

LOGGING_CONFIG = "dorst_portal.kit.running.logging.configure"
# Who gets a mail when something broke, nobody without it; and who queues that mail
# (kit/running/error_reports.py).
ERROR_REPORTS_TO = env.text("ERROR_REPORTS_TO")
ERROR_REPORTS_BY = "dorst_portal.outbox.error_reports.queue_report"
LOGGING = {"level": "WARNING" if TESTING else "INFO", "reports": bool(ERROR_REPORTS_TO)}
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# These two decide for every site below the operator's domain, and browsers remember it for a year.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.yes_or_no("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.yes_or_no("HSTS_PRELOAD", default=False)
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise ImproperlyConfigured("HSTS_PRELOAD=yes needs HSTS_SUBDOMAINS=yes: browsers ask both")
# What `check --deploy` would say of both: no is an answer.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [
    r"^healthz$",
    r"^readyz$",
    r"^metrics$",
]  # asked over plain http by the machine itself
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "nl"
# Each in its own words, as the switch names them.
LANGUAGES = [("nl", "Nederlands"), ("en", "English"), ("pl", "Polski")]
LOCALE_PATHS = [BASE_DIR / "dorst_portal" / "languages" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# --- Static files ----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site may read ours
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if TESTING
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# --- Mail ------------------------------------------------------------------------------------

EMAIL_TIMEOUT = env.whole_number("EMAIL_TIMEOUT", 10, least=1, most=60)
_email_url = env.text("EMAIL_URL")
if PRODUCTION and not _email_url:
    raise ImproperlyConfigured("EMAIL_URL must be set in production")
if _email_url:
    vars().update({**environ.Env.email_url_config(_email_url), "EMAIL_TIMEOUT": EMAIL_TIMEOUT})
else:
    # The demo sends nothing: its mails are read at /demo/mail/.
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM")
if PRODUCTION and not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("MAIL_FROM must be set in production")
DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or "buurtpreventie@example.org"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
OUTBOX_LEASE_SECONDS = env.whole_number("OUTBOX_LEASE_SECONDS", 60, least=2, most=3600)
OUTBOX_MAX_ATTEMPTS = env.whole_number("OUTBOX_MAX_ATTEMPTS", 12, least=1, most=50)
OUTBOX_RETRY_SECONDS = env.whole_number("OUTBOX_RETRY_SECONDS", 60, least=1, most=3600)
OUTBOX_NUDGE = not TESTING  # tests deliver themselves
if OUTBOX_LEASE_SECONDS < 5 * EMAIL_TIMEOUT:
    # Handing over one mail takes at most five answers of the mail server.
    raise ImproperlyConfigured("OUTBOX_LEASE_SECONDS must be at least five times EMAIL_TIMEOUT")

# --- Messages to chats and webhooks -----------------------------------------------------------

# Each call to somebody else's server is over within this time, also when its answer drips in.
CALL_CONNECT_SECONDS = env.whole_number("CALL_CONNECT_SECONDS", 3, least=1, most=30)
CALL_SECONDS = env.whole_number("CALL_SECONDS", 10, least=1, most=60)
# A sender that was not heard of for so long is gone; longer than a call and what is written of it.
CALL_LEASE_SECONDS = env.whole_number("CALL_LEASE_SECONDS", 60, least=2, most=3600)
if CALL_LEASE_SECONDS < 3 * CALL_SECONDS:
    raise ImproperlyConfigured("CALL_LEASE_SECONDS must be at least three times CALL_SECONDS")
# A message is tried so long, and then given up and shown.
CALL_GIVE_UP_HOURS = env.whole_number("CALL_GIVE_UP_HOURS", 24, least=1, most=72)
# Telegram: without a token there is no such connection.
TELEGRAM_BOT_TOKEN = env.text("TELEGRAM_BOT_TOKEN")
TELEGRAM_BOT_NAME = env.text("TELEGRAM_BOT_NAME").removeprefix("@")
TELEGRAM_WEBHOOK_SECRET = env.text("TELEGRAM_WEBHOOK_SECRET")
TELEGRAM_API_URL = env.origin("TELEGRAM_API_URL", "https://api.telegram.org", https=PRODUCTION)
if TELEGRAM_BOT_TOKEN and not (
    TELEGRAM_BOT_NAME and re.fullmatch(r"[A-Za-z0-9_-]{32,256}", TELEGRAM_WEBHOOK_SECRET)
):
    raise ImproperlyConfigured(
        "TELEGRAM_BOT_TOKEN needs TELEGRAM_BOT_NAME, and a TELEGRAM_WEBHOOK_SECRET of at least "
        "32 letters, digits, _ or -"
    )
# Signal has no interface of its own: off unless the operator runs signal-cli-rest-api.
SIGNAL_API_URL = env.origin("SIGNAL_API_URL", "", https=False) if env.text("SIGNAL_API_URL") else ""
SIGNAL_NUMBER = env.text("SIGNAL_NUMBER")
if SIGNAL_API_URL and not SIGNAL_NUMBER:
    raise ImproperlyConfigured("SIGNAL_API_URL needs the SIGNAL_NUMBER that it sends from")
# Only tests let a webhook lead to this machine.
WEBHOOK_LOCAL = False
# Messages on telephones: the key by which push services know this site. A demo makes one beside its
# SECRET_KEY; production has none, and no such messages, until the operator sets it.
VAPID_PRIVATE_KEY = env.vapid_key("VAPID_PRIVATE_KEY")
VAPID_KEY_FILE = VAR_DIR / "vapid_key" if DEMO else None
# Only tests have a push service on this machine.
PUSH_LOCAL = False

# --- Worker and timetable --------------------------------------------------------------------

# The rows of the outbox are the record and the broker only carries nudges: its folder, or Redis.
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost/"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {"socket_timeout": 1, "socket_connect_timeout": 1, "retry_on_timeout": False}
    if REDIS_URL
    else {
        "data_folder_in": str(VAR_DIR / "broker"),
        "data_folder_out": str(VAR_DIR / "broker"),
        "control_folder": str(VAR_DIR / "broker" / "control"),
        "polling_interval": 0.1,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_EAGER_RESULT = False
# A task that hangs is told to stop, then its process is ended; the rows say where the next
# one goes on. (Only with processes: the threads of `serve` cannot be ended.)
CELERY_TASK_SOFT_TIME_LIMIT = 10 * 60
CELERY_TASK_TIME_LIMIT = 12 * 60
CELERY_TASK_ANNOTATIONS = {
    # 100,000 addresses take less than a minute; a slow machine has half an hour.
    "groups.tasks.read_addresses": {"soft_time_limit": 30 * 60, "time_limit": 32 * 60},
    # 10,000 members likewise.
    "groups.tasks.read_member_lists": {"soft_time_limit": 30 * 60, "time_limit": 32 * 60},
}
# No limit. Whoever has taken all that it may asks Redis for nothing, so it does not notice that
# Redis was away; what it acknowledged meanwhile counts as taken for good, and it takes nothing any
# more. A worker that always asks for the next notices, and begins anew.
CELERY_WORKER_PREFETCH_MULTIPLIER = 0
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_REDIRECT_STDOUTS = False  # standard output is where the log lines go
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
# Every minute (tests are in more of a hurry); a ring that waited that long has nothing left to say.
BEAT_SECONDS = env.whole_number("BEAT_SECONDS", 60, least=1, most=60)
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": BEAT_SECONDS, "options": {"expires": 55}}
    for name, task in (
        ("deliver", "dorst_portal.outbox.tasks.deliver"),
        ("tick", "groups.tasks.tick"),
        # Apart from the timetable, which no chat server may hold up.
        ("deliver_alerts", "alerts.tasks.deliver"),
        ("deliver_push", "dorst_portal.push.tasks.deliver"),
        # Apart from the timetable, which no file may hold up.
        ("read_addresses", "groups.tasks.read_addresses"),
        ("read_member_lists", "groups.tasks.read_member_lists"),
        # And the village may be large.
        ("count_figures", "groups.tasks.count_figures"),
    )
}

# --- The village's own numbers ---------------------------------------------------------------

# Where the names of the village give no address: answers come in at that of the sender anyway.
HELP_EMAIL = env.text("HELP_EMAIL") or DEFAULT_FROM_EMAIL
HELP_PHONE = env.text("HELP_PHONE")
# The names of the village are rows; each process reads them again after so long.
IDENTITY_SECONDS = 24 * 3600 if TESTING else 2
# Beside the database, and in no backup of it: who had everything wiped, as keyed hashes, so that an
# old backup forgets them again. With a key of its own, which outlives SECRET_KEY: made here once
# when it is not given. Tests have no such folder but those that are about it.
_erasures = env.text("ERASURES_DIR")
ERASURES_DIR = None if TESTING and not _erasures else Path(_erasures or VAR_DIR / "erasures")
ERASURE_KEY = env.text("ERASURE_KEY")
# Where `manage.py backup` leaves its files, for whose key, and for how many days: who was erased
# goes from them too (at most 30, which is far less than a tombstone is kept).
_backups = env.text("BACKUP_DIR")
BACKUP_DIR = Path(_backups) if _backups else None
BACKUP_PUBLIC_KEY = env.backup_public_key("BACKUP_PUBLIC_KEY")
BACKUP_KEEP_DAYS = env.whole_number("BACKUP_KEEP_DAYS", 30, least=1, most=30)
# Tables of which no back-up holds a row: details of alerts live for days at most, and a session
# that somebody ended must not begin again.
NOT_IN_BACKUP = ["alerts.AlertDetails", "alerts.AlertPhoto", "sessions.Session"]
# What has to be done with old rows before anybody sees them.
AFTER_RESTORE = "groups.privacy.services.repeating.forget_again"
REFERENCE_PREFIX = env.text("REFERENCE_PREFIX") or "D"
MINIMUM_AGE = env.whole_number("MINIMUM_AGE", 18, least=0, most=21)
UNDO_MINUTES = 5
# The ladder: on these calendar days a request that nobody decided moves on, at this hour in the
# village (one at which no clock changes); after the last day there is a reminder each week.
LADDER_DAYS = (
    env.whole_number("REMIND_DAYS", 3, least=1, most=60),
    env.whole_number("DEPUTY_DAYS", 5, least=1, most=60),
    env.whole_number("ESCALATION_DAYS", 7, least=1, most=60),
)
if list(LADDER_DAYS) != sorted(set(LADDER_DAYS)):
    raise ImproperlyConfigured("REMIND_DAYS < DEPUTY_DAYS < ESCALATION_DAYS must hold")
LADDER_HOUR = 9
LINK_DAYS = 7
ANSWER_LINK_DAYS = 30
# Telling everybody who came with a list sends hundreds of mails from a sender that big providers
# hardly know. One a minute stays well below what they and shared mail servers take (some hundreds
# an hour), leaves room for mails that people wait for, and tells a village of 600 in ten hours.
TELLING_MAILS_PER_HOUR = env.whole_number("TELLING_MAILS_PER_HOUR", 60, least=1, most=3600)
# A purge that would take more of a table than this waits for a coordinator (docs/running.md); not
# when it is only so many rows.
RETENTION_ASK_PERCENT = env.whole_number("RETENTION_ASK_PERCENT", 20, least=1, most=100)
RETENTION_ASK_ROWS = env.whole_number("RETENTION_ASK_ROWS", 50, least=0, most=1_000_000)
FORM_MIN_SECONDS = env.whole_number("FORM_MIN_SECONDS", 2, least=0, most=30)

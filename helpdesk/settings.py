"""The one settings file; everything that differs between installations comes from the environment."""

import logging
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from core.logs import logging_config
from core.pooling import still_open
from core.shielding import KINDS
from helpdesk.environment import (
    broker_url,
    database,
    encryption_keys,
    env,
    firebase_account,
    hosts,
    level,
    mailer,
    networks,
    number,
    origin,
    required,
    several,
    switch,
    twilio,
    url,
    vapid_key,
)
from helpdesk.sign_in import *  # noqa: F403 - all about sign-in stands there

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = required("SECRET_KEY", "the key that signs sessions and links")
ENCRYPTION_KEYS = encryption_keys("ENCRYPTION_KEYS")
DEBUG = switch("DEBUG", default=False)
PUBLIC_URL = origin("PUBLIC_URL", "http://127.0.0.1:8000")
SECURE = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS") or ["127.0.0.1", "localhost", str(urlsplit(PUBLIC_URL).hostname)]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXIES = networks("TRUSTED_PROXIES")

INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "channels",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "core",
    "accounts",
    "customers",
    "tickets",
    "chat",
    "messengers",
    "notifications",
    "analytics",
    "automation",
    "helpdesk.demo",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "core.outages.OutageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.preferences.AgentPreferencesMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "helpdesk.urls"
ASGI_APPLICATION = "helpdesk.asgi.application"
WSGI_APPLICATION = "helpdesk.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "core.templatetags.constants",
                "core.templatetags.assets",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# How many requests one process serves at once; the database pool holds these and the live sockets' executor.
REQUEST_THREADS = number("REQUEST_THREADS", 8, least=1)
SOCKET_THREADS = 8

PREPARED = switch("PREPARED_STATEMENTS", default=True)
DATABASES = {"default": database("DATABASE_URL")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {
    "pool": {
        "min_size": 2,
        "max_size": REQUEST_THREADS + SOCKET_THREADS + 4,
        "timeout": 2,
        # The pool waits twice as long after each failed try. Giving up soon lets the next request try at once.
        "reconnect_timeout": 2,
        "check": still_open,
    },
    "prepare_threshold": 5 if PREPARED else None,
    "connect_timeout": 5,
    "application_name": "helpdesk",
}
if PREPARED:
    # What is prepared (core/statements.py) finds its rows by keys: planning it anew takes longer than running it.
    options = DATABASES["default"]["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c plan_cache_mode=force_generic_plan".strip()

REDIS_URL = url("REDIS_URL", "redis://127.0.0.1:6379/0", schemes={"redis", "rediss", "unix"})
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": env.str("CHANNEL_PREFIX", default="helpdesk")},
    }
}

CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/htmx", BASE_DIR / "node_modules/htmx.org/dist"),
    ("vendor/chartjs", BASE_DIR / "node_modules/chart.js/dist"),
    ("vendor/swagger-ui", BASE_DIR / "node_modules/swagger-ui-dist"),
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / ".data/media"))()
MAX_UPLOAD_BYTES = number("MAX_UPLOAD_MB", 20, least=1) * 1024 * 1024
# How long an operator's reply stays in his browser, to be taken back; 0 sends at once.
UNDO_SEND_SECONDS = number("UNDO_SEND_SECONDS", 3)
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str("STATICFILES_STORAGE", default="django.contrib.staticfiles.storage.StaticFilesStorage")
    },
}

# How long a link into one conversation, sent by push, SMS or mail, waits to be opened.
CONVERSATION_LINK_LIFE = timedelta(hours=number("CONVERSATION_LINK_HOURS", 72, least=1))

# How long one may edit and remove what one wrote; supervisors for longer, and they remove what others wrote as well.
MENDING_TIME = timedelta(minutes=15)
MENDING_TIME_OF_SUPERVISORS = timedelta(days=7)

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.NONCE, CSP.STRICT_DYNAMIC],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "media-src": [CSP.SELF, "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE and switch("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
# Pages carry the token themselves; no script of ours reads the cookie.
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
X_FRAME_OPTIONS = "DENY"

MAILERS = {"default": mailer(env.str("EMAIL_URL", default=""), developing=DEBUG)}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Helpdesk <support@localhost>")

# Which kinds of information each role sees (accounts/roles.py); an admin sees all.
INFORMATION = ("contacts", "notes", "payments", "sales")
SEEN_BY = {
    "trainee": several("TRAINEES_SEE", "", known=INFORMATION),
    "operator": several("OPERATORS_SEE", ",".join(INFORMATION), known=INFORMATION),
    "supervisor": several("SUPERVISORS_SEE", ",".join(INFORMATION), known=INFORMATION),
}

# Pushes, SMS and mails without a provider are told to the log and reach nobody: for the demo.
CONSOLE_PROVIDERS = switch("CONSOLE_PROVIDERS", default=False)

# Pushes: the service account of Firebase, and our key among the push services of browsers. Without them devices rest.
FIREBASE_CREDENTIALS = firebase_account("FIREBASE_CREDENTIALS")
FCM_URL = url("FCM_URL", "https://fcm.googleapis.com", schemes={"http", "https"}).rstrip("/")
VAPID_PRIVATE_KEY = vapid_key("VAPID_PRIVATE_KEY")

# Accounts with providers that stand in the environment, by the kind of messenger; others are made in the admin.
MESSENGERS = {"sms": twilio()}
TWILIO_URL = url("TWILIO_URL", "https://api.twilio.com", schemes={"http", "https"}).rstrip("/")

# The local providers of the test bench (embedded/README.md). Empty: the page says how to start them.
TEST_PROVIDERS_URL = url("TEST_PROVIDERS_URL", "", schemes={"", "http"}).rstrip("/")

# What is hidden in everything that people write, before it is stored (core/shielding).
SHIELD = several("SHIELD", ",".join(KINDS), known=KINDS)

# How long a lead is kept that no mailing relies on; 0: until somebody erases it.
LEADS_KEPT = timedelta(days=number("LEADS_KEPT_DAYS", 365))

# Whether agents make new tags by typing them, or only use those of the admin.
NEW_TAGS_BY_AGENTS = switch("NEW_TAGS_BY_AGENTS", default=True)

# Networks of our own that an address typed into the settings may lead to; all others that are not public are refused.
OUTGOING_ALLOWED_NETWORKS = networks("OUTGOING_ALLOWED_NETWORKS")

# Who may read /metrics; empty: whoever reaches the port.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

LOGGING_CONFIG = None
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_ENABLED = True
logging_config(level=level("LOG_LEVEL", "INFO"), as_json=not DEBUG)

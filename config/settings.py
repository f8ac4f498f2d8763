"""Every setting; what differs between machines comes from the environment."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env.text("LIANSHEN_MODE", "development")
IN_PRODUCTION = MODE == "production"
VAR_DIR = Path(env.text("LIANSHEN_VAR", str(BASE_DIR / "var"))).resolve()

SECRET_KEY = env.secret(
    "LIANSHEN_SECRET_KEY", kept_in=VAR_DIR / "secret-key", required=IN_PRODUCTION
)
DEBUG = env.flag("LIANSHEN_DEBUG", default=False)
ALLOWED_HOSTS = env.text("LIANSHEN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
LIANSHEN_PROXIES = env.text("LIANSHEN_PROXIES", "")
CSRF_TRUSTED_ORIGINS = [o for o in env.text("LIANSHEN_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "viewflow.workflow",
    "config",
    "accounts",
    "storage",
    "drawings",
    "signatures",
    "reviews",
    "workflow",
]

MIDDLEWARE = [
    "config.proxies.TrustedProxiesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.headers.ContentPolicyMiddleware",
    "config.addresses.PlainAddressMiddleware",
    "config.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.frame.frame",
            ],
            "builtins": ["config.templatetags.house"],
        },
    }
]

DATABASES = {
    "default": env.database(
        env.text("LIANSHEN_DATABASE", ""), sqlite_file=VAR_DIR / "lianshen.sqlite3"
    )
}

# ---- language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# ---- files
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("faces", BASE_DIR / "storage" / "faces")]
WHITENOISE_USE_FINDERS = not IN_PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if IN_PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
LIANSHEN_BLOBS = VAR_DIR / "blobs"
LIANSHEN_UPLOADS = VAR_DIR / "uploads"
LIANSHEN_TILES = VAR_DIR / "tiles"
LIANSHEN_TILES_BYTES = env.number("LIANSHEN_TILES_BYTES", 8 * 1024**3)
# The signer keeps keys in its folder; who reads these settings speaks to its socket only.
LIANSHEN_SIGNER = Path(env.text("LIANSHEN_SIGNER", str(VAR_DIR / "signer")))
LIANSHEN_SIGNER_SOCKET = Path(
    env.text("LIANSHEN_SIGNER_SOCKET", str(LIANSHEN_SIGNER / "socket"))
)
LIANSHEN_SIGNER_OURS = not IN_PRODUCTION and "LIANSHEN_SIGNER_SOCKET" not in os.environ
LIANSHEN_TRUST = VAR_DIR / "trust.json"
LIANSHEN_ARRIVAL_TRUST = Path(
    env.text("LIANSHEN_ARRIVAL_TRUST", str(VAR_DIR / "arrival-trust"))
)
LIANSHEN_CORPUS = Path(
    env.text("LIANSHEN_CORPUS", str(BASE_DIR.parent / "shared" / "data" / "drawings"))
)
LIANSHEN_MAX_FILE_BYTES = env.number("LIANSHEN_MAX_FILE_BYTES", 2 * 1024**3)
LIANSHEN_MAX_SET_BYTES = env.number("LIANSHEN_MAX_SET_BYTES", 4 * 1024**3)
LIANSHEN_UPLOAD_DAYS = env.number("LIANSHEN_UPLOAD_DAYS", 7)
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024**2

# ---- queue: files by default, so that nothing needs installing; Redis in production
# Files have no host; without one every connection warns that it has none.
CELERY_BROKER_URL = env.text("LIANSHEN_BROKER", "filesystem://localhost")
LIANSHEN_QUEUE_DIR = VAR_DIR / "queue"
LIANSHEN_RING = env.flag("LIANSHEN_RING", default=True)
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "light"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# ---- the city that runs this installation
LIANSHEN_CITY = env.text("LIANSHEN_CITY", "云溪市")
LIANSHEN_PUBLIC_URL = env.text("LIANSHEN_PUBLIC_URL", "http://127.0.0.1:8000")
# Until the city that runs this answers for them, letters say that they have no effect.
LIANSHEN_LEGAL_EFFECT = env.flag("LIANSHEN_LEGAL_EFFECT", default=False)

# ---- sign in, sessions, headers
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IN_PRODUCTION
CSRF_COOKIE_SECURE = IN_PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if IN_PRODUCTION else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
        # A guesser must not push the counts of failures out (the default is 300).
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

"""Every setting of the program in one place; `docs/operators.md` lists the environment variables."""

from pathlib import Path

import csp.constants as csp
import pghistory

from chuangcheng.platform import database
from chuangcheng.web import environment as env
from chuangcheng.web import logs

HOME = database.home()
HERE = Path(__file__).resolve().parent

DEBUG = env.flag("CHUANGCHENG_DEBUG", default=False)
DEMO = env.flag("CHUANGCHENG_DEMO", default=False)
SECRET_KEY = env.secret("CHUANGCHENG_SECRET_KEY", kept_in=HOME / "secret_key")
ALLOWED_HOSTS = env.words("CHUANGCHENG_HOSTS", default="localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CHUANGCHENG_ORIGINS")
CITY_NAME = env.text("CHUANGCHENG_CITY", default="示例市")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "django_structlog",
    "django_htmx",
    "axes",
    "chuangcheng.web",
    "chuangcheng.twin",
    "chuangcheng.command_post",
    "chuangcheng.ledger",
    "chuangcheng.points",
    "chuangcheng.framework",
    "chuangcheng.city",
    "chuangcheng.accounts",
    "chuangcheng.platform",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "chuangcheng.web.metrics.CountRequests",
    "chuangcheng.web.request_log.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "chuangcheng.web.unstorable.RefuseNul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chuangcheng.accounts.middleware.IdleTimeout",
    "chuangcheng.accounts.middleware.Obligations",
    "chuangcheng.platform.middleware.HistoryContext",
    "chuangcheng.web.collisions.AnswerCollisions",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "chuangcheng.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chuangcheng.web.context.frame",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- database -------------------------------------------------------------------------------
DATABASES = {"default": database.address().django_settings()}
# Connections that a process keeps; threads that find none wait for one. 0 keeps none.
DATABASE_POOL = env.number("CHUANGCHENG_DATABASE_POOL", default=8)
if DATABASE_POOL:
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": DATABASE_POOL,
        "timeout": 10,
    }
TEST_RUNNER = "django.test.runner.DiscoverRunner"

# --- record ---------------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
AUDIT_HASH = env.choice("CHUANGCHENG_AUDIT_HASH", options=("sm3", "sha256"))

# --- jobs -----------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "chuangcheng.platform.jobs.prepare"

# --- who is this ----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "chuangcheng.accounts.passwords.Length"},
    {"NAME": "chuangcheng.accounts.passwords.CharacterVariety"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "chuangcheng.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "chuangcheng.accounts.adapter.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords and codes are counted by axes; these only slow a machine down before it.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip,20/5m/key"}
MFA_ADAPTER = "chuangcheng.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "创城通"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
AXES_FAILURE_LIMIT = env.number("CHUANGCHENG_LOCKOUT_ATTEMPTS", default=5, least=1)
AXES_COOLOFF_TIME = env.number("CHUANGCHENG_LOCKOUT_HOURS", default=1, least=1)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "chuangcheng.accounts.lockout.respond"
AXES_USERNAME_CALLABLE = "chuangcheng.accounts.lockout.username_of"
AXES_CLIENT_IP_CALLABLE = "chuangcheng.accounts.http.client_address"
# A lock ends when the page says it does, whatever is tried meanwhile.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
# Sign-ins are in the audit log.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# Administrators must have a second factor; a demonstration may go without.
ADMIN_MFA = env.flag("CHUANGCHENG_ADMIN_MFA", default=not DEMO)
SECURITY_CONTACT = env.text("CHUANGCHENG_SECURITY_CONTACT")
IDLE_MINUTES = env.number("CHUANGCHENG_IDLE_MINUTES", default=30, least=1)
# An identity from outside opens the one active account whose field equals this claim.
OIDC_CLAIM = env.text("CHUANGCHENG_OIDC_CLAIM", default="preferred_username")
OIDC_FIELD = env.choice("CHUANGCHENG_OIDC_FIELD", options=("username", "phone"))
OIDC_ISSUER = env.text("CHUANGCHENG_OIDC_ISSUER")
# A browser follows the sign-in form only to origins named in the page's policy.
OIDC_ORIGINS = env.words(
    "CHUANGCHENG_OIDC_ORIGINS", default="/".join(OIDC_ISSUER.split("/")[:3])
)
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": env.text("CHUANGCHENG_OIDC_NAME", default="统一身份认证"),
                    "client_id": env.text("CHUANGCHENG_OIDC_CLIENT_ID"),
                    "secret": env.text("CHUANGCHENG_OIDC_SECRET"),
                    "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
                }
            ]
        }
    }

# --- cookies and headers --------------------------------------------------------------------
HTTPS = env.flag("CHUANGCHENG_HTTPS", default=not (DEBUG or DEMO))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "chuangcheng_session"
CSRF_COOKIE_NAME = "chuangcheng_csrf"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
BEHIND_PROXY = env.flag("CHUANGCHENG_BEHIND_PROXY", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# What QR codes on points begin with; without it, the address in the browser of whoever prints them.
BASE_URL = env.text("CHUANGCHENG_BASE_URL").rstrip("/")
# Map tiles are optional: the map draws the city's own boundaries. `{x}`, `{y}`, `{z}` in the address.
MAP_TILES = env.text("CHUANGCHENG_MAP_TILES")
MAP_ATTRIBUTION = env.text("CHUANGCHENG_MAP_ATTRIBUTION")
# The datum that the tiles are drawn in.
MAP_DATUM = env.choice("CHUANGCHENG_MAP_DATUM", options=("WGS84", "CGCS2000", "GCJ02"))
_TILE_ORIGINS = ["/".join(MAP_TILES.split("/")[:3])] if "://" in MAP_TILES else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.SELF],
        "script-src": [csp.SELF, csp.NONCE],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "data:", "blob:", *_TILE_ORIGINS],
        "object-src": [csp.NONE],
        "base-uri": [csp.SELF],
        "form-action": [csp.SELF, *OIDC_ORIGINS],
        "frame-ancestors": [csp.NONE],
    }
}

# --- language, time, files --------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = env.text("CHUANGCHENG_TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o600
# The guard first: what is too large is refused while it arrives, not after.
FILE_UPLOAD_HANDLERS = [
    "chuangcheng.platform.intake.uploads.SizeGuard",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
UPLOAD_LIMIT = env.number("CHUANGCHENG_UPLOAD_LIMIT_MB", default=20, least=1) * 1024 * 1024
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- logs -----------------------------------------------------------------------------------
LOGGING_CONFIG = None
logs.configure(level=env.text("CHUANGCHENG_LOG_LEVEL", default="INFO"))

# Who may read /metrics: callers on these addresses, or with this bearer token.
METRICS_FROM = env.words("CHUANGCHENG_METRICS_FROM", default="127.0.0.1,::1")
METRICS_TOKEN = env.text("CHUANGCHENG_METRICS_TOKEN")
# When /readyz says no: no worker heard of for so long, or less space than this for files.
WORKER_SILENCE_MINUTES = env.number(
    "CHUANGCHENG_WORKER_SILENCE_MINUTES", default=5, least=1
)
DISK_RESERVE = env.number("CHUANGCHENG_DISK_RESERVE_MB", default=500) * 1024 * 1024

"""The bare Django that lti-consumer-xblock needs."""

from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def start_django(base_url: str, folder: Path) -> None:
    """Configure Django for a platform at `base_url` whose database stands in `folder`."""
    settings.configure(
        ALLOWED_HOSTS=["*"],
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "platform.sqlite3",
                "OPTIONS": {"timeout": 20},
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "config_models",
            "lti_consumer",
        ],
        LMS_ROOT_URL=base_url,
        LEARNING_MICROFRONTEND_URL=base_url,
        MIDDLEWARE=[
            "edx_django_utils.cache.middleware.RequestCacheMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            # After authentication: it asks whether the person is staff.
            "edx_django_utils.cache.middleware.TieredCacheMiddleware",
        ],
        # The tables are made from the models; the 23 migrations only cost time.
        MIGRATION_MODULES={"lti_consumer": None},
        OPENEDX_TELEMETRY=[],
        PLATFORM_NAME="Proof platform",
        ROOT_URLCONF="urls",
        SECRET_KEY="a secret of this test platform alone",
        # A deep-linking answer is posted from the tool's site, and must carry the teacher's session.
        SESSION_COOKIE_NAME="platform_session",
        SESSION_COOKIE_SAMESITE="None",
        SESSION_COOKIE_SECURE=True,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        USE_TZ=True,
        USAGE_ID_PATTERN=r"(?P<usage_id>(?:i4x://?[^/]+/[^/]+/[^/]+/[^@]+(?:@[^/]+)?)|(?:[^/]+))",
    )
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)

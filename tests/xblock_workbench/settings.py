"""The workbench's own settings, without what does not work of them."""

import os

from workbench.settings import *  # noqa: F403 - theirs, on purpose

LOGGING: dict[str, object] = {}
INSTALLED_APPS = [name for name in INSTALLED_APPS if name != "djpyfs"]  # noqa: F405
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["WORKBENCH_DATABASE"]}}
# Gone with the test: nothing need reach the disk.
DATABASES["default"]["OPTIONS"] = {"init_command": "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY"}
# The learner's own language, as Open edX does.
MIDDLEWARE = [
    "trouble.Trouble",
    *MIDDLEWARE,  # noqa: F405
    "django.middleware.locale.LocaleMiddleware",
]
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
ROOT_URLCONF = "urls"
WORKBENCH = {"reset_state_on_restart": False, "services": {"user": "people.People"}}

import os

from helpdesk.settings import *  # noqa: F403
from helpdesk.settings import CHANNEL_LAYERS, DATABASES, INSTALLED_APPS

# Tests run side by side in several processes, each with a database and channels of its own.
DATABASE = os.environ.get("TEST_DB_NAME", "test_helpdesk")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

INSTALLED_APPS += ["tests.core.sending"]
DATABASES["default"]["TEST"] = {"NAME": DATABASE}
# Threads of race tests each open a connection of their own.
DATABASES["default"]["OPTIONS"]["pool"] |= {"max_size": 60, "timeout": 10}
CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = DATABASE + WORKER
# Of no use anywhere else.
VAPID_PRIVATE_KEY = "DkzHzXnUnWWkRBUGIuhhDqcD0k6sXdHMzsu7fKvmUYE"
# Hashing a password well is not what a test waits for.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What is written leaves at once; the tests of taking it back say otherwise in their page.
UNDO_SEND_SECONDS = 0

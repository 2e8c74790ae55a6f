from notifications import mailing_admin  # noqa: F401 - registers segments and mailings
from notifications.push import admin  # noqa: F401 - registers devices

from notifications.push import admin  # noqa: F401 - registers devices
from notifications.webhooks import admin as webhooks  # noqa: F401 - and their receivers

from notifications.push import admin  # noqa: F401 - registers devices

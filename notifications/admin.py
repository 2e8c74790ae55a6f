from notifications.notices import admin as notices_admin  # noqa: F401 - registers what colleagues are told
from notifications.push import admin  # noqa: F401 - registers devices

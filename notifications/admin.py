from notifications.push import admin as of_devices  # noqa: F401 - each registers its own
from notifications.wishes import admin as of_wishes  # noqa: F401

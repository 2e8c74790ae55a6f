"""The agent's own language and time zone win over what the browser says."""

import zoneinfo

from django.conf import settings
from django.utils import timezone, translation


class AgentPreferencesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Without a session cookie there is no agent to ask, and no query to make.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith("/widget/"):
            return self.get_response(request)
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
            timezone.activate(zoneinfo.ZoneInfo(request.user.time_zone))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

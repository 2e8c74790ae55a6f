from django.conf import settings
from django.utils import timezone, translation


class AgentPreferencesMiddleware:
    """Who is signed in reads pages in their own language and time zone, whatever the browser asks for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Without the cookie there is no session to read, and answers to strangers stay cacheable.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        # Signing out changes request.user on the way.
        user = request.user
        with translation.override(user.language), timezone.override(user.time_zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", user.language)
        return response

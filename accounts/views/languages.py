from django.contrib.auth.decorators import login_not_required
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import LANGUAGE_QUERY_PARAMETER, set_language

from accounts.models import User


@login_not_required  # the sign-in page has the switch
@require_POST
def switch(request):
    """Django's own switch sets a cookie; who is signed in keeps the choice on every device."""
    language = request.POST.get(LANGUAGE_QUERY_PARAMETER, "")
    if request.user.is_authenticated and check_for_language(language) and language in dict(User.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=language)
    return set_language(request)

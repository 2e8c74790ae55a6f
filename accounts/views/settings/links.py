from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.reactions import reset_link
from core import mail


def sent_or_shown(request, person):
    """The link goes by mail; where no mail server is set, this one page shows it."""
    if mail.goes_out():
        messages.success(request, _("A link for a password is on its way to %(email)s.") % {"email": person.email})
        return redirect("settings:person", person.pk)
    answer = render(request, "settings/link.html", {"section": "people", "person": person, "link": reset_link(person)})
    answer.headers["Cache-Control"] = "no-store"
    return answer

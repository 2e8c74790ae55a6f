from http import HTTPStatus

from allauth.account.views import LoginView
from django.contrib.auth import logout
from django.shortcuts import redirect

PAUSE = 15 * 60


class SignInView(LoginView):
    """allauth's own, but a refusal is told by the status too, alike for known and unknown accounts."""

    def form_invalid(self, form):
        if form.has_error("__all__", "too_many_login_attempts"):
            answer = self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.TOO_MANY_REQUESTS)
            answer.headers["Retry-After"] = str(PAUSE)
            return answer
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_CONTENT)


def sign_out_everywhere(request):
    request.user.sign_out_everywhere(by=request.user)
    logout(request)
    return redirect("account_login")

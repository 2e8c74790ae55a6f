"""Of django-allauth only what staff needs: no sign-up, no addresses of one's own choosing."""

from allauth.account import views as account
from django.urls import include, path, re_path

from accounts.views import languages, photos, presences, profiles
from accounts.views.sign_ins import SignInView, sign_out_everywhere
from core.http import resource

urlpatterns = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9a-z]{1,100})/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("profile/", resource(GET=profiles.show, POST=profiles.save), name="accounts_profile"),
    path("presence/", resource(GET=presences.show, POST=presences.update), name="accounts_presence"),
    path("presence/notice/", resource(GET=presences.notice), name="accounts_presence_notice"),
    path("language/", languages.switch, name="set_language"),
    path("sign-out-everywhere/", resource(POST=sign_out_everywhere), name="accounts_sign_out_everywhere"),
    re_path(r"^photos/(?P<name>[-\w]{32})\.webp$", photos.show, name="accounts_photo"),
]

from django.contrib.auth.backends import ModelBackend

from accounts.models import User
from core.statements import Objects, Whole

# Every page asks who is signed in.
PERSON = Objects("SELECT {person} FROM accounts_user person WHERE id = %(pk)s", person=Whole(User))


class RoleBackend(ModelBackend):
    """Signs in by e-mail and password; what a person may do follows from the role on the row, without a query."""

    def get_user(self, user_id):
        [user] = PERSON.first(pk=user_id) or [None]
        return user if self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None):
        return user_obj.has_perm(perm, obj)

    def has_module_perms(self, user_obj, app_label):
        return user_obj.has_module_perms(app_label)

    def get_all_permissions(self, user_obj, obj=None):
        return user_obj.get_all_permissions(obj)

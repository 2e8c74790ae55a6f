from django.contrib.auth.backends import ModelBackend


class RoleBackend(ModelBackend):
    """Signs in by e-mail and password; what a person may do follows from the role on the row, without a query."""

    def has_perm(self, user_obj, perm, obj=None):
        return user_obj.has_perm(perm, obj)

    def has_module_perms(self, user_obj, app_label):
        return user_obj.has_module_perms(app_label)

    def get_all_permissions(self, user_obj, obj=None):
        return user_obj.get_all_permissions(obj)

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.events import (
    AgentActivated,
    AgentDeactivated,
    AgentInvited,
    AgentRenamed,
    AgentRoleChanged,
    DepartmentJoined,
    DepartmentLeft,
    PasswordChanged,
    PasswordResetAsked,
    SignedOutEverywhere,
)
from accounts.models.department import Membership
from core.events.recording import record


class Lifecycle(AbstractBaseUser):
    """What is done to a person's account: each verb that takes rights away ends all sessions in the same step."""

    class Meta(AbstractBaseUser.Meta):
        abstract = True

    @transaction.atomic
    def change_password(self, password: str | None, *, by) -> None:
        # The password is part of the session hash, so every other session is over.
        self.set_password(password)
        self.save(update_fields=["password"])
        record(PasswordChanged(agent_id=self.pk), by=by)

    @transaction.atomic
    def ask_password_reset(self, *, by) -> None:
        """The mail leaves from a worker: the page takes as long for an unknown address."""
        record(PasswordResetAsked(agent_id=self.pk), by=by)

    @transaction.atomic
    def deactivate(self, *, by) -> None:
        if by == self:
            raise ValidationError(_("Nobody can deactivate their own account."))
        if self._move(Q(is_active=True), is_active=False, session_epoch=F("session_epoch") + 1):
            record(AgentDeactivated(agent_id=self.pk), by=by)

    @transaction.atomic
    def activate(self, *, by) -> None:
        if self._move(Q(is_active=False), is_active=True):
            record(AgentActivated(agent_id=self.pk), by=by)

    @transaction.atomic
    def change_role(self, role: str, *, by) -> None:
        if by == self:
            raise ValidationError(_("Nobody can change their own role."))
        if self._move(~Q(role=role), role=role, session_epoch=F("session_epoch") + 1):
            record(AgentRoleChanged(agent_id=self.pk, role=role), by=by)

    @transaction.atomic
    def sign_out_everywhere(self, *, by) -> None:
        self._move(Q(), session_epoch=F("session_epoch") + 1)
        record(SignedOutEverywhere(agent_id=self.pk), by=by)

    @transaction.atomic
    def join(self, department, *, by) -> None:
        _row, joined = Membership.objects.get_or_create(user_id=self.pk, department=department)
        if joined:
            self._forget_departments()
            record(DepartmentJoined(agent_id=self.pk, department_id=department.pk), by=by)

    @transaction.atomic
    def leave(self, department, *, by) -> None:
        left, _rows = Membership.objects.filter(user_id=self.pk, department=department).delete()
        if left:
            self._forget_departments()
            record(DepartmentLeft(agent_id=self.pk, department_id=department.pk), by=by)

    @transaction.atomic
    def belong_to(self, departments, *, by) -> None:
        """Exactly these of the departments that answer; what was joined before its department was closed stays."""
        wanted = {department.pk: department for department in departments}
        for department in self.departments.filter(is_active=True).exclude(pk__in=wanted):  # type: ignore[attr-defined]
            self.leave(department, by=by)
        for department in wanted.values():
            self.join(department, by=by)

    @transaction.atomic
    def rename(self, *, name: str, public_name: str, by) -> None:
        if self._move(~Q(name=name, public_name=public_name), name=name, public_name=public_name):
            record(AgentRenamed(agent_id=self.pk), by=by)

    @transaction.atomic
    def invite(self, *, by) -> None:
        """A link to choose a password with; the mail leaves from a worker, where mail is set up."""
        if not self.is_active:
            raise ValidationError(_("Let them in again first: nobody deactivated can sign in."))
        record(AgentInvited(agent_id=self.pk), by=by)

    def _move(self, where: Q, **changes) -> bool:
        moved = type(self)._default_manager.filter(where, pk=self.pk).update(**changes)
        self.refresh_from_db(fields=changes)
        return bool(moved)

    def _forget_departments(self) -> None:
        self.__dict__.pop("department_ids", None)

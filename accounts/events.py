from dataclasses import dataclass

from core.events.kinds import DomainEvent


@dataclass(frozen=True, kw_only=True)
class AgentEvent(DomainEvent, name="agent"):
    agent_id: int

    @property
    def stream(self) -> str:
        return f"agent:{self.agent_id}"


class AgentActivated(AgentEvent, name="agent.activated"):
    pass


class AgentDeactivated(AgentEvent, name="agent.deactivated"):
    pass


class PasswordChanged(AgentEvent, name="agent.password_changed"):
    pass


class PasswordResetAsked(AgentEvent, name="agent.password_reset_asked"):
    pass


class SecondFactorRemoved(AgentEvent, name="agent.second_factor_removed"):
    pass


class SignedOutEverywhere(AgentEvent, name="agent.signed_out_everywhere"):
    pass


@dataclass(frozen=True, kw_only=True)
class AgentRoleChanged(AgentEvent, name="agent.role_changed"):
    role: str


@dataclass(frozen=True, kw_only=True)
class AgentStatusChanged(AgentEvent, name="agent.status_changed"):
    """`status` is online, busy, away, or offline when the agent was not seen for a minute."""

    status: str
    # Where a colleague set it.
    set_by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DepartmentJoined(AgentEvent, name="agent.department_joined"):
    department_id: int


@dataclass(frozen=True, kw_only=True)
class DepartmentLeft(AgentEvent, name="agent.department_left"):
    department_id: int


class AgentInvited(AgentEvent, name="agent.invited"):
    pass


class AgentRenamed(AgentEvent, name="agent.renamed"):
    pass


@dataclass(frozen=True, kw_only=True)
class DepartmentEvent(DomainEvent, name="department"):
    department_id: int

    @property
    def stream(self) -> str:
        return f"department:{self.department_id}"


class DepartmentMade(DepartmentEvent, name="department.made"):
    pass


class DepartmentDeactivated(DepartmentEvent, name="department.deactivated"):
    pass


class DepartmentActivated(DepartmentEvent, name="department.activated"):
    pass


@dataclass(frozen=True, kw_only=True)
class DepartmentEdited(DepartmentEvent, name="department.edited"):
    """`fields` are the names of what changed; "hours" and "holidays" are its rows."""

    fields: list[str]


class HolidaysEdited(DomainEvent, name="holidays.edited"):
    """Those of the whole house; a department's own are among its fields."""

    @property
    def stream(self) -> str:
        return "holidays"


@dataclass(frozen=True, kw_only=True)
class ApiTokenEvent(DomainEvent, name="api_token"):
    token_id: int

    @property
    def stream(self) -> str:
        return f"api_token:{self.token_id}"


@dataclass(frozen=True, kw_only=True)
class ApiTokenMade(ApiTokenEvent, name="api_token.made"):
    scopes: list[str]


class ApiTokenRevoked(ApiTokenEvent, name="api_token.revoked"):
    pass

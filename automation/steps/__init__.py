from automation.steps.acting import ACTING
from automation.steps.kind import Kind, Running, Step
from automation.steps.writing import WRITING

KINDS: dict[str, Kind] = {kind.name: kind for kind in (*WRITING, *ACTING)}

__all__ = ["KINDS", "Kind", "Running", "Step"]

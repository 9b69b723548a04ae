"""The gates: conditions without which an act is refused. A table, read by ``perform``, ``next`` and the policy file."""

from crosspolicy.policy.gates import acceptance, agreement, execution, meeting, request
from crosspolicy.policy.gates.gate import STAGE_GATE, Gate, out_of_stage

GATES: dict[str, Gate] = {
    gate.id: gate
    for gate in (*request.GATES, *meeting.GATES, *agreement.GATES, *execution.GATES, *acceptance.GATES, STAGE_GATE)
}

__all__ = ["GATES", "Gate", "out_of_stage"]

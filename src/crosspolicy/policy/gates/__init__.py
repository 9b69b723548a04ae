"""The gates: conditions without which an act is refused. A table, read by ``perform``, ``next`` and the policy file."""

from crosspolicy.policy.gates import acceptance, agreement, appraisal, execution, meeting, request, risk, training
from crosspolicy.policy.gates.gate import STAGE_GATE, Gate, out_of_stage

GATES: dict[str, Gate] = {
    gate.id: gate
    for chapter in (request, meeting, agreement, risk, execution, acceptance, appraisal, training)
    for gate in chapter.GATES
} | {STAGE_GATE.id: STAGE_GATE}

__all__ = ["GATES", "STAGE_GATE", "Gate", "out_of_stage"]

"""How each clause is honoured, read off the registry: gates, obligations, acts, and the commands of them."""

from typing import Any

from crosspolicy.acts.registry import all_acts
from crosspolicy.i18n import _, local
from crosspolicy.policy.gates import GATES
from crosspolicy.policy.obligations import KINDS
from crosspolicy.vocabulary.labels import obligation_label


def clause_object(number: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Return a clause with what it says and what honours it in this program."""
    acts = [act for act in all_acts() if number in (*act.cites, act.who_clause)]
    return {
        "clause": number,
        "title": local(entry["title"]),
        "summary": local(entry["summary"]),
        "honoured_by": entry["honoured_by"],
        "gates": [gate.id for gate in GATES.values() if gate.clause == number],
        "owed": [obligation_label(kind.name) for kind in KINDS.values() if kind.clause == number],
        "acts": [_(act.title) for act in acts],
        "who_may": [{"act": _(act.title), "who": _(act.who.label)} for act in acts],
        "commands": [
            f"crosspolicy {line}" for line in dict.fromkeys(a.command.replace("{request}", "REQ") for a in acts)
        ],
    }

"""The register of risks told a second time, off the journal and the policy as it is printed."""

from typing import Any, Final

from tests.support.audit import Event
from tests.support.company import FOUNDING

MANAGERS: Final = {p["login"] for p in FOUNDING["people"] if "management" in p.get("roles", ())}
CATEGORIES: Final = {"business", "technical", "personnel", "market", "legal"}
MATRIX: Final = ("lllmm", "llmmh", "lmmhh", "mmhhe", "mhhee")
"""The levels of the shipped policy: a word for each likelihood, in it a letter for each impact."""


def level(risk: dict[str, Any]) -> str | None:
    """Return the level that a risk's scores make, None while one of them is missing."""
    likelihood, impact = risk.get("likelihood"), risk.get("impact")
    if not likelihood or not impact:
        return None
    return {"l": "low", "m": "medium", "h": "high", "e": "extreme"}[MATRIX[likelihood - 1][impact - 1]]


def is_high(risk: dict[str, Any]) -> bool:
    """Tell whether a risk asks for a contingency plan."""
    return level(risk) in ("high", "extreme")


def is_treated(risk: dict[str, Any]) -> bool:
    """Tell whether a risk is answered whole, and by management where a high one is accepted."""
    is_answered = all(risk.get(name) for name in ("response", "measures", "owner", "due_date"))
    return is_answered and (risk["response"] != "accept" or not is_high(risk) or risk.get("accepted_by") in MANAGERS)


class Register:
    """The register of risks as events tell it: it begins with the form's, and each is what was last stated of it.

    ``unplanned`` holds the events that left a risk high without a plan, but for those that found it become so.
    """

    def __init__(self, told: list[Event], foreseen: list[dict[str, Any]]) -> None:
        self.risks: dict[int, dict[str, Any]] = {}
        self.exclusions: list[dict[str, Any]] = []
        self.unplanned: list[int] = []
        stage = "draft"
        for event in told:
            form, target = event["payload"]["form"], event["payload"].get("target", "")
            if event["act"] == "request.submitted":
                self.risks = {number: dict(risk) for number, risk in enumerate(foreseen, 1)}
            elif event["act"] == "risk.identified":
                self._state(len(self.risks) + 1, event)
            elif event["act"] in ("risk.treated", "risk.reviewed"):
                self._state(int(target), event, is_working=stage in ("executing", "accepting"))
            elif event["act"] == "risk.excluded":
                self.exclusions.append(form)
            elif event["act"] == "risk.closed":
                self.risks[int(target)]["is_closed"] = True
            stage = event["payload"]["effect"].get("stage") or stage

    def _state(self, number: int, event: Event, *, is_working: bool = False) -> None:
        form, risk = event["payload"]["form"], self.risks.setdefault(number, {})
        may_be_unplanned = event["act"] == "risk.identified" or (is_working and not is_high(risk))
        is_new = event["act"] == "risk.treated" or form.get("measures", risk.get("measures")) != risk.get("measures")
        risk |= form
        risk["is_done"] = form.get("measures_done", False) or (risk.get("is_done", False) and not is_new)
        if "response" in form:
            risk["accepted_by"] = event["actor"] if form["response"] == "accept" and is_high(risk) else None
        if risk.get("response") == "accept" and is_high(risk) and not risk["accepted_by"]:
            risk["response"] = None  # it has risen since, and nobody of management has accepted that
        is_waived = "contingency" in event["payload"]["effect"].get("waived", ())
        if is_high(risk) and not risk.get("contingency") and not may_be_unplanned and not is_waived:
            self.unplanned.append(event["seq"])

    def open(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the risks that are not closed."""
        return [(number, risk) for number, risk in self.risks.items() if not risk.get("is_closed")]

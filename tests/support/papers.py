"""Every form of the process filled in as Lantern Works would fill it in: plain data, for a test to change."""

from typing import Any, Final

from tests.support.company import MEMBER, PARTIES

Content = dict[str, Any]

REQUEST: Final[Content] = {
    "title": "Lantern rental kiosk 燈籠租借亭",
    "requesting_department": "SALES",
    "background": "Festival visitors ask to rent lanterns rather than buy them.",
    "objectives": [{"statement": "Two kiosks open before the Lantern Festival", "measure": "kiosks open"}],
    "departments": [
        {"department": "IT", "positions": ["Developer"], "contribution": "the booking system"},
        {"department": "FIN", "positions": ["Controller"], "contribution": "the tariff"},
    ],
    "milestones": [
        {"name": "Pilot kiosk open", "due_date": "2026-11-20", "department": "IT"},
        {"name": "Both kiosks open", "due_date": "2026-12-18"},
    ],
    "risks": [{"category": "technical", "description": "The scanner does not read wet codes", "likelihood": 3}],
    "planned_cost": "250000.00",
    "planned_start_date": "2026-10-08",
    "planned_end_date": "2026-12-31",
}

REVIEW: Final[Content] = {
    "strategic_fit": "strong",
    "strategic_fit_reason": "Services are the aim of the year.",
    "resources": "sufficient",
    "resources_reason": "Two developers are free.",
    "necessity": "necessary",
    "necessity_reason": "The rivals rent already.",
    "feasibility": "feasible",
    "feasibility_reason": "The pilot is small.",
    "outcome": "approve",
}

COORDINATION: Final[Content] = {
    "kind": "coordination",
    "held_at": "2026-09-30T09:30+08:00",
    "place": "Red room",
    "chair": "gao.ping",
    "attendees": ["gao.ping", *(MEMBER[department] for department in PARTIES)],
    "business_details": "Two kiosks at the north gate, booked by phone.",
    "opinions": [
        {"department": "IT", "opinion": "Can be built in ten weeks.", "suggestions": "Begin with one kiosk."},
        {"department": "FIN", "opinion": "Pays for itself in a year."},
    ],
    "decisions": ["Go ahead with one kiosk first"],
}

REGULAR: Final[Content] = {
    "kind": "regular",
    "held_at": "2026-09-30T09:30+08:00",
    "chair": "li.na",
    "attendees": [MEMBER[department] for department in PARTIES],
    "progress": "The booth is ordered.",
    "problems": "The printer is late; a loan bridges it.",
    "coordination": "IT tests with Finance on Thursday.",
    "next_steps": "The pilot.",
}

AD_HOC: Final[Content] = {
    "kind": "ad-hoc",
    "held_at": "2026-09-30T09:30+08:00",
    "chair": "li.na",
    "attendees": [MEMBER["SALES"], MEMBER["IT"]],
    "problem": "Deposits are booked twice.",
    "solution": "Finance books them once a day from the kiosk's list.",
    "responsible_department": "FIN",
}

ACTION: Final[Content] = {"what": "Order the scanner", "department": "IT", "due_date": "2026-10-16"}

TABLE: Final[Content] = {
    "rows": [
        {"responsibility": "Run the kiosks", "accountable": "SALES", "informed": ["FIN"], "person": "li.na"},
        {"responsibility": "Build the booking system", "accountable": "IT", "consulted": ["SALES"]},
        {"responsibility": "Set the tariff", "accountable": "FIN", "deliverable": "Price list"},
    ]
}

AGREEMENT: Final[Content] = {
    "rights_and_obligations": [
        {"department": department, "rights": "Ask the others for what it needs.", "obligations": "Deliver on time."}
        for department in PARTIES
    ],
    "workflow": "Sales orders, IT builds, Finance settles.",
    "communication_mechanism": "A meeting every week, a shared list of open points.",
    "assessment_standards": "Ninety rentals in the first week.",
}

START: Final[Content] = {"staff": [{"person": MEMBER[department]} for department in PARTIES]}

REPORT: Final[Content] = {"progress_percent": 30, "done": "The booth stands.", "next_steps": "The wiring."}
OVERALL: Final = "On the way; the pilot opens as planned."

OPENING: Final[Content] = {
    "statement": "Both kiosks are open.",
    "actual_end_date": "2026-09-30",
    "actual_cost": "248000.50",
}

EVALUATION: Final[Content] = {
    "objectives": "met",
    "quality": "met",
    "schedule": "met",
    "cost": "met",
    "verdict": "pass",
}

DECISION: Final[Content] = {"outcome": "accept", "comment": "Well done."}
REWORK: Final[Content] = {
    "outcome": "rework",
    "comment": "The second kiosk leaks.",
    "rework": [{"what": "Seal the roof", "department": "IT", "due_date": "2026-10-20"}],
}

SUMMARY: Final[Content] = {
    "experience": "A small pilot first.",
    "lessons": "Order printers early.",
    "suggestions": "One list of open points from the first day.",
    "own_work": "On time, a little dearer than planned.",
}

RISK: Final[Content] = {
    "category": "market",
    "description": "Visitors rent elsewhere",
    "cause": "A rival opens at the east gate",
    "identified_by": ["SALES", "FIN"],
    "likelihood": 3,
    "impact": 3,
    "probability_percent": 40,
    "loss": "20000.00",
}
CONTINGENCY: Final[Content] = {
    "trigger": "Rents fall by half in a week",
    "procedure": "Halve the tariff; tell the press.",
    "responsible": "xu.hui",
}
HIGH_RISK: Final[Content] = RISK | {"likelihood": 4, "impact": 4}
NO_RISK: Final[Content] = {"category": "legal", "department": "FIN", "reason": "Rents need no permit."}
TREATMENT: Final[Content] = {
    "response": "mitigate",
    "measures": "A season ticket for regulars.",
    "owner": "chen.bo",
    "due_date": "2026-11-13",
    "residual_likelihood": 2,
    "residual_impact": 3,
}
RISK_REVIEW: Final[Content] = {"likelihood": 3, "impact": 3, "change": "The rival has not opened yet."}
RISK_CLOSE: Final[Content] = {"reason": "The rival has given up."}
ISSUE: Final[Content] = {
    "title": "The booth is too narrow",
    "description": "Two lanterns do not pass.",
    "severity": "medium",
    "departments": ["IT"],
}
ESCALATION: Final[Content] = {"reason": "A wider booth needs a new permit."}
RESOLUTION: Final[Content] = {"solution": "The shelf was moved."}
MESSAGE: Final[Content] = {
    "channel": "phone",
    "parties": ["li.na", "chen.bo"],
    "sent_at": "2026-09-30T09:00+08:00",
    "subject": "The booth",
    "content": "Shelf to the left by noon.",
}
SHARED: Final[Content] = {"kind": "result", "title": "Tariff", "link": "https://lantern.example/tariff"}

APPRAISAL: Final[Content] = {
    "kind": "regular",
    "department": "IT",
    "quality": 4,
    "progress": 3,
    "collaboration": 4,
    "communication": 2,
    "risk_control": 3,
}
"""Comes to 3.35."""
POOR: Final[Content] = dict.fromkeys(("quality", "progress", "collaboration", "communication", "risk_control"), 1)
AD_HOC_APPRAISAL: Final[Content] = APPRAISAL | {"kind": "ad-hoc", "occasion": "The scanner was ordered in time."}
BREACH: Final[Content] = {"department": "IT", "term": "2.4.3", "description": "No report in October."}
REWARD: Final[Content] = {
    "department": "IT",
    "measure": "bonus",
    "amount": "5000.00",
    "reason": "Both kiosks early.",
    "rests_on": ["CB-2026-0001/Q1"],
}
PENALTY: Final[Content] = {
    "department": "IT",
    "measure": "warning",
    "reason": "No report in October.",
    "rests_on": ["CB-2026-0001/B1"],
}

NEED: Final[Content] = {
    "year": 2026,
    "department": "IT",
    "topic": "Care of kiosks",
    "business_trend": "none: two kiosks stay two",
    "skill_level": "One of two can repair a kiosk.",
    "work_problem": "The pilot stood still for a week.",
}
COURSE: Final[Content] = {
    "title": "Kiosk care",
    "objectives": "Repair a kiosk alone.",
    "content": "Scanner, lock, printer.",
    "method": "practical",
    "planned_date": "2026-10-15",
    "instructor": "Mr Wu",
    "audience": ["IT", "li.na"],
    "needs": ["TN-2026-0001"],
}
PLAN: Final[Content] = {"year": 2026, "courses": [COURSE]}
SESSION: Final[Content] = {
    "held_on": "2026-09-29",
    "attendees": ["chen.bo", "li.na"],
    "absentees": ["liu.yang"],
}
SESSION_EVALUATION: Final[Content] = {
    "method": "exam",
    "results": [{"person": "chen.bo", "score": 90}, {"person": "li.na", "score": 45, "comment": "Needs practice."}],
    "conclusion": "partly",
}
ADJUSTMENT: Final[Content] = {
    "year": 2026,
    "rests_on": "TE-2026-0001",
    "change": "change",
    "course": "TC-2026-0001",
    "reason": "A second afternoon at the kiosk.",
}

"""What other systems call the things that our fields state: words to guess by, never to decide by."""

from typing import Final

SYNONYMS: Final[dict[str, str]] = {
    "external_id": (
        "id, key, number, no, nr, project id, request id, "
        "record id, project number, project code, 编号, 編號, 项目编号, 專案編號"
    ),
    "target": "request code, request, case",
    "actor": "login, user, recorded by, entered by, created by",
    "occurred_on": (
        "date, created, created on, created at, entered, "
        "submitted on, submission date, request date, 申请日期, 申請日期"
    ),
    "title": (
        "name, project, project name, project title, request name, subject, 名称, 名稱, 项目名称, 項目名稱, 專案名稱"
    ),
    "requesting_department": (
        "owner, department, agency, unit, division, sponsor, 部门, 部門, 负责部门, 負責部門, 申请部门, 申請部門"
    ),
    "requester": "requested by, applicant, contact, requestor",
    "background": "description, reason, justification, purpose, rationale, business case, investment title, 说明, 說明",
    "objectives.1.statement": "objective, goal, aim, target outcome",
    "objectives.1.measure": "measure, kpi, indicator, success criterion",
    "departments.1.department": "involved department, partner, supporting department, agency name, other department",
    "departments.1.contribution": "contribution, role",
    "milestones.1.name": "milestone, milestone name, deliverable",
    "milestones.1.due_date": "milestone date, due, due date, deadline, target date",
    "risks.1.category": "risk category, risk type",
    "risks.1.description": "risk, risk description",
    "no_risk_foreseen_because": "no risk because",
    "planned_cost": "cost, budget, amount, price, estimate, estimated cost, total cost, 预算, 預算, 费用, 費用, 成本",
    "planned_start_date": "start, start date, begin, from, starts on, planned start, 开始日期, 開始日期, 开始, 開始",
    "planned_end_date": (
        "end, end date, finish, finish date, completion date, to, "
        "ends on, planned finish, 结束日期, 結束日期, 结束, 結束"
    ),
    "description": "text, details, what",
    "category": "type, class",
    "cause": "reason, root cause",
    "likelihood": "probability, chance",
    "impact": "effect, consequence, severity",
    "owner": "responsible, assigned to, assignee",
    "due_date": "due, deadline, target date, until",
    "measures": "mitigation, action, actions, controls",
    "loss": "cost, expected loss, damage",
    "code": "id, abbreviation, short name, key",
    "name": "full name, title, label",
    "login": "user, username, user name, account, id",
    "department": "unit, division, team, agency",
    "position": "job, job title, function",
    "email": "mail, e mail, mail address",
    "head": "manager, head of department, lead",
    "person": "who, employee, member",
    "reason": "why, comment, justification",
    "comment": "note, remarks, remark",
    "held_on": "date, day",
    "held_at": "date, time, start",
}
"""English and Chinese phrases by the path of a field; its own name and its labels come first."""

"""Departments, people, deputies."""

import json
from typing import Any

from crosspolicy.queries.reader import Reader


def departments(reader: Reader) -> list[dict[str, Any]]:
    """Return every department with how many people it has."""
    sql = """SELECT d.code, d.name, d.head, (SELECT COUNT(*) FROM person p WHERE p.department = d.code)
             FROM department d ORDER BY d.code"""
    return [dict(zip(("code", "name", "head", "people"), row, strict=True)) for row in reader.rows(sql)]


def people(reader: Reader, *, department: str = "", role: str = "") -> list[dict[str, Any]]:
    """Return people, of a department or with a role."""
    names = ["login", "name", "department", "position", "roles", "email", "os_user"]
    only, parameters = ("WHERE department = :department ", {"department": department}) if department else ("", {})
    rows = reader.rows(f"SELECT {', '.join(names)} FROM person {only}ORDER BY department, login", **parameters)
    found = [dict(zip(names, row, strict=True)) | {"roles": json.loads(row[4])} for row in rows]
    return [p for p in found if not role or role in p["roles"]]


def deputies(reader: Reader) -> list[dict[str, Any]]:
    """Return who stands in for whom, and when."""
    names = ["person", "deputy", "from_date", "until_date", "reason"]
    rows = reader.rows(f"SELECT {', '.join(names)} FROM deputy ORDER BY from_date, number")
    return [dict(zip(names, row, strict=True)) for row in rows]

"""What appraisals come to: of every subject its ratings, mean, spread, rank, and who still owes one (6.2)."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from crosspolicy.queries.obligations import Owed, open_obligations, open_of_requests
from crosspolicy.queries.paging import COUNTED
from crosspolicy.queries.reader import Reader
from crosspolicy.vocabulary.codes import child_code, request_code
from crosspolicy.vocabulary.lists import INDICATORS, AppraisalKind
from crosspolicy.vocabulary.scores import mean_of, score_text

_COLUMNS: Final = (
    "request_id, number, kind, department, person, by_department, score, given_by, given_on, " + ", ".join(INDICATORS)
)
_OWED: Final = {"department-appraisal": "department", "person-appraisal": "person"}

Row = dict[str, Any]
Subject = tuple[str, str, str]
"""The kind of appraisal, whether of a department or a person, and which."""


def of_request(reader: Reader, request_id: int, as_of: Any) -> list[Row]:
    """Return the results of one request: a row for everybody appraised, and for everybody still to be appraised."""
    rows = _read(reader, "WHERE request_id = :id", id=request_id)
    return _results(reader, rows, open_obligations(reader, as_of, request_id=request_id))


def of_year(reader: Reader, year: int, as_of: Any, local: Callable[[str], str]) -> list[Row]:
    """Return the results of a year, over all requests with an appraisal given in it; ``local`` tells a moment's day."""
    near = "WHERE given_on >= :first AND given_on < :last"
    rows = _read(reader, near, first=f"{year - 1}-12-31", last=f"{year + 1}-01-02")
    rows = [row for row in rows if local(row["given_on"])[:4] == f"{year:04d}"]
    keys = dict.fromkeys(row["key"] for row in rows)
    return _results(reader, rows, open_of_requests(reader, as_of, list(keys)))


def closed_still_owing(reader: Reader) -> int:
    """Return how many closed requests still owe appraisals, counting no further than one past COUNTED.

    The round of a request is open as long as one of its appraisals is (6.2.2). CROSS JOIN keeps SQLite from going
    through every closed request.
    """
    sql = """SELECT COUNT(*) FROM (SELECT 1 FROM obligation o CROSS JOIN request r
               WHERE o.closed_on IS NULL AND o.kind = 'appraisal-round' AND r.id = o.request_id AND r.stage = 'closed'
               LIMIT :counted) AS counted"""
    return int(reader.rows(sql, counted=COUNTED + 1)[0][0])


def _read(reader: Reader, where: str, **parameters: object) -> list[Row]:
    sql = f"SELECT {_COLUMNS} FROM appraisal {where} ORDER BY request_id, number"
    names = ("key", *(name.strip() for name in _COLUMNS.split(",")[1:]))
    return [dict(zip(names, values, strict=True)) for values in reader.rows(sql, **parameters)]


def _results(reader: Reader, rows: Iterable[Row], owed: Iterable[Owed]) -> list[Row]:
    """Gather ratings and what is missing by subject, and rank the subjects of one sort among themselves."""
    ratings: dict[Subject, list[Row]] = {}
    missing: dict[Subject, list[Row]] = {}
    for row in rows:
        of = "person" if row["person"] else "department"
        ratings.setdefault((row["kind"], of, row[of]), []).append(row)
    for o in owed:
        if o.kind in _OWED:
            subject = (AppraisalKind.REGULAR.value, _OWED[o.kind], o.subject)
            missing.setdefault(subject, []).append(
                {
                    "request": o.request,
                    "by_department": o.owed_by,
                    "due_date": o.due_date,
                    "days_overdue": o.days_overdue,
                }
            )
    names = _names(reader)
    found = [
        _result(subject, names.get(subject[1:], ""), ratings.get(subject, []), missing.get(subject, []))
        for subject in {**ratings, **missing}
    ]
    return _ranked(found)


def _names(reader: Reader) -> dict[tuple[str, str], str]:
    named = (("department", "SELECT code, name FROM department"), ("person", "SELECT login, name FROM person"))
    return {(of, key): name for of, sql in named for key, name in reader.rows(sql)}


def _result(subject: Subject, name: str, rows: list[Row], missing: list[Row]) -> Row:
    scores = [row["score"] for row in rows]
    return {
        "kind": subject[0],
        "of": subject[1],
        "subject": subject[2],
        "name": name,
        "rank": None,
        "tied": False,
        "mean": mean_of(scores),
        "spread": max(scores) - min(scores) if scores else None,
        "given": len(rows),
        "ratings": [_rating(row) for row in rows],
        "missing": missing,
    }


def _rating(row: Row) -> Row:
    return {
        "code": child_code(row["key"], "appraisal", row["number"]),
        "request": request_code(row["key"]),
        "by_department": row["by_department"],
        "score": score_text(row["score"]),
        **{indicator: row[indicator] for indicator in INDICATORS},
        "given_by": row["given_by"],
        "given_on": row["given_on"],
    }


def _ranked(found: list[Row]) -> list[Row]:
    """Rank the subjects of one sort by their means; those with the same mean share a rank, those without have none."""
    means: dict[tuple[str, str], list[int]] = {}
    for row in found:
        if row["given"]:
            means.setdefault((row["kind"], row["of"]), []).append(row["mean"])
    for rivals in means.values():
        rivals.sort(reverse=True)
    for row in found:
        if row["given"]:
            rivals = means[row["kind"], row["of"]]
            row |= {"rank": 1 + rivals.index(row["mean"]), "tied": rivals.count(row["mean"]) > 1}
    kinds, sorts = [kind.value for kind in AppraisalKind], list(_OWED.values())
    found.sort(
        key=lambda r: (kinds.index(r["kind"]), sorts.index(r["of"]), r["rank"] is None, r["rank"] or 0, r["subject"])
    )
    for row in found:
        row |= {name: None if row[name] is None else score_text(row[name]) for name in ("mean", "spread")}
    return found

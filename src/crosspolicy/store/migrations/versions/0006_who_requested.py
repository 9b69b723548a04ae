"""Who has requested a request since its first draft, and who had an interest in what they recorded or decided.

Who requested is told by the drafts, edits and submissions of the journal. Adopted policies no longer say
anything of the stage.

Revision ID: 0006
"""

import json
from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MARKED: Final = ("signature", "report", "evaluation", "summary", "appraisal", "incentive", "penalty")
_PAGE: Final = 2_000
_REQUESTS: Final = f"SELECT id FROM request WHERE id > :after ORDER BY id LIMIT {_PAGE}"
_DRAFTS: Final = """SELECT chain, actor, recorded_by, payload FROM journal
    WHERE chain >= :first AND chain <= :last AND is_refused = 0
    AND act IN ('request.drafted', 'request.edited', 'request.submitted')
    ORDER BY chain, seq"""

Side = tuple[str, str]
"""A department and a person of it that request."""


def upgrade() -> None:
    """Create the table and the columns, and fill the table from the journal."""
    op.create_table(
        "requested_before",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_requested_before_request_id")),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_requested_before_department")),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_requested_before_person")),
        sa.PrimaryKeyConstraint("request_id", "department", "person", name="pk_requested_before"),
        sqlite_strict=True,
    )
    for table in _MARKED:
        op.add_column(table, sa.Column("interested", sa.Text(), nullable=True))
    connection = op.get_bind()
    _forget_stage(connection)
    insert = sa.text(
        "INSERT INTO requested_before (request_id, department, person) VALUES (:key, :department, :person)"
    )
    for page in _pages(connection):
        found = [{"key": key, "department": d, "person": p} for key, sides in page.items() for d, p in sorted(sides)]
        if found:
            connection.execute(insert, found)


def _forget_stage(connection: sa.Connection) -> None:
    """Take the stage out of the gates of adopted policies: it blocks under every policy."""
    for digest, parsed in connection.execute(sa.text("SELECT digest, parsed FROM policy")).all():
        content = json.loads(parsed)
        content.get("gates", {}).pop("stage", None)
        known = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        connection.execute(
            sa.text("UPDATE policy SET parsed = :parsed WHERE digest = :digest"), {"parsed": known, "digest": digest}
        )


def _pages(connection: sa.Connection) -> Iterator[dict[int, set[Side]]]:
    """Yield who requested before, by request, some thousands of requests at a time."""
    coordinators = {
        login
        for login, roles in connection.execute(sa.text("SELECT login, roles FROM person"))
        if "coordinator" in json.loads(roles)
    }
    deputies = set(map(tuple, connection.execute(sa.text("SELECT person, deputy FROM deputy"))))
    keys = connection.execute(sa.text(_REQUESTS), {"after": 0}).scalars().all()
    while keys:
        told: dict[int, _Told] = {}
        for key, actor, recorder, payload in connection.execute(sa.text(_DRAFTS), {"first": keys[0], "last": keys[-1]}):
            is_deputy = recorder != actor and (recorder not in coordinators or (actor, recorder) in deputies)
            told.setdefault(key, _Told()).take(json.loads(payload)["form"], actor, recorder if is_deputy else "")
        yield {key: each.before for key, each in told.items() if each.before}
        keys = connection.execute(sa.text(_REQUESTS), {"after": keys[-1]}).scalars().all()


class _Told:
    """What the drafts, edits and submissions of one request tell of who requested it, one after the other."""

    def __init__(self) -> None:
        self.now: Side = ("", "")
        self.before: set[Side] = set()

    def take(self, form: dict[str, Any], actor: str, deputy: str) -> None:
        """Take one of them into account; ``deputy`` is in whose hands it lay in the actor's place, empty for nobody."""
        department, requester = self.now
        now = form.get("requesting_department") or department, form.get("requester") or requester or actor
        people = {requester, actor, deputy} - {""}
        self.before |= {(department or now[0], person) for person in people} - {now}
        self.now = now

"""What an act does, as data: rows, changes, a stage, obligations. Nothing here touches a database."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from crosspolicy.i18n import Text
from crosspolicy.vocabulary.frozen import dataclass
from crosspolicy.vocabulary.lists import Stage


@dataclass(frozen=True, slots=True)
class Row:
    """A row to insert; the store turns dates, amounts and lists into what the table keeps."""

    table: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """New values of the one row that ``key`` names."""

    table: str
    key: Mapping[str, object]
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Opening:
    """An obligation that begins; ``period_days`` above 0 makes it recur."""

    kind: str
    clause: str
    owed_by: str
    due_date: date
    subject: str = ""
    period_days: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole effect of one act.

    ``cleared`` names tables whose rows of this request are replaced (a draft's); ``discharges`` and ``lapses`` hold
    numbers of open obligations; ``codes`` what the act created; ``remarks`` what whoever acts is told beside.
    """

    stage: Stage | None = None
    rows: tuple[Row, ...] = ()
    changes: tuple[Change, ...] = ()
    cleared: tuple[str, ...] = ()
    opens: tuple[Opening, ...] = ()
    discharges: tuple[int, ...] = ()
    lapses: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    remarks: tuple[Text, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)

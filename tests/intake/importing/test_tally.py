"""Counting on disk: where the temporary files have no room, that is told, and not as a trouble of the book."""

import pytest

from crosspolicy.errors import Exit, SystemFault
from crosspolicy.intake.importing.tally import Tally


def test_no_room_for_temporary_files_is_told_as_that():
    with Tally() as tally:
        tally._database.execute("COMMIT")
        tally._database.execute("PRAGMA max_page_count=4")
        with pytest.raises(
            SystemFault, match="temporary files does not take what this needs: database or disk is full"
        ) as caught:
            tally.count([(f"{n} " * 100, "row 1") for n in range(1000)])
    assert caught.value.exit_code == Exit.UNAVAILABLE
    assert "TMPDIR" in str(caught.value.hint)

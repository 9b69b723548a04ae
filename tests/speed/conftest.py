"""What the tests of plans and of work share: a folder for their books, and surroundings that say nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.speed.story import NOW


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder, which is the user's home as well, while the clock of rehearsal books stands still."""
    path = tmp_path_factory.mktemp("books")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, str(path))
        for name in ("CROSSPOLICY_DB", "CROSSPOLICY_AS", "CROSSPOLICY_LANG"):
            patch.delenv(name, raising=False)
        patch.setenv("CROSSPOLICY_NOW", NOW)
        yield path

"""Write the table of letters that look alike across scripts, from the confusables of Unicode's UTS 39.

    pip install confusable-homoglyphs==3.3.1
    python scripts/look_alikes.py

The package carries the data of Unicode as JSON; it is needed here alone, and is no dependency of the program. Of its
ten thousand entries those letters and digits are kept that NFKC leaves as they are, in groups that cross scripts.
"""

import json
import sys
import unicodedata
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from crosspolicy.forms.identifiers import TABLE, script_of


def main() -> None:
    """Read the entries, gather them into groups, and write those that cross scripts, a line each."""
    content = files("confusable_homoglyphs").joinpath("confusables.json").read_text("utf-8")
    first: dict[str, str] = {}

    def leader(character: str) -> str:
        while (above := first.setdefault(character, character)) != character:
            character = above
        return character

    for character, entries in json.loads(content).items():
        for other in (entry["c"] for entry in entries):
            if is_kept(character) and is_kept(other):
                one, two = sorted((leader(character), leader(other)))
                first[two] = one
    groups = defaultdict(set)
    for character in list(first):
        groups[leader(character)].add(character)
    lines = ["".join(sorted(group)) for group in groups.values() if len(set(map(script_of, group))) > 1]
    TABLE.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")


def is_kept(text: str) -> bool:
    """Tell whether a text is one letter or digit that may stand in a code."""
    return len(text) == 1 and unicodedata.category(text)[0] in "LN" and unicodedata.normalize("NFKC", text) == text


if __name__ == "__main__":
    main()

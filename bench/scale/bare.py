"""The bare reading of rows: every statement of a file run on a book, every row taken, and nothing done with it.

Run as ``python bare.py BOOK STATEMENTS``; the file holds, as JSON, a list of pairs: SQL and its parameters.
"""

import json
import sys
from pathlib import Path


def main() -> None:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

    connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    for sql, parameters in json.loads(Path(sys.argv[2]).read_text("utf-8")):
        for _row in connection.execute(sql, parameters):
            pass


if __name__ == "__main__":
    main()

"""The book as it is kept: a SQLite file or a PostgreSQL database; and ``perform``, the only door to change it."""

"""Reads: plain, portable SQL and frozen read models. Nothing here changes anything."""

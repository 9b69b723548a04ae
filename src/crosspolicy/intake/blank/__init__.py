"""Blank files for records, and first mappings for files of others."""

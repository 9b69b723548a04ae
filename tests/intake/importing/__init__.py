"""Tests of the import: what it makes of records, and what it tells of those that it cannot take."""

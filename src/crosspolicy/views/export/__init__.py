"""Exports written: CSV, JSON Lines, XLSX; whole files or none."""

"""Batch files read strictly: what they hold, row by row, and what is wrong with each."""

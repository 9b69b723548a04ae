"""Tests of how batches are read."""

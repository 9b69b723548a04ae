"""Tests of crosspolicy; the folders mirror src/crosspolicy."""

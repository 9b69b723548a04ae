"""Tests of how forms get filled."""

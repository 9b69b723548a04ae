"""Imports: records of files become acts, all of them or the good ones, each known again when it comes a second time."""

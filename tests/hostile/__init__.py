"""A book that somebody else made, with hostile text wherever text can stand."""

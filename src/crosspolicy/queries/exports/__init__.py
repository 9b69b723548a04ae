"""What an export reads: every kind of rows as a table of columns, and one way to read them all, page by page."""

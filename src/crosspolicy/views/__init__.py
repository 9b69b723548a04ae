"""Read models and receipts as people and scripts see them: terminal, TSV, CSV, JSON, Markdown."""

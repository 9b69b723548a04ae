"""What an import tells: its outcome, its faults, how far it is; and what it puts aside to be mended."""

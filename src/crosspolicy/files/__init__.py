"""Files that this program makes: whole under their name or not there at all, and nothing left behind when it ends."""

"""How a form gets filled: flags over file over prompts over defaults. One description of the form serves them all."""

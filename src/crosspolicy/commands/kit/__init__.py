"""What every command is made of."""

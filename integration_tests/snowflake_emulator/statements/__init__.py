"""The statements, one family a file."""

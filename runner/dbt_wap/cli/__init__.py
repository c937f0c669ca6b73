"""The command line: click commands, their options, and the terminal."""

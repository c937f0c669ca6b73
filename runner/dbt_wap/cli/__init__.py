"""The command line: click commands, options and the terminal."""

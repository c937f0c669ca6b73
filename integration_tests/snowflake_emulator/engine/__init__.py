"""Logins, one statement after another, blocks, faults and the log."""

"""Tokens, statement forms, results and errors: what everything else is written in."""

"""The report of a run, as text, markdown and HTML."""

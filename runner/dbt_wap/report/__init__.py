"""The report of a run: report.py models report.json; text, markdown and html render it."""

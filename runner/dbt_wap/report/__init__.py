"""The report of a run: report.py is the model of report.json; text, markdown and html write it."""

"""The steps write, audit and publish, and the records of runs."""

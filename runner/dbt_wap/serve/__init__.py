"""`wap serve`: pages, an API and Slack, for approving runs without a terminal."""

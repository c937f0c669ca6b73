"""Approve and reject in Slack: buttons, a dialog, and the command /wap."""

"""Talking to Slack: posting, files, the socket."""

"""Domain objects drawn as Slack messages; pure."""

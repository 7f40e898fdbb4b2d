"""What a person can ask in Slack."""

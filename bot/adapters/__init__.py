"""Where the world is touched: HTTP, files, databases, Slack."""

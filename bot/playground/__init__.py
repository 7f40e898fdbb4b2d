"""A workspace in the browser that speaks Slack's protocols; knows nothing of the bot."""

"""What the bot needs from the world: every promise on one screen."""

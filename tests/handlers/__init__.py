"""What a person can ask."""

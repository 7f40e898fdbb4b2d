"""The promises, one test each."""

"""Where knowledge of backlinks comes from."""

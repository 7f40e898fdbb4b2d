"""What is kept: decisions in TinyDB, measurements in SQLite."""

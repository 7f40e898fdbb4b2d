"""Messages: what people see."""

"""Use cases: async functions that take ports as keyword arguments."""

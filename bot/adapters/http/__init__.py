"""Fetching pages from strangers: guarded, polite, bounded."""

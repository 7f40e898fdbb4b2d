"""The Common Crawl web graph: who links to a domain."""

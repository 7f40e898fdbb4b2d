"""The backlinks bot: ask who links to a site, watch links, win new ones."""

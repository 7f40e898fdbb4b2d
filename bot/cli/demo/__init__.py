"""`backlinks demo`: the unchanged bot in a playground workspace, with a small web that changes."""

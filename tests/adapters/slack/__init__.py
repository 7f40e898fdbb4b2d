"""Slack's side of the adapters, over real HTTP and a real socket."""

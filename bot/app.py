"""The composition root: settings to Deps to Slack app, scheduler and command line."""

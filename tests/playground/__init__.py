"""The playground keeps Slack's rules; driven by Slack's own clients where there is one."""
